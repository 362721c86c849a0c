package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.sufficiency.DataNeed;
import java.util.List;

/**
 * What a model makes of a request.
 *
 * @param category what it is about
 * @param subCategory what exactly, of those that the category has
 * @param priority how urgent it says it is
 * @param intent what is wanted
 * @param otherIntents what else is wanted, strongest first
 * @param actionRequired whether something is to be changed
 * @param dataNeeds the data that an answer needs; none for questions about nothing that is measured
 * @param objectives the goals, in words
 * @param requirements what it demands, in words
 * @param reasoning why
 */
record TriageDraft(
        RequestCategory category,
        String subCategory,
        RequestPriority priority,
        RequestIntent intent,
        List<RequestIntent> otherIntents,
        boolean actionRequired,
        List<DataNeed> dataNeeds,
        List<String> objectives,
        List<String> requirements,
        String reasoning) {}
