package ai.netra.agents.suite.data;

import ai.netra.agents.suite.sufficiency.SufficiencyState;
import java.util.List;

/**
 * What a model is shown of data.
 *
 * @param objectives what the request wants
 * @param constraints what an answer must meet
 * @param sufficiency how far the data carries an answer
 * @param missing what is not there
 * @param findings what is in it
 * @param crossChecks whether sources agree
 * @param limitations what could not be had
 */
record DataFacts(
        List<String> objectives,
        List<String> constraints,
        SufficiencyState sufficiency,
        List<String> missing,
        List<String> findings,
        List<String> crossChecks,
        List<String> limitations) {}
