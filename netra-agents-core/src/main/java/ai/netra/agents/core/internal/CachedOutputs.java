package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.CachePolicy;
import ai.netra.agents.Outcome;
import ai.netra.agents.core.journal.Outputs;
import ai.netra.agents.core.redact.Redaction;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outputs that may be used again, and one call at a time for each that may not yet: who wants what another is working on waits for it. Thread-safe.
 */
final class CachedOutputs {
    private static final Logger LOG = LoggerFactory.getLogger(CachedOutputs.class);

    private final AgentCache cache;
    private final JsonCodec codec;
    private final Redaction redaction;
    private final ConcurrentMap<CacheKey<?>, Flight> flights = new ConcurrentHashMap<>();

    CachedOutputs(AgentCache cache, JsonCodec codec, Redaction redaction) {
        this.cache = cache;
        this.codec = codec;
        this.redaction = redaction;
    }

    /**
     * The output that is kept for an activation's input, or else what the work gives; a success is kept.
     *
     * @param deadline when waiting for others who make the same output is over
     */
    <O> Result<O> get(ActivationRun<O> activation, CachePolicy policy, long deadline, Supplier<Result<O>> work) {
        Site site = activation.site();
        CacheKey<O> key = key(activation, policy);
        Optional<O> kept = find(key, site);
        if (kept.isPresent()) {
            return Result.of(new Outcome.Succeeded<>(kept.get()));
        }
        Flight own = new Flight(site);
        for (Flight first = flights.putIfAbsent(key, own); first != null; first = flights.putIfAbsent(key, own)) {
            if (site.isWithin(first.site)) {
                return work.get(); // it would wait for itself
            }
            try {
                boolean unused = first.landed()
                        .await(Duration.ofNanos(
                                Math.max(0, deadline - site.run().engine().nanoTime())));
            } catch (InterruptedException interrupted) {
                return new Result<>(activation.failed(site, interrupted), interrupted);
            }
            switch (first.outcome) {
                case Outcome.Succeeded<?> succeeded -> {
                    return landed(succeeded);
                }
                case Outcome.Cancelled<?> ofAnotherRun -> {
                    // which says nothing of the work: one of those who waited does it
                }
                case null, default -> {
                    return made(key, policy, site, work); // not one after the other: each has its own time
                }
            }
        }
        return fly(key, policy, own, work);
    }

    private <O> Result<O> made(CacheKey<O> key, CachePolicy policy, Site site, Supplier<Result<O>> work) {
        Result<O> result = work.get();
        if (result.outcome() instanceof Outcome.Succeeded<O> succeeded && !site.mayRecall()) {
            put(key, succeeded.value(), policy.ttl().orElseGet(cache::ttl), site);
        }
        return result;
    }

    /** Works for all who want the same. */
    private <O> Result<O> fly(CacheKey<O> key, CachePolicy policy, Flight flight, Supplier<Result<O>> work) {
        try {
            Optional<O> landed = find(key, flight.site); // whoever flew before may have landed since this one looked
            Result<O> result = landed.<Result<O>>map(output -> Result.of(new Outcome.Succeeded<>(output)))
                    .orElseGet(() -> made(key, policy, flight.site, work));
            flight.outcome = flight.site.mayRecall() ? null : result.outcome();
            return result;
        } finally {
            flights.remove(key, flight);
            flight.landed().fire();
        }
    }

    @SuppressWarnings("unchecked") // flights are found by keys, which have the type
    private static <O> Result<O> landed(Outcome.Succeeded<?> succeeded) {
        return Result.of((Outcome.Succeeded<O>) succeeded);
    }

    /** A cache that cannot be asked has nothing. */
    private <O> Optional<O> find(CacheKey<O> key, Site site) {
        try {
            return within(site, () -> cache.find(key))
                    .filter(output -> Outputs.invalid(key.agent(), output).isEmpty());
        } catch (Exception unavailable) {
            LOG.warn(
                    "the cache failed to find an output of agent {}; it is made anew",
                    key.agent().name(),
                    redaction.exception(unavailable));
            return Optional.empty();
        }
    }

    private <O> void put(CacheKey<O> key, O output, Duration ttl, Site site) {
        try {
            boolean unused = within(site, () -> {
                cache.put(key, output, ttl);
                return true;
            });
        } catch (Exception unavailable) {
            LOG.warn(
                    "the cache failed to keep an output of agent {}; the run goes on",
                    key.agent().name(),
                    redaction.exception(unavailable));
        }
    }

    /** A cache may be a server somewhere: it has no more time than the activation. */
    private static <T> T within(Site site, Callable<T> call) throws Exception {
        try {
            return site.task().within(Duration.ofNanos(Math.max(0, site.remaining())), call);
        } catch (InterruptedException interrupted) {
            // a cancellation is found by the attempt that follows, the host's interrupt here
            boolean unused = site.run().interrupted(site);
            throw interrupted;
        }
    }

    private <O> CacheKey<O> key(ActivationRun<O> activation, CachePolicy policy) {
        AgentKey<O> agent = activation.agent().key();
        AgentInput input = activation.input();
        List<Object> reads = new ArrayList<>();
        for (ActivationOutcome<?> read : input.outcomes()) {
            reads.add(List.of(
                    read.key().name(), read.outcome().label(), read.outcome().output()));
        }
        List<Object> asked = List.of(
                agent.type().getTypeName(),
                activation.agent().version(),
                new TreeMap<>(policy.variants()),
                input.message(),
                input.attributes(),
                input.previous(),
                reads);
        return new CacheKey<>(activation.site().run().user(), agent, codec.sha256(asked));
    }

    /** Work that others wait for. */
    private static final class Flight {
        private final Site site;
        private final Signal landed;
        private volatile @Nullable Outcome<?> outcome;

        private Flight(Site site) {
            this.site = site;
            this.landed = site.run().engine().scheduler().signal();
        }

        private Signal landed() {
            return landed;
        }
    }
}
