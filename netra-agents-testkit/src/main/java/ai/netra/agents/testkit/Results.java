package ai.netra.agents.testkit;

import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;
import java.util.stream.Collectors;

/** How messages of the testkit show results. */
final class Results {
    private Results() {}

    static String describe(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Succeeded<?> o -> "succeeded with " + o.value();
            case Outcome.Degraded<?> o -> "degraded with " + o.value() + ", because " + o.cause();
            case Outcome.Skipped<?> o -> "skipped: " + o.reason();
            case Outcome.Failed<?> o -> "failed: " + o.cause();
            case Outcome.TimedOut<?> o -> "timed_out: " + o.cause();
            case Outcome.LimitExceeded<?> o -> "limit_exceeded: " + o.cause();
            case Outcome.Cancelled<?> o -> "cancelled: " + o.reason();
        };
    }

    static String describe(OrchestrationResult<?> result) {
        StringBuilder text = new StringBuilder(
                "run " + result.run() + " " + result.status().label() + " in phase " + result.phase());
        result.output().ifPresent(output -> text.append("\n  output: ").append(output));
        result.error().ifPresent(error -> text.append("\n  error: ").append(error.failure()));
        result.cause().ifPresent(cause -> text.append("\n  cause: ").append(cause));
        text.append("\n  outcomes: ").append(result.outcomes().isEmpty() ? "none" : "");
        text.append(result.outcomes().stream()
                .map(outcome -> "\n    " + outcome.id() + " " + describe(outcome.outcome()))
                .collect(Collectors.joining()));
        return text.append("\n  ").append(result.usage()).toString();
    }
}
