package ai.netra.agents.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.AgentKey;
import ai.netra.agents.UserId;
import ai.netra.agents.core.cache.InMemoryAgentCache;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract finds caches that break it. */
@Timeout(60)
class AgentCacheContractTest {
    @Test
    void finds_nothing_in_a_cache_that_keeps_it() {
        assertThat(brokenBy(ForwardingCache::new)).isEmpty();
    }

    @Test
    void finds_a_cache_that_keeps_nothing() {
        assertThat(brokenBy(cache -> new ForwardingCache(cache) {
                    @Override
                    public <O> void put(CacheKey<O> key, O output, Duration ttl) {}
                }))
                .contains("c02", "c03", "c04", "c05", "c07", "c11", "c13", "c14", "c15");
    }

    @Test
    void finds_a_cache_that_lets_the_first_write_stand() {
        assertThat(brokenBy(cache -> new ForwardingCache(cache) {
                    @Override
                    public <O> void put(CacheKey<O> key, O output, Duration ttl) {
                        if (find(key).isEmpty()) {
                            super.put(key, output, ttl);
                        }
                    }
                }))
                .contains("c04", "c07");
    }

    @Test
    void finds_a_cache_that_keeps_everything_for_good() {
        assertThat(brokenBy(cache -> new ForwardingCache(cache) {
                    @Override
                    public <O> void put(CacheKey<O> key, O output, Duration ttl) {
                        super.put(key, output, Duration.ofDays(1_000));
                    }
                }))
                .containsExactly("c05", "c06", "c07", "c09");
    }

    @Test
    void finds_a_cache_that_prolongs_what_it_finds() {
        assertThat(brokenBy(cache -> new ForwardingCache(cache) {
                    private final Map<CacheKey<?>, Duration> times = new ConcurrentHashMap<>();

                    @Override
                    public <O> void put(CacheKey<O> key, O output, Duration ttl) {
                        super.put(key, output, ttl);
                        times.put(key, ttl);
                    }

                    @Override
                    public <O> Optional<O> find(CacheKey<O> key) {
                        Optional<O> found = super.find(key);
                        found.ifPresent(output -> super.put(key, output, times.get(key)));
                        return found;
                    }
                }))
                .containsExactly("c06");
    }

    @Test
    void finds_a_cache_that_counts_time_in_nanoseconds_without_looking() {
        assertThat(brokenBy(cache -> new ForwardingCache(cache) {
                    @Override
                    public <O> void put(CacheKey<O> key, O output, Duration ttl) {
                        super.put(key, output, Duration.ofNanos(ttl.toNanos()));
                    }
                }))
                .containsExactly("c08");
    }

    @Test
    void finds_a_cache_that_all_users_share() {
        assertThat(brokenBy(cache -> new RewritingCache(cache) {
                    @Override
                    <O> CacheKey<O> rewritten(CacheKey<O> key) {
                        return new CacheKey<>(UserId.LOCAL, key.agent(), key.hash());
                    }
                }))
                .contains("c11", "c15", "c17");
    }

    @Test
    void finds_a_cache_that_writes_user_ids_into_keys_as_they_are() {
        assertThat(brokenBy(cache -> new RewritingCache(cache) {
                    @Override
                    <O> CacheKey<O> rewritten(CacheKey<O> key) {
                        byte[] encoded = key.user().value().strip().getBytes(UTF_8);
                        UserId user = UserId.of(new String(encoded, UTF_8));
                        return new CacheKey<>(user, key.agent(), key.hash());
                    }
                }))
                .containsExactly("c11");
    }

    @Test
    void finds_a_cache_that_does_not_look_at_the_agent_or_the_input() {
        assertThat(brokenBy(cache -> new RewritingCache(cache) {
                    @Override
                    <O> CacheKey<O> rewritten(CacheKey<O> key) {
                        return new CacheKey<>(key.user(), key.agent(), "0".repeat(64));
                    }
                }))
                .contains("c13");
        assertThat(brokenBy(cache -> new RewritingCache(cache) {
                    @Override
                    @SuppressWarnings("unchecked")
                    <O> CacheKey<O> rewritten(CacheKey<O> key) {
                        AgentKey<?> same = AgentKey.of("a", (Class<?>) Object.class);
                        return new CacheKey<>(key.user(), (AgentKey<O>) same, key.hash());
                    }
                }))
                .contains("c05", "c12", "c14", "c16");
    }

