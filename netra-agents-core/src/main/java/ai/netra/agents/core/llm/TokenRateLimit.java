package ai.netra.agents.core.llm;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps within what a provider allows in a minute: in no 60 seconds do calls of a model begin that are more than so many, or that together
 * take more than so many tokens. Others wait their turn, first come, first served, for as long as their callers let them: the engine interrupts a call that
 * has taken the time of a call, waiting included.
 *
 * <p>A call is taken to need what {@link TokenEstimate} says of its request, and the most it may write, {@value TokenEstimate#USUAL_OUTPUT} tokens unless
 * the request says; one that is taken to need more than there may be goes alone. When it has ended, it counts for what its response's usage says, or stays
 * counted as it was where there is none. One that failed keeps its tokens, unless it surely cost nothing and was not itself refused for its rate.
 *
 * <p>Where the provider says when to come back, no other call of the model begins before that; if that is longer than the {@linkplain
 * Builder#longestPause longest pause} (60 s), calls are refused until then with {@link LlmException.RateLimited}, unspent, and the rest of the time as their
 * retry-after. A call that was interrupted while it waited was not sent: the {@link InterruptedException} has an unspent {@link LlmException} suppressed
 * onto it, from which the engine knows.
 *
 * <p>It knows of the calls that go through it and of no others, those of other processes say. Thread-safe; one for a provider.
 */
public final class TokenRateLimit implements LlmClient {
    private static final int MODELS = 1_000;

    private final LlmClient client;
    private final Rate rate;
    private final Map<String, Rate> rates;
    private final long longestPauseNanos;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, RateLane> lanes = new HashMap<>(); // as the lanes, guarded by the lock

    private TokenRateLimit(Builder builder) {
        this.client = builder.client;
        this.rate = builder.rate;
        this.rates = Map.copyOf(builder.rates);
        this.longestPauseNanos = builder.longestPause.toNanos();
        this.scheduler = builder.scheduler == null ? SystemScheduler.create() : builder.scheduler;
    }

    /** A limit around a provider's client, or its breaker; each model may take this much. */
    public static TokenRateLimit of(LlmClient client, Rate rate) {
        return builder(client, rate).build();
    }

    /** Builds a limit around a provider's client, or its breaker; each model may take this much, unless it is given a rate of its own. */
    public static Builder builder(LlmClient client, Rate rate) {
        return new Builder(client, rate);
    }

    /**
     * What a model may take in a minute.
     *
     * @param tokens read and written
     * @param requests how many calls
     */
    public record Rate(long tokens, int requests) {
        private static final long UNLIMITED = 1_000_000_000_000_000L;

        /**
         * Checks both.
         *
         * @throws InvalidDefinitionException unless they are 1 or more, and tokens 10<sup>15</sup> or less
         */
        public Rate {
            if (tokens < 1 || tokens > UNLIMITED) {
                throw new InvalidDefinitionException(
                        "a rate of " + tokens + " tokens per minute; use 1 to " + UNLIMITED);
            }
            if (requests < 1) {
                throw new InvalidDefinitionException("a rate of " + requests + " requests per minute; use 1 or more");
            }
        }

        /** So many tokens per minute, in any number of calls. */
        public static Rate ofTokens(long perMinute) {
            return new Rate(perMinute, Integer.MAX_VALUE);
        }

        /** So many calls per minute, of any size. */
        public static Rate ofRequests(int perMinute) {
            return new Rate(UNLIMITED, perMinute);
        }
    }

    /**
     * What a model has taken.
     *
     * @param tokens those of calls that began in the last 60 seconds
     * @param requests how many of them there were
     * @param waiting how many wait for their turn
     */
    public record Load(long tokens, int requests, int waiting) {}

    @Override
    public Optional<String> defaultModel() {
        return client.defaultModel();
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException.RateLimited at once, where the provider said to come back much later
     */
    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        return inTurn(request, () -> client.generate(request));
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException.RateLimited at once, where the provider said to come back much later
     */
    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        return inTurn(request, () -> client.stream(request, onDelta));
    }

    private LlmResponse inTurn(LlmRequest request, ModelCall call) throws InterruptedException {
        String model = AskedModel.of(request, client);
        RateLane.Turn turn = enter(
                model, TokenEstimate.of(request) + request.maxOutputTokens().orElse(TokenEstimate.USUAL_OUTPUT));
        try {
            LlmResponse response = call.make();
            settle(turn, response.usage());
            return response;
        } catch (LlmException failure) {
            settle(turn, failure);
            throw failure;
        }
    }

    private RateLane.Turn enter(String model, long tokens) throws InterruptedException {
        lock.lock();
        try {
            RateLane lane = lanes.computeIfAbsent(model, asked -> new RateLane(rates.getOrDefault(asked, rate)));
            refuseIfPaused(lane, model);
            forgetIdle();
            RateLane.Turn turn = lane.queue(tokens);
            boolean begun = false;
            try {
                long now = scheduler.nanoTime();
                for (long wait = lane.nanosUntil(turn, now); wait > 0; wait = lane.nanosUntil(turn, now)) {
                    await(turn, wait);
                    now = scheduler.nanoTime();
                    refuseIfPaused(lane, model);
                }
                lane.begin(turn, now);
                begun = true;
                return turn;
            } finally {
                if (!begun) {
                    lane.leave(turn);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits without the lock, until the turn may have come. */
    private void await(RateLane.Turn turn, long nanos) throws InterruptedException {
        Signal changed = scheduler.signal();
        turn.changed = changed;
        lock.unlock();
        try {
            if (nanos == RateLane.UNKNOWN) {
                changed.await();
            } else {
                boolean unused = changed.await(Duration.ofNanos(nanos));
            }
        } catch (InterruptedException interrupted) {
            interrupted.addSuppressed(LlmException.Unavailable.notSent("interrupted while waiting its turn"));
            throw interrupted;
        } finally {
            lock.lock();
        }
    }

    private void refuseIfPaused(RateLane lane, String model) {
        long pause = lane.pause(scheduler.nanoTime());
        if (pause > longestPauseNanos) {
            Duration retryAfter = Duration.ofNanos(pause);
            throw new LlmException.RateLimited(
                    AskedModel.named(model) + " is not asked: its provider said to come back in " + retryAfter,
                    retryAfter);
        }
    }

    private void forgetIdle() {
        if (lanes.size() > MODELS) {
            long now = scheduler.nanoTime();
            lanes.values().removeIf(lane -> lane.isIdle(now));
        }
    }

    /** A count of nothing is none. */
    private void settle(RateLane.Turn turn, LlmUsage usage) {
        long counted = Math.max(0, usage.inputTokens()) + Math.max(0, usage.outputTokens());
        if (counted > 0) {
            locked(() -> turn.lane().count(turn, counted));
        }
    }

    private void settle(RateLane.Turn turn, LlmException failure) {
        boolean isLimited = failure instanceof LlmException.RateLimited;
        locked(() -> {
            if (failure.isUnspent() && !isLimited) {
                turn.lane().count(turn, 0);
            }
            if (isLimited || !failure.isUnspent()) { // else it is not the provider who said so
                failure.retryAfter().ifPresent(pause -> turn.lane().pause(scheduler.nanoTime(), pause));
            }
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** The models asked in the last minute, by name; empty for the model of requests that name none where the client does not either. A copy. */
    public Map<String, Load> load() {
        Map<String, Load> loads = new TreeMap<>();
        locked(() -> {
            long now = scheduler.nanoTime();
            lanes.forEach((model, lane) -> {
                if (!lane.isIdle(now)) {
                    loads.put(model, lane.load());
                }
            });
        });
        return Collections.unmodifiableMap(loads);
    }

    /** Builds a {@link TokenRateLimit}. Not thread-safe. */
    public static final class Builder {
        private final LlmClient client;
        private final Rate rate;
        private final Map<String, Rate> rates = new HashMap<>();
        private Duration longestPause = Duration.ofSeconds(60);
        private @Nullable Scheduler scheduler;

        private Builder(LlmClient client, Rate rate) {
            this.client = client;
            this.rate = rate;
        }

        /** Lets this model take this much. */
        public Builder model(String name, Rate ofModel) {
            rates.put(name, ofModel);
            return this;
        }

        /**
         * Has calls wait where the provider says to come back within this time, and refuses them where it says later; 60 s by default, as long as the engine
         * lets a call wait.
         *
         * @throws InvalidDefinitionException if it is negative, or more than a year
         */
        public Builder longestPause(Duration time) {
            if (time.isNegative() || time.compareTo(Duration.ofDays(366)) > 0) {
                throw new InvalidDefinitionException(
                        "longestPause of a token rate limit is " + time + "; use zero to a year");
            }
            longestPause = time;
            return this;
        }

        /** The time that it tells by, and who knows of waits; the system's by default. Give it the runtime's, where that has one of its own. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** The limit. */
        public TokenRateLimit build() {
            return new TokenRateLimit(this);
        }
    }
}
