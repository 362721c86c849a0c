package ai.netra.agents.core.internal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import org.jspecify.annotations.Nullable;

/** An activation that has ended, with the live exception behind its outcome. */
record Settled(
        Activation<?> activation,
        ActivationOutcome<?> record,
        @Nullable Throwable thrown) {
    static <A> Settled of(Activation<A> activation, Outcome<A> outcome) {
        return new Settled(activation, new ActivationOutcome<>(activation.id(), activation.key(), outcome), null);
    }

    static <A> Settled failed(Activation<A> activation, Throwable thrown) {
        Outcome<A> outcome = new Outcome.Failed<>(Failure.of(FailureKind.ENGINE_ERROR, thrown));
        return new Settled(activation, new ActivationOutcome<>(activation.id(), activation.key(), outcome), thrown);
    }

    Outcome<?> outcome() {
        return record.outcome();
    }

    /** The same activation as cancelled: its outcome came too late. */
    Settled cancelled(String reason) {
        return cancelled(activation, reason);
    }

    private static <A> Settled cancelled(Activation<A> activation, String reason) {
        return of(activation, new Outcome.Cancelled<>(reason));
    }

    void settleIn(Progress.Recorder recorder) {
        settle(record, recorder);
    }

    private static <A> void settle(ActivationOutcome<A> ended, Progress.Recorder recorder) {
        recorder.ended(ended);
    }
}
