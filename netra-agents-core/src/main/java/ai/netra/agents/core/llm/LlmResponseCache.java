package ai.netra.agents.core.llm;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.cache.InMemoryAgentCache;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that gives the same user the same answer to the same question, for a while, without asking the model again.
 *
 * <ul>
 *   <li><b>The same question</b> is the whole request: messages, tools, schema, model, sampling, bounds, labels, and its {@linkplain LlmRequest#user()
 *       user}, which the runtime sets. A request without a user, made outside a run say, is always asked.
 *   <li><b>Asked again</b> is what offers tools, as the answer would have them called again, and what asks for a temperature above zero, as it wants to be
 *       surprised; unless {@link Builder#caching} says otherwise.
 *   <li><b>Kept</b> is an answer that is whole: one that {@linkplain FinishReason#STOP stopped} of itself and calls no tools. Failures never are.
 *   <li><b>One call at a time</b>: who asks what another is asking waits for that answer; if there comes none, each asks by itself. A stream waits for
 *       nobody.
 * </ul>
 *
 * <p>An answer from the cache says so with {@link LlmResponse#cachedAt()}, and costs no tokens; for a run it counts as a call. Streamed, its text comes in one
 * piece. An agent that fails over an answer, and is tried again, is given the same answer again: what repairs an answer must ask otherwise, as the repair of
 * structured output does.
 *
 * <p>A store that fails is logged, and the model asked. Stands outside of whatever limits calls, so that what it answers takes no place there. Thread-safe.
 */
public final class LlmResponseCache implements LlmClient {
    private static final Logger LOG = LoggerFactory.getLogger(LlmResponseCache.class);
    private static final JsonCodec CODEC = JsonCodec.standard();

    /** What answers are found under in the store, beside the outputs of agents. */
    private static final AgentKey<LlmResponse> ANSWER = AgentKey.of("llm_response", LlmResponse.class);

    private final LlmClient client;
    private final AgentCache store;
    private final String scope;
    private final @Nullable Duration ttl;
    private final Predicate<? super LlmRequest> caching;
    private final Scheduler scheduler;
    private final ConcurrentMap<CacheKey<LlmResponse>, Flight> flights = new ConcurrentHashMap<>();

    private LlmResponseCache(Builder builder) {
        this.client = builder.client;
        this.scheduler = builder.scheduler == null ? SystemScheduler.create() : builder.scheduler;
        this.store = builder.store == null
                ? InMemoryAgentCache.builder().scheduler(scheduler).build()
                : builder.store;
        this.scope = builder.scope;
        this.ttl = builder.ttl;
        this.caching = builder.caching;
    }

    /** A cache in memory, of 10,000 answers for an hour each. */
    public static LlmResponseCache of(LlmClient client) {
        return builder(client).build();
    }

    /** Builds a cache around a client. */
    public static Builder builder(LlmClient client) {
        return new Builder(client);
    }

    @Override
    public Optional<String> defaultModel() {
        return client.defaultModel();
    }

    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        CacheKey<LlmResponse> key = key(request);
        if (key == null) {
            return client.generate(request);
        }
        Flight own = new Flight(scheduler.signal());
        for (Flight first = flights.putIfAbsent(key, own); first != null; first = flights.putIfAbsent(key, own)) {
            await(first);
            LlmResponse answer = first.answer;
            if (answer != null) {
                return answer;
            }
            if (first.isUnfit) {
                return asked(key, request, client::generate); // not one after the other: each has its own time
            }
        }
        return fly(key, request, own);
    }

    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        CacheKey<LlmResponse> key = key(request);
        if (key == null) {
            return client.stream(request, onDelta);
        }
        Optional<LlmResponse> kept = find(key);
        if (kept.isEmpty()) {
            return asked(key, request, missed -> client.stream(missed, onDelta));
        }
        if (!kept.get().text().isEmpty()) {
            onDelta.accept(new LlmDelta(kept.get().text()));
        }
        return kept.get();
    }

    /** Asks the client, whole or streamed. */
    @FunctionalInterface
    private interface Way {
        LlmResponse ask(LlmRequest request) throws InterruptedException;
    }

    /** A call that others wait for. */
    private static final class Flight {
        private final Signal landed;
        private volatile @Nullable LlmResponse answer;
        private volatile boolean isUnfit; // failed or cut by the model, not by an interrupt of who asked

        private Flight(Signal landed) {
            this.landed = landed;
        }
    }

    private static void await(Flight first) throws InterruptedException {
        try {
            first.landed.await();
        } catch (InterruptedException interrupted) {
            interrupted.addSuppressed(
                    LlmException.Unavailable.notSent("interrupted while waiting for another call's answer"));
            throw interrupted;
        }
    }

    private LlmResponse fly(CacheKey<LlmResponse> key, LlmRequest request, Flight own) throws InterruptedException {
        try {
            Optional<LlmResponse> kept = find(key);
            LlmResponse answer = kept.isPresent() ? kept.get() : asked(key, request, client::generate);
            if (kept.isPresent() || isWhole(answer)) {
                own.answer = cached(answer);
            } else {
                own.isUnfit = true;
            }
            return answer;
        } catch (LlmException failure) {
            own.isUnfit = true;
            throw failure;
        } finally {
            flights.remove(key, own);
            own.landed.fire();
        }
    }

    private LlmResponse asked(CacheKey<LlmResponse> key, LlmRequest request, Way way) throws InterruptedException {
        LlmResponse answer = way.ask(request);
        if (isWhole(answer)) {
            put(key, cached(answer));
        }
        return answer;
    }

    private static boolean isWhole(LlmResponse answer) {
        return answer.finishReason() == FinishReason.STOP && answer.toolUses().isEmpty();
    }

    private LlmResponse cached(LlmResponse answer) {
        return answer.cachedAt().isPresent()
                ? answer
                : answer.cachedAt(scheduler.clock().instant());
    }

    private @Nullable CacheKey<LlmResponse> key(LlmRequest request) {
        if (request.user().isEmpty() || !caching.test(request)) {
            return null;
        }
        try {
            String hash = CODEC.sha256(List.of(scope, AskedModel.of(request, client), request));
            return new CacheKey<>(request.user().get(), ANSWER, hash);
        } catch (JsonException notText) { // a half of a character, say
            return null;
        }
    }

    private Optional<LlmResponse> find(CacheKey<LlmResponse> key) {
        try {
            return store.find(key);
        } catch (RuntimeException unavailable) {
            LOG.warn("the cache failed to find a model's answer; the model is asked", unavailable);
            return Optional.empty();
        }
    }

    private void put(CacheKey<LlmResponse> key, LlmResponse answer) {
        try {
            store.put(key, answer, ttl == null ? store.ttl() : ttl);
        } catch (RuntimeException unavailable) {
            LOG.warn("the cache failed to keep a model's answer; the call goes on", unavailable);
        }
    }

    /** Builds an {@link LlmResponseCache}. Not thread-safe. */
    public static final class Builder {
        private final LlmClient client;
        private @Nullable AgentCache store;
        private String scope = "";
        private @Nullable Duration ttl;
        private Predicate<? super LlmRequest> caching =
                request -> request.tools().isEmpty() && request.temperature().orElse(0) == 0;
        private @Nullable Scheduler scheduler;

        private Builder(LlmClient client) {
            this.client = client;
        }

        /** Where answers are kept, beside outputs of agents; in memory by default. */
        public Builder store(AgentCache cache) {
            store = cache;
            return this;
        }

        /** Keeps the answers apart from those of other clients in the same store, which may have a model of the same name: another server's, say. */
        public Builder scope(String name) {
            scope = name;
            return this;
        }

        /**
         * How long an answer is kept; as long as the store says by default, which is an hour.
         *
         * @throws InvalidDefinitionException if it is zero or negative
         */
        public Builder ttl(Duration time) {
            if (time.isZero() || time.isNegative()) {
                throw new InvalidDefinitionException(
                        "ttl of a response cache is " + time + "; use a positive duration");
            }
            ttl = time;
            return this;
        }

        /** Which requests may be answered from the cache; by default those without tools, and without a temperature above zero. */
        public Builder caching(Predicate<? super LlmRequest> requests) {
            caching = requests;
            return this;
        }

        /** The time, and who knows of waits; the system's by default. Give it the runtime's, where that has one of its own. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** The cache. */
        public LlmResponseCache build() {
            return new LlmResponseCache(this);
        }
    }
}
