package ai.netra.agents.suite.triage;

import java.util.Optional;

/**
 * A place in a request that speaks for something.
 *
 * @param clue what it speaks for
 * @param text the words
 * @param start where they begin
 * @param end where they end
 * @param segment the segment they are in
 * @param negated whether the request negates them: "do not optimize"
 */
record Evidence(Clue clue, String text, int start, int end, RequestText.Segment segment, boolean negated) {
    Optional<Metric> metric() {
        return clue.metric();
    }
}
