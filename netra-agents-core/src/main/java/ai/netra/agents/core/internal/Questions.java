package ai.netra.agents.core.internal;

import ai.netra.agents.PendingQuestion;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import java.util.ArrayList;
import java.util.List;

/** What suspended runs wait on. */
final class Questions {
    private Questions() {}

    /** The questions that nobody has answered, in the order in which they were asked. */
    static List<PendingQuestion> open(Past past) {
        List<PendingQuestion> open = new ArrayList<>();
        for (StepId step : past.open()) {
            JournalEntry.Asked asked = past.open(step);
            if (asked != null) {
                open.add(new PendingQuestion(
                        step.toString(), asked.agent().name(), asked.question(), asked.schema(), asked.expires()));
            }
        }
        return List.copyOf(open);
    }
}
