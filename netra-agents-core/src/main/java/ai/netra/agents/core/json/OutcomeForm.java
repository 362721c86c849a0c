package ai.netra.agents.core.json;

import ai.netra.agents.Failure;
import ai.netra.agents.Outcome;
import ai.netra.agents.tools.json.JsonText;
import java.lang.reflect.Type;
import java.util.Optional;

/** An outcome in a journal. */
record OutcomeForm(String status, Optional<JsonText> value, Optional<Failure> cause, Optional<String> reason) {
    static OutcomeForm of(Outcome<?> outcome, Type type, JournalValues values) {
        return switch (outcome) {
            case Outcome.Succeeded<?> o -> form(o, Optional.of(values.text(o.value(), type)), Optional.empty());
            case Outcome.Degraded<?> o -> form(o, Optional.of(values.text(o.value(), type)), Optional.of(o.cause()));
            case Outcome.Skipped<?> o -> form(o, o.reason());
            case Outcome.Failed<?> o -> form(o, Optional.empty(), Optional.of(o.cause()));
            case Outcome.TimedOut<?> o -> form(o, Optional.empty(), Optional.of(o.cause()));
            case Outcome.LimitExceeded<?> o -> form(o, Optional.empty(), Optional.of(o.cause()));
            case Outcome.Cancelled<?> o -> form(o, o.reason());
        };
    }

    private static OutcomeForm form(Outcome<?> outcome, Optional<JsonText> value, Optional<Failure> cause) {
        return new OutcomeForm(outcome.label(), value, cause, Optional.empty());
    }

    private static OutcomeForm form(Outcome<?> outcome, String reason) {
        return new OutcomeForm(outcome.label(), Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    Outcome<Object> outcome(JournalValues values) {
        return switch (status) {
            case "succeeded" -> new Outcome.Succeeded<>(values.encoded(value.orElseThrow()));
            case "degraded" -> new Outcome.Degraded<>(values.encoded(value.orElseThrow()), cause.orElseThrow());
            case "skipped" -> new Outcome.Skipped<>(reason.orElseThrow());
            case "failed" -> new Outcome.Failed<>(cause.orElseThrow());
            case "timed_out" -> new Outcome.TimedOut<>(cause.orElseThrow());
            case "limit_exceeded" -> new Outcome.LimitExceeded<>(cause.orElseThrow());
            case "cancelled" -> new Outcome.Cancelled<>(reason.orElseThrow());
            default -> throw new IllegalArgumentException("unknown status");
        };
    }
}
