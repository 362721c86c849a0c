package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.StepFailedException;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.tool.ToolEffect;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Work of an agent's own that is recorded, and not done again when the run goes on. */
final class OwnStep<T> {
    private final ActivationContext context;
    private final String name;
    private final ToolEffect effect;
    private final Class<T> type;
    private final StepId step;
    private final String hash;
    private final @Nullable RecordedStep before;

    /**
     * The activation's next step.
     *
     * @throws InterruptedException if the activation is over
     */
    OwnStep(ActivationContext context, String name, ToolEffect effect, Class<T> type) throws InterruptedException {
        this.context = context;
        this.name = name;
        this.effect = effect;
        this.type = type;
        this.step = context.nextStep();
        this.hash = context.inRun().hash(name);
        this.before = context.before(step, JournalEntry.StepKind.STEP, name, hash);
    }

    /** What it gave before, or gives now. */
    T result(Callable<T> work) throws InterruptedException {
        if (effect.isLasting()) {
            context.act();
        }
        JournalEntry.Stepped end = ActivationContext.end(before);
        if (end != null) {
            end.failure().ifPresent(failure -> {
                throw new StepFailedException(name, failure, null);
            });
            return type.cast(ActivationContext.value(end.result().orElseThrow(), type));
        }
        if (effect == ToolEffect.ONCE && context.isInDoubt(step, before, "step " + name)) {
            Failure lost =
                    Failure.of(FailureKind.EFFECT_UNKNOWN, "step " + name + " took place, and what it gave is lost");
            record(Optional.empty(), Optional.of(lost));
            throw new StepFailedException(name, lost, null);
        }
        if (effect == ToolEffect.ONCE) {
            context.intend(
                    new JournalEntry.Intended(step, JournalEntry.StepKind.STEP, name, hash, 0, 0, Instant.EPOCH));
        }
        return done(work);
    }

    private T done(Callable<T> work) throws InterruptedException {
        context.enter(context.key(step, name, hash));
        try {
            T given = Objects.requireNonNull(work.call(), "step " + name + " gave null; give a value");
            record(Optional.of(given), Optional.empty());
            return given;
        } catch (InterruptedException interrupted) {
            context.noteInterrupt(interrupted);
            throw interrupted;
        } catch (Exception thrown) {
            Failure failure = Failure.of(FailureKind.AGENT_ERROR, thrown);
            record(Optional.empty(), Optional.of(failure));
            throw new StepFailedException(name, failure, thrown);
        } finally {
            context.leave();
        }
    }

    private void record(Optional<Object> result, Optional<Failure> failure) {
        context.inRun()
                .journal()
                .appendStep(at ->
                        new JournalEntry.Stepped(step, JournalEntry.StepKind.STEP, name, hash, result, failure, at));
    }
}