    @Test
    void finds_a_cache_that_hands_out_one_type_as_another() {
        assertThat(brokenBy(cache -> new RewritingCache(cache) {
                    @Override
                    @SuppressWarnings("unchecked")
                    <O> CacheKey<O> rewritten(CacheKey<O> key) {
                        AgentKey<?> untyped = AgentKey.of(key.agent().name(), (Class<?>) Object.class);
                        return new CacheKey<>(key.user(), (AgentKey<O>) untyped, key.hash());
                    }
                }))
                .containsExactly("c14");
    }

    @Test
    void finds_a_cache_that_forgets_too_little() {
        assertThat(brokenBy(cache -> new ForwardingCache(cache) {
                    @Override
                    public void forget(CacheKey<?> key) {}

                    @Override
                    public void forget(AgentKey<?> agent) {}

                    @Override
                    public void forget(UserId user) {}
                }))
                .containsExactly("c15", "c16", "c17");
    }

    @Test
    void finds_a_cache_that_forgets_too_much() {
        assertThat(brokenBy(cache -> new ForwardingCache(cache) {
                    @Override
                    public void forget(CacheKey<?> key) {
                        super.forget(key.agent());
                    }

                    @Override
                    public void forget(AgentKey<?> agent) {
                        super.forget(agent);
                        super.forget(AgentKey.of(agent.name() + "2", String.class));
                    }

                    @Override
                    public void forget(UserId user) {
                        super.forget(AgentKey.of("triage", String.class));
                    }
                }))
                .containsExactly("c15", "c16", "c17");
    }

    @Test
    void finds_a_cache_that_knows_no_bounds() {
        assertThat(brokenBy(cache -> new ForwardingCache(InMemoryAgentCache.builder()
                        .scheduler(VirtualClock.manual())
                        .build())))
                .contains("c19");
    }

    @Test
    void leaves_out_the_bound_where_it_is_not_a_number_of_entries() {
        AgentCacheContract kit = new AgentCacheContract() {
            @Override
            protected AgentCache newCache() {
                return InMemoryAgentCache.builder().build();
            }

            @Override
            protected void pass(Duration time) {}
        };

        assertThat(catchThrowable(kit::c19_no_more_is_kept_than_there_is_room_for))
                .hasMessage("Assumption failed: not bounded by the number of entries");
    }

    private static List<String> brokenBy(Function<AgentCache, AgentCache> breaking) {
        return Arrays.stream(AgentCacheContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> isBroken(breaking, method))
                .map(method -> method.getName().substring(0, 3))
                .sorted()
                .toList();
    }

    private static boolean isBroken(Function<AgentCache, AgentCache> breaking, Method test) {
        VirtualClock clock = VirtualClock.manual();
        AgentCacheContract kit = new AgentCacheContract() {
            @Override
            protected AgentCache newCache() {
                return breaking.apply(
                        InMemoryAgentCache.builder().scheduler(clock).build());
            }

            @Override
            protected Optional<AgentCache> newCacheOf(int maxEntries) {
                return Optional.of(breaking.apply(InMemoryAgentCache.builder()
                        .maxEntries(maxEntries)
                        .scheduler(clock)
                        .build()));
            }

            @Override
            protected void pass(Duration time) throws InterruptedException {
                clock.advance(time);
            }
        };
        kit.open();
        return catchThrowable(() -> test.invoke(kit)) instanceof InvocationTargetException;
    }

    /** A cache that is another one, for subclasses that are not quite. */
    private static class ForwardingCache implements AgentCache {
        private final AgentCache cache;

        ForwardingCache(AgentCache cache) {
            this.cache = cache;
        }

        @Override
        public Duration ttl() {
            return cache.ttl();
        }

        @Override
        public <O> Optional<O> find(CacheKey<O> key) {
            return cache.find(key);
        }

        @Override
        public <O> void put(CacheKey<O> key, O output, Duration ttl) {
            cache.put(key, output, ttl);
        }

        @Override
        public void forget(CacheKey<?> key) {
            cache.forget(key);
        }

        @Override
        public void forget(AgentKey<?> agent) {
            cache.forget(agent);
        }

        @Override
        public void forget(UserId user) {
            cache.forget(user);
        }
    }

    /** A cache that takes some keys for others. */
    private abstract static class RewritingCache extends ForwardingCache {
        RewritingCache(AgentCache cache) {
            super(cache);
        }

        abstract <O> CacheKey<O> rewritten(CacheKey<O> key);

        @Override
        public <O> Optional<O> find(CacheKey<O> key) {
            return super.find(rewritten(key));
        }

        @Override
        public <O> void put(CacheKey<O> key, O output, Duration ttl) {
            super.put(rewritten(key), output, ttl);
        }

        @Override
        public void forget(CacheKey<?> key) {
            super.forget(rewritten(key));
        }
    }
}
