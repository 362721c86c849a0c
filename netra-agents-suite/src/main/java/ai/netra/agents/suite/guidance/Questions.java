package ai.netra.agents.suite.guidance;

import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.sufficiency.DataPoint;
import ai.netra.agents.suite.triage.Metric;
import ai.netra.agents.suite.triage.RequestCategory;
import ai.netra.agents.suite.triage.StatedTarget;
import ai.netra.agents.suite.triage.StatedThreshold;
import ai.netra.agents.suite.triage.TargetKind;
import ai.netra.agents.suite.triage.ThresholdBound;
import ai.netra.agents.suite.triage.Triage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a request leaves open, as questions to its author. */
final class Questions {
    private Questions() {}

    static List<String> of(Optional<Triage> triage, Optional<DataAssessment> data) {
        List<String> questions = new ArrayList<>();
        if (triage.isEmpty()) {
            questions.add("What do you want to know or change about your workload: its cost, its speed, its quality, or"
                    + " which model to use?");
        }
        triage.ifPresent(t -> open(t, questions));
        if (data.filter(d -> d.workloadId().isEmpty()).isPresent()) {
            questions.add("Which workload is it about? Pass its id as workload_id.");
        }
        boolean priceMissing = data.map(DataAssessment::sufficiency)
                .filter(s -> s.missing().stream().anyMatch(m -> m.point().equals(DataPoint.PRICE.toString())))
                .isPresent();
        if (priceMissing) {
            questions.add("Which model serves the workload now? Without it costs can be given for every option, but no"
                    + " saving.");
        }
        return questions;
    }

    private static void open(Triage triage, List<String> questions) {
        boolean goalless = triage.priorities().isEmpty()
                && triage.entities().targets().isEmpty()
                && (triage.intent().primary().isOptimizing() || triage.category() == RequestCategory.GENERAL);
        if (goalless) {
            questions.add("What should get better: cost, latency, throughput or quality, and by how much?");
        }
        for (StatedThreshold threshold : triage.entities().thresholds()) {
            if (threshold.bound() == ThresholdBound.STATED) {
                questions.add("Is " + Shown.figure(threshold.quantity()) + " what it is now, or the most it may be?");
            }
        }
        for (StatedTarget target : triage.entities().targets()) {
            if (target.kind() == TargetKind.GOAL && target.factor().isEmpty()) {
                target.metric().flatMap(Questions::howMuch).ifPresent(questions::add);
            }
        }
        if (triage.entities().metrics().contains(Metric.QUALITY)) {
            questions.add("How do you measure the quality of answers? It is not among the data, so that it cannot be"
                    + " verified here.");
        }
    }

    private static Optional<String> howMuch(Metric metric) {
        return switch (metric) {
            case LATENCY, TIME_TO_FIRST_TOKEN ->
                Optional.of("How long do requests take now, and how long may they take at p95?");
            case COST -> Optional.of("By how much should the cost fall, or what is the budget per month?");
            case ERRORS -> Optional.of("Which errors do you see, and how many of your requests fail?");
            case THROUGHPUT -> Optional.of("How many requests per second should be served?");
            case QUALITY, USAGE, TOKENS, RATE_LIMIT, UTILIZATION, CACHING -> Optional.empty();
        };
    }
}
