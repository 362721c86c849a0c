package ai.netra.agents.suite.data;

import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.sufficiency.Sufficiency;
import ai.netra.agents.suite.workload.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a workload, and how far it carries an answer: the output of {@code data}. Immutable.
 *
 * @param workloadId the workload; absent if none was named
 * @param timeRange the range looked at
 * @param currentModel the model in use, as it was named by attribute or request; absent if neither names it
 * @param rawData what the tools gave
 * @param enrichedData what is in it
 * @param dataQuality how far it can be relied on
 * @param sufficiency how far it carries an answer
 * @param draftedBy the model that says what the findings mean; absent where rules alone spoke
 */
public record DataAssessment(
        Optional<String> workloadId,
        Optional<TimeRange> timeRange,
        Optional<String> currentModel,
        RawData rawData,
        EnrichedData enrichedData,
        DataQuality dataQuality,
        Sufficiency sufficiency,
        Optional<DraftedBy> draftedBy) {
    /** An assessment that says no more than how far unspecified data carries: for hosts that bring their own data agent, and for tests. */
    public static DataAssessment of(Sufficiency sufficiency) {
        return new DataAssessment(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RawData.none(),
                EnrichedData.none(),
                new DataQuality(sufficiency.score(), Optional.empty(), Optional.empty(), List.of()),
                sufficiency,
                Optional.empty());
    }
}
