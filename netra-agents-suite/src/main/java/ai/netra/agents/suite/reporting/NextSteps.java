package ai.netra.agents.suite.reporting;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What to do next. There is always something. */
final class NextSteps {
    private static final int MOST = 8;

    private NextSteps() {}

    static List<String> of(ReportInputs inputs) {
        Set<String> steps = new LinkedHashSet<>();
        inputs.guidance().ifPresent(guidance -> {
            steps.addAll(guidance.questions().stream()
                    .map(question -> "Answer: " + question)
                    .toList());
            steps.addAll(guidance.userInstructions());
        });
        inputs.actions().ifPresent(plan -> {
            plan.actions().stream().limit(3).forEach(action -> steps.add(action.description()));
            plan.requiredApprovals().forEach(approval -> steps.add("Get consent to " + approval.subject() + "."));
        });
        if (inputs.actions().isEmpty()) {
            inputs.optimization()
                    .ifPresent(optimization -> optimization
                            .recommendations()
                            .forEach(recommendation -> steps.add(recommendation.description())));
        }
        inputs.optimization()
                .ifPresent(optimization -> optimization.strategies().stream()
                        .flatMap(strategy -> strategy.missing().stream())
                        .distinct()
                        .limit(2)
                        .forEach(needed -> steps.add("To have more measured, supply " + needed + ".")));
        inputs.data()
                .ifPresent(data -> data.sufficiency().missing().stream()
                        .limit(2)
                        .forEach(point -> steps.add("Supply " + point.meaning() + ".")));
        if (steps.isEmpty()) {
            steps.add(
                    inputs.triage().isEmpty()
                            ? "Say what to find out or improve about which workload, and ask again."
                            : "Ask a further question about the workload, or name a goal to optimize for.");
        }
        return new ArrayList<>(steps).subList(0, Math.min(MOST, steps.size()));
    }
}
