package ai.netra.agents.core.llm;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client that has at most so many calls of a model on their way at once. Others wait their turn, first come, first served, for as long as their
 * callers let them: the engine interrupts a call that has taken the time of a call, waiting included. Where the queue is bounded, a call that finds it
 * full is refused with {@link LlmException.RateLimited}, unspent.
 *
 * <p>A call keeps its place until it has ended, however it ends; a stream until its last piece was taken. So what takes the pieces of a stream must not
 * wait for another call of the same model. A call that was interrupted while it waited was not sent: the {@link InterruptedException} has an unspent
 * {@link LlmException} suppressed onto it, from which the engine knows.
 *
 * <p>Nothing is kept for a model without calls. Thread-safe; one for a provider.
 */
public final class ConcurrencyLimit implements LlmClient {
    private final LlmClient client;
    private final int calls;
    private final int queue;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Lane> lanes = new HashMap<>(); // as the lanes, guarded by the lock

    private ConcurrencyLimit(Builder builder) {
        this.client = builder.client;
        this.calls = builder.calls;
        this.queue = builder.queue;
        this.scheduler = builder.scheduler == null ? SystemScheduler.create() : builder.scheduler;
    }

    /**
     * A limit with an unbounded queue around a provider's client, or its breaker.
     *
     * @param calls how many calls of a model may be on their way at once
     * @throws InvalidDefinitionException unless that is 1 or more
     */
    public static ConcurrencyLimit of(LlmClient client, int calls) {
        return builder(client, calls).build();
    }

    /**
     * Builds a limit around a provider's client, or its breaker.
     *
     * @param calls how many calls of a model may be on their way at once
     * @throws InvalidDefinitionException unless that is 1 or more
     */
    public static Builder builder(LlmClient client, int calls) {
        return new Builder(client, calls);
    }

    /**
     * How busy a model is.
     *
     * @param running how many of its calls are on their way
     * @param waiting how many wait for their turn
     */
    public record Load(int running, int waiting) {}

    @Override
    public Optional<String> defaultModel() {
        return client.defaultModel();
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException.RateLimited at once, where the queue is full
     */
    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        return inTurn(request, () -> client.generate(request));
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException.RateLimited at once, where the queue is full
     */
    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        return inTurn(request, () -> client.stream(request, onDelta));
    }

    private LlmResponse inTurn(LlmRequest request, ModelCall call) throws InterruptedException {
        Lane lane = enter(AskedModel.of(request, client));
        try {
            return call.make();
        } finally {
            leave(lane);
        }
    }

    /** The calls of one model. */
    private static final class Lane {
        private final String model;
        private final Set<Signal> waiting = new LinkedHashSet<>(); // in order; each fired when its turn has come
        private int running;

        private Lane(String model) {
            this.model = model;
        }
    }

    private Lane enter(String model) throws InterruptedException {
        Lane lane;
        Signal turn;
        lock.lock();
        try {
            lane = lanes.computeIfAbsent(model, Lane::new);
            if (lane.running < calls) {
                lane.running++;
                return lane;
            }
            if (lane.waiting.size() >= queue) {
                throw new LlmException.RateLimited(AskedModel.named(model)
                        + " has " + calls + " calls on their way and " + queue
                        + " waiting, which is all there may be; try later, or raise the limit or its queue");
            }
            turn = scheduler.signal();
            lane.waiting.add(turn);
        } finally {
            lock.unlock();
        }
        await(lane, turn);
        return lane;
    }

    private void await(Lane lane, Signal turn) throws InterruptedException {
        boolean come = false;
        try {
            turn.await();
            come = true;
        } catch (InterruptedException interrupted) {
            interrupted.addSuppressed(LlmException.Unavailable.notSent("interrupted while waiting its turn"));
            throw interrupted;
        } finally {
            if (!come) {
                giveUp(lane, turn);
            }
        }
    }

    /** Gives up waiting; a turn that has come meanwhile goes to the next. */
    private void giveUp(Lane lane, Signal turn) {
        boolean waiting;
        lock.lock();
        try {
            waiting = lane.waiting.remove(turn);
        } finally {
            lock.unlock();
        }
        if (!waiting) {
            leave(lane);
        }
    }

    /** Hands a place on to who has waited longest, or frees it. */
    private void leave(Lane lane) {
        lock.lock();
        try {
            Iterator<Signal> waiting = lane.waiting.iterator();
            if (waiting.hasNext()) {
                Signal next = waiting.next();
                waiting.remove();
                next.fire();
            } else if (--lane.running == 0) {
                lanes.remove(lane.model);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The models with calls on their way, by name; empty for the model of requests that name none where the client does not either. A copy. */
    public Map<String, Load> load() {
        lock.lock();
        try {
            Map<String, Load> loads = new TreeMap<>();
            lanes.forEach((model, lane) -> loads.put(model, new Load(lane.running, lane.waiting.size())));
            return Collections.unmodifiableMap(loads);
        } finally {
            lock.unlock();
        }
    }

    /** Builds a {@link ConcurrencyLimit}. Not thread-safe. */
    public static final class Builder {
        private final LlmClient client;
        private final int calls;
        private int queue = Integer.MAX_VALUE;
        private @Nullable Scheduler scheduler;

        private Builder(LlmClient client, int calls) {
            if (calls < 1) {
                throw new InvalidDefinitionException("a concurrency limit of " + calls + " calls; use 1 or more");
            }
            this.client = client;
            this.calls = calls;
        }

        /**
         * Lets at most this many calls of a model wait; by default any number.
         *
         * @throws InvalidDefinitionException if it is negative; with 0, a call without a place is refused at once
         */
        public Builder queue(int waiting) {
            if (waiting < 0) {
                throw new InvalidDefinitionException("queue of a concurrency limit is " + waiting + "; use 0 or more");
            }
            queue = waiting;
            return this;
        }

        /** Who knows of waits; the system's by default. Give it the runtime's, where that has one of its own. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** The limit. */
        public ConcurrencyLimit build() {
            return new ConcurrencyLimit(this);
        }
    }
}
