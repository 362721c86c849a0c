package ai.netra.agents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has happened so far in one orchestrator's scope: what it was asked, what it started, and each outcome in the order of the journal.
 *
 * <p>Every question is answered in constant time, however long the run is, except {@link #all}, which copies what it returns. A progress is read
 * inside {@link Orchestrator#decide} only; it belongs to the one thread that decides. A decide table needs no runtime:
 *
 * <pre>{@code
 * Progress progress = Progress.recorder(AgentInput.of("hello")).succeeded(DRAFT, new Draft("hi")).progress();
 * assertThat(flow.decide(progress)).isInstanceOf(Decision.Start.class);
 * }</pre>
 */
public final class Progress {
    private final AgentInput input;
    private final ActivationIndex index = new ActivationIndex();
    private int outputs;

    private Progress(AgentInput input) {
        this.input = input;
    }

    /** Starts recording from nothing; what engines, replays and tests make a progress with. */
    public static Recorder recorder(AgentInput input) {
        return new Recorder(new Progress(input));
    }

    /** What the orchestrator itself was given. */
    public AgentInput input() {
        return input;
    }

    /** The newest outcome of an agent, where it has ended at least once. */
    public <O> Optional<Outcome<O>> latest(AgentKey<O> key) {
        return latestOf(key).map(ActivationOutcome::outcome);
    }

    /** The newest ended activation of an agent, with its id. */
    public <O> Optional<ActivationOutcome<O>> latestOf(AgentKey<O> key) {
        return Optional.ofNullable(newest(key));
    }

    @SuppressWarnings("unchecked") // an outcome is of its key's type
    private <O> @Nullable ActivationOutcome<O> newest(AgentKey<O> key) {
        return (ActivationOutcome<O>) index.newest(key);
    }

    /** The newest output of an agent: that of its newest outcome, where that has one. */
    public <O> Optional<O> output(AgentKey<O> key) {
        return latest(key).flatMap(Outcome::output);
    }

    @Nullable
    Object newestOutput(AgentKey<?> key) {
        ActivationOutcome<?> newest = index.newest(key);
        return newest == null ? null : newest.outcome().output().orElse(null);
    }

    /**
     * What an activation that is started now reads of an agent: its newest ended activation here, or else the one that the orchestrator was itself
     * given to read.
     */
    @SuppressWarnings("unchecked") // an outcome is of its key's type
    public <O> Optional<ActivationOutcome<O>> readable(AgentKey<O> key) {
        ActivationOutcome<O> own = newest(key);
        if (own != null) {
            return Optional.of(own);
        }
        for (ActivationOutcome<?> outer : input.outcomes()) {
            if (outer.key().equals(key)) {
                return Optional.of((ActivationOutcome<O>) outer);
            }
        }
        return Optional.empty();
    }

    /** All outcomes of an agent, in the order of the journal. */
    @SuppressWarnings("unchecked") // an outcome is of its key's type
    public <O> List<Outcome<O>> all(AgentKey<O> key) {
        List<Outcome<O>> all = new ArrayList<>();
        index.ended(key).forEach(outcome -> all.add((Outcome<O>) outcome.outcome()));
        return Collections.unmodifiableList(all);
    }

    /** The outcome of one activation, where it has ended. */
    public Optional<Outcome<?>> outcome(ActivationId id) {
        return endedAs(id).map(ActivationOutcome::outcome);
    }

    /** One activation with its outcome, where it has ended. */
    public Optional<ActivationOutcome<?>> endedAs(ActivationId id) {
        return Optional.ofNullable(index.ended(id));
    }

    /** The activation that ended last. */
    public Optional<ActivationOutcome<?>> last() {
        List<ActivationOutcome<?>> ended = index.ended();
        return ended.isEmpty() ? Optional.empty() : Optional.of(ended.getLast());
    }

    /** Every outcome, in the order of the journal; an unmodifiable view. */
    public List<ActivationOutcome<?>> outcomes() {
        return index.ended();
    }

    /** Whether an activation was started, ended or not. */
    public boolean isStarted(ActivationId id) {
        return index.isStarted(id);
    }

    /** How many activations were started, skipped ones included. */
    public int started() {
        return index.started();
    }

    /** How many activations of an agent were started. */
    public int started(AgentKey<?> key) {
        return index.started(key);
    }

    /** How many activations have not ended yet. */
    public int running() {
        return index.started() - ended();
    }

    /** How many activations have ended. */
    public int ended() {
        return index.ended().size();
    }

    /** How many activations have ended with an output. */
    public int outputs() {
        return outputs;
    }

    /** Writes a {@link Progress}. Single-threaded; {@link #progress()} is a live view of what was recorded. */
    public static final class Recorder {
        private final Progress progress;

        private Recorder(Progress progress) {
            this.progress = progress;
        }

        /** What was recorded so far; later records show in it. */
        public Progress progress() {
            return progress;
        }

        /**
         * Records that an activation was started.
         *
         * @throws InvalidDefinitionException if its id was used before
         */
        public Recorder started(ActivationId id, AgentKey<?> key) {
            return started(Activation.skip(key, "recorded").id(id));
        }

        /**
         * Records that an activation was started.
         *
         * @throws InvalidDefinitionException if its id was used before
         */
        public Recorder started(Activation<?> activation) {
            if (!progress.index.start(activation)) {
                AgentKey<?> key = activation.key();
                throw new InvalidDefinitionException("activation id '" + activation.id()
                        + "' is used twice; give later rounds ids of their own, such as " + key.name() + "~"
                        + (progress.started(key) + 1));
            }
            return this;
        }

        /**
         * Records how an activation ended.
         *
         * @throws InvalidDefinitionException if it was not started, has ended already, or is of another agent
         */
        public <O> Recorder ended(ActivationId id, AgentKey<O> key, Outcome<O> outcome) {
            return ended(new ActivationOutcome<>(id, key, Objects.requireNonNull(outcome, "outcome")));
        }

        /**
         * Records how an activation ended.
         *
         * @throws InvalidDefinitionException if it was not started, has ended already, or is of another agent
         */
        public Recorder ended(ActivationOutcome<?> outcome) {
            if (!progress.index.end(outcome)) {
                throw new InvalidDefinitionException("activation '" + outcome.id() + "' of agent "
                        + outcome.key().name()
                        + " cannot end: it is not running; record it as started first, and its end once");
            }
            if (outcome.outcome() instanceof Outcome.Succeeded || outcome.outcome() instanceof Outcome.Degraded) {
                progress.outputs++;
            }
            return this;
        }

        /** Records an agent's next activation as started and ended, under its name or the next round's id. */
        public <O> Recorder outcome(AgentKey<O> key, Outcome<O> outcome) {
            ActivationId id = ActivationId.round(key, progress.started(key) + 1);
            return started(id, key).ended(id, key, outcome);
        }

        /** Records an agent's next activation as succeeded. */
        public <O> Recorder succeeded(AgentKey<O> key, O output) {
            return outcome(key, new Outcome.Succeeded<>(output));
        }
    }
}
