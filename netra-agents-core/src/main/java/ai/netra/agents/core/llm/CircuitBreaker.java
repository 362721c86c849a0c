package ai.netra.agents.core.llm;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Scheduler;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that stops asking a model whose provider keeps failing. It keeps one state for each model:
 *
 * <ul>
 *   <li><b>Closed</b>: calls pass. After as many failures in a row as there may be (5), it opens.
 *   <li><b>Open</b>: calls are refused at once with {@link LlmException.Unavailable}, unspent, whose retry-after is the rest of the time it stays open
 *       (60 s after it opened).
 *   <li><b>Half-open</b>, when that time is over: as many calls pass at once as there may be probes (2), others are refused without a retry-after. The
 *       first probe that succeeds closes it, the first that fails opens it again.
 * </ul>
 *
 * <p>What counts as the provider's failure:
 *
 * <table>
 * <caption>Ends of a call</caption>
 * <tr><th>end</th><th>counts as</th></tr>
 * <tr><td>a response</td><td>success</td></tr>
 * <tr><td>{@code Unavailable}, {@code DeadlinePassed}</td><td>failure</td></tr>
 * <tr><td>an interrupt after {@linkplain Builder#patience patience} (30 s): the caller's deadline, most likely</td><td>failure</td></tr>
 * <tr><td>{@code RateLimited}: it is up, and says itself when to come back</td><td>neither</td></tr>
 * <tr><td>{@code InvalidRequest}, {@code ContextTooLong}, {@code Refused}, {@code Authentication}: the caller's</td><td>neither</td></tr>
 * <tr><td>an earlier interrupt, any other exception, any {@link Error}</td><td>neither</td></tr>
 * </table>
 *
 * <p>A probe gives its place back however it ends; one that has not ended within the patience keeps no place either. So a circuit always comes to be
 * probed again. A stream is one call, to its end.
 *
 * <p>The states of the 1,000 models asked last are kept; one that is asked again after being forgotten begins closed. Thread-safe; one for a provider.
 */
public final class CircuitBreaker implements LlmClient {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final int MODELS = 1_000;

    private final LlmClient client;
    private final ModelCircuit.Settings settings;
    private final Scheduler scheduler;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ModelCircuit> circuits =
            new LinkedHashMap<>(16, 0.75f, true); // least recently asked first

    private CircuitBreaker(Builder builder) {
        this.client = builder.client;
        this.settings = new ModelCircuit.Settings(
                builder.failures, builder.openTime.toNanos(), builder.probes, builder.patience.toNanos());
        this.scheduler = builder.scheduler == null ? SystemScheduler.create() : builder.scheduler;
        this.listener = builder.listener;
    }

    /** A breaker of the defaults around a provider's client. */
    public static CircuitBreaker of(LlmClient client) {
        return builder(client).build();
    }

    /** Builds a breaker around a provider's client. */
    public static Builder builder(LlmClient client) {
        return new Builder(client);
    }

    /** Whether calls pass. */
    public enum State {
        /** They do. */
        CLOSED,
        /** They do not. */
        OPEN,
        /** A few do, to see whether the provider is up again. */
        HALF_OPEN
    }

    /**
     * The state of one model.
     *
     * @param state whether calls pass; half-open as soon as the time of being open is over, though no probe has been made
     * @param failures how many calls have failed in a row
     * @param probes how many probes are on their way
     * @param retryAfter for how long it stays open; zero unless it is
     */
    public record Snapshot(State state, int failures, int probes, Duration retryAfter) {}

    /** Hears of changes. Implement me. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The state of a model has changed. Called on the thread whose call changed it, before that call goes on or returns; so it must be brief. What
         * it throws is logged. Of changes by several threads it may hear in another order than they happened.
         *
         * @param model the model; empty where neither the request nor the client names it
         */
        void changed(String model, State from, State to);
    }

    @Override
    public Optional<String> defaultModel() {
        return client.defaultModel();
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException.Unavailable at once, where the model's circuit is open
     */
    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        return guarded(request, () -> client.generate(request));
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException.Unavailable at once, where the model's circuit is open
     */
    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        return guarded(request, () -> client.stream(request, onDelta));
    }

    private LlmResponse guarded(LlmRequest request, ModelCall call) throws InterruptedException {
        String model = AskedModel.of(request, client);
        ModelCircuit.Pass pass = admit(model);
        ModelCircuit.Verdict verdict = ModelCircuit.Verdict.NOTHING;
        try {
            LlmResponse response = call.make();
            verdict = ModelCircuit.Verdict.UP;
            return response;
        } catch (LlmException failure) {
            verdict = verdict(failure);
            throw failure;
        } catch (InterruptedException interrupted) {
            if (pass.isOverdue(scheduler.nanoTime())) {
                verdict = ModelCircuit.Verdict.DOWN;
            }
            throw interrupted;
        } finally {
            end(model, pass, verdict);
        }
    }

    private static ModelCircuit.Verdict verdict(LlmException failure) {
        return switch (failure) {
            case LlmException.Unavailable down -> ModelCircuit.Verdict.DOWN;
            case LlmException.DeadlinePassed down -> ModelCircuit.Verdict.DOWN;
            case LlmException.RateLimited up -> ModelCircuit.Verdict.NOTHING;
            case LlmException.InvalidRequest callers -> ModelCircuit.Verdict.NOTHING;
            case LlmException.ContextTooLong callers -> ModelCircuit.Verdict.NOTHING;
            case LlmException.Refused callers -> ModelCircuit.Verdict.NOTHING;
            case LlmException.Authentication callers -> ModelCircuit.Verdict.NOTHING;
        };
    }

    private ModelCircuit.Pass admit(String model) {
        ModelCircuit.Pass pass;
        State before;
        State after;
        lock.lock();
        try {
            ModelCircuit circuit = circuits.computeIfAbsent(model, asked -> new ModelCircuit(asked, settings));
            if (circuits.size() > MODELS) {
                circuits.remove(circuits.keySet().iterator().next());
            }
            before = circuit.state();
            pass = circuit.admit(scheduler.nanoTime());
            after = circuit.state();
        } finally {
            lock.unlock();
        }
        tell(model, before, after);
        return pass;
    }

    private void end(String model, ModelCircuit.Pass pass, ModelCircuit.Verdict verdict) {
        ModelCircuit circuit = pass.circuit();
        State before;
        State after;
        lock.lock();
        try {
            before = circuit.state();
            circuit.end(pass, verdict, scheduler.nanoTime());
            after = circuit.state();
        } finally {
            lock.unlock();
        }
        tell(model, before, after);
    }

    private void tell(String model, State before, State after) {
        if (before == after) {
            return;
        }
        try {
            listener.changed(model, before, after);
        } catch (RuntimeException | Error thrown) {
            LOG.warn(
                    "listener {} failed on model {}; the call goes on",
                    listener.getClass().getName(),
                    model,
                    thrown);
        }
    }

    /** The states that are kept, by model; empty for the model of requests that name none where the client does not either. A copy. */
    public Map<String, Snapshot> snapshot() {
        lock.lock();
        try {
            long now = scheduler.nanoTime();
            Map<String, Snapshot> snapshots = new TreeMap<>();
            circuits.forEach((model, circuit) -> snapshots.put(model, circuit.snapshot(now)));
            return Collections.unmodifiableMap(snapshots);
        } finally {
            lock.unlock();
        }
    }

    /** Builds a {@link CircuitBreaker}. Not thread-safe. */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofDays(366);

        private final LlmClient client;
        private int failures = 5;
        private Duration openTime = Duration.ofSeconds(60);
        private int probes = 2;
        private Duration patience = Duration.ofSeconds(30);
        private @Nullable Scheduler scheduler;
        private Listener listener = (model, from, to) -> {};

        private Builder(LlmClient client) {
            this.client = client;
        }

        /**
         * Opens after this many failures in a row; 5 by default.
         *
         * @throws InvalidDefinitionException unless it is 1 or more
         */
        public Builder failures(int inARow) {
            failures = positive("failures", inARow);
            return this;
        }

        /**
         * Stays open for this time; 60 s by default.
         *
         * @throws InvalidDefinitionException unless it is positive, and a year at most
         */
        public Builder openTime(Duration time) {
            openTime = positive("openTime", time);
            return this;
        }

        /**
         * Lets this many calls pass at once when half-open; 2 by default.
         *
         * @throws InvalidDefinitionException unless it is 1 or more
         */
        public Builder probes(int atOnce) {
            probes = positive("probes", atOnce);
            return this;
        }

        /**
         * Takes a call that is interrupted after this time or more as the provider's failure, and lets no probe keep its place for longer; 30 s by
         * default. Give it less than the time of a call, {@link ai.netra.agents.Limits#llmCallTime()}, or a provider that hangs goes unnoticed.
         *
         * @throws InvalidDefinitionException unless it is positive, and a year at most
         */
        public Builder patience(Duration time) {
            patience = positive("patience", time);
            return this;
        }

        /** The time that it tells by; the system's by default. Give it the runtime's, where that has one of its own. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** Who hears of changes; nobody by default. */
        public Builder listener(Listener newListener) {
            listener = newListener;
            return this;
        }

        /** The breaker. */
        public CircuitBreaker build() {
            return new CircuitBreaker(this);
        }

        private static int positive(String what, int value) {
            if (value < 1) {
                throw new InvalidDefinitionException(what + " of a circuit breaker is " + value + "; use 1 or more");
            }
            return value;
        }

        private static Duration positive(String what, Duration value) {
            if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
                throw new InvalidDefinitionException(
                        what + " of a circuit breaker is " + value + "; use a positive duration of a year at most");
            }
            return value;
        }
    }
}
