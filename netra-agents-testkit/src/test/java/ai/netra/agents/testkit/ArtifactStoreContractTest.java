package ai.netra.agents.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.UserId;
import ai.netra.agents.core.store.InMemoryArtifactStore;
import ai.netra.agents.store.ArtifactId;
import ai.netra.agents.store.ArtifactStore;
import ai.netra.agents.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract finds artifact stores that break it. */
@Timeout(120)
class ArtifactStoreContractTest {
    @Test
    void finds_nothing_in_a_store_that_keeps_it() {
        assertThat(clauses().filter(clause -> isBroken(sharing(new Forwarding()), clause)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void finds(Broken broken) {
        assertThat(clauses()
                        .filter(clause -> broken.clauses.contains(number(clause)))
                        .filter(clause -> isBroken(broken.stores.get(), clause))
                        .map(ArtifactStoreContractTest::number))
                .containsExactlyInAnyOrderElementsOf(broken.clauses);
    }

    @Test
    void has_no_clause_that_no_broken_store_fails() {
        assertThat(Arrays.stream(Broken.values())
                        .flatMap(broken -> broken.clauses.stream())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        clauses().map(ArtifactStoreContractTest::number).toList());
    }

    private static Stream<Method> clauses() {
        return Arrays.stream(ArtifactStoreContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class));
    }

    private static String number(Method clause) {
        return clause.getName().substring(0, 3);
    }

    private static Supplier<ArtifactStore> sharing(ArtifactStore store) {
        return () -> store;
    }

    private static boolean isBroken(Supplier<ArtifactStore> stores, Method clause) {
        ArtifactStoreContract kit = new ArtifactStoreContract() {
            @Override
            protected ArtifactStore newStore() {
                return stores.get();
            }
        };
        kit.open();
        Throwable thrown = catchThrowable(() -> clause.invoke(kit));
        boolean interrupted = Thread.interrupted(); // a clause that fails may leave it
        kit.close();
        assertThat(thrown == null || thrown instanceof InvocationTargetException)
                .as("%s ran, interrupted %s", clause, interrupted)
                .isTrue();
        return thrown != null;
    }

    /** A store that is not quite one, and the clauses that find out. */
    @SuppressWarnings("ImmutableEnumChecker") // it is never changed
    private enum Broken {
        FINDS_WHAT_IS_NOT_THERE(
                () -> new Forwarding() {
                    @Override
                    public Optional<byte[]> get(UserId user, ArtifactId artifact) {
                        return Optional.of(super.get(user, artifact).orElse(new byte[0]));
                    }
                },
                "a01",
                "a11",
                "a14"),
        KEEPS_NOTHING(
                () -> new Forwarding() {
                    @Override
                    public ArtifactId put(UserId user, byte[] bytes) {
                        return ArtifactId.of(bytes);
                    }
                },
                "a02",
                "a09",
                "a10",
                "a16"),
        NAMES_WHAT_IT_KEEPS_AT_RANDOM(
                () -> new Forwarding() {
                    private final AtomicLong names = new AtomicLong();
                    private final Map<ArtifactId, ArtifactId> named = new ConcurrentHashMap<>();

                    @Override
                    public ArtifactId put(UserId user, byte[] bytes) {
                        ArtifactId name = ArtifactId.of(("name " + names.incrementAndGet()).getBytes(UTF_8));
                        named.put(name, super.put(user, bytes));
                        return name;
                    }

                    @Override
                    public Optional<byte[]> get(UserId user, ArtifactId artifact) {
                        return Optional.ofNullable(named.get(artifact)).flatMap(id -> super.get(user, id));
                    }
                },
                "a02",
                "a06",
                "a17"),
        TAKES_NOTHING_FOR_NO_ARTIFACT(
                () -> new Forwarding() {
                    @Override
                    public Optional<byte[]> get(UserId user, ArtifactId artifact) {
                        return super.get(user, artifact).filter(bytes -> bytes.length > 0);
                    }
                },
                "a03"),
        CUTS_WHAT_IS_LARGE(
                () -> new Forwarding() {
                    @Override
                    public Optional<byte[]> get(UserId user, ArtifactId artifact) {
                        return super.get(user, artifact)
                                .map(bytes -> Arrays.copyOf(bytes, Math.min(bytes.length, 1 << 16)));
                    }
                },
                "a04",
                "a05"),
        TAKES_16_MEBIBYTES(
                () -> new Forwarding() {
                    @Override
                    public ArtifactId put(UserId user, byte[] bytes) {
                        if (bytes.length > 16 << 20) {
                            throw new StoreException.TooLarge("too large");
                        }
                        return super.put(user, bytes);
                    }
                },
                "a05"),
        COUNTS_WHAT_IS_PUT_AGAIN(
                () -> new Forwarding() {
                    private final AtomicLong puts = new AtomicLong();

                    @Override
                    public ArtifactId put(UserId user, byte[] bytes) {
                        puts.incrementAndGet();
                        return super.put(user, bytes);
                    }

                    @Override
                    public long erase(UserId user) {
                        super.erase(user);
                        return puts.getAndSet(0);
                    }
                },
                "a06",
                "a17"),
        KEEPS_AND_GIVES_OUT_THE_ARRAY_ITSELF(
                () -> new Forwarding() {
                    private final Map<ArtifactId, byte[]> arrays = new ConcurrentHashMap<>();

                    @Override
                    public ArtifactId put(UserId user, byte[] bytes) {
                        arrays.put(ArtifactId.of(bytes), bytes);
                        return ArtifactId.of(bytes);
                    }

                    @Override
                    public Optional<byte[]> get(UserId user, ArtifactId artifact) {
                        return Optional.ofNullable(arrays.get(artifact));
                    }
                },
                "a07",
                "a08"),
        TAKES_ALL_USERS_FOR_ONE(user -> "one", "a11", "a12", "a13", "a15"),
        FOLDS_CASE(user -> user.toLowerCase(Locale.ROOT), "a12", "a15"),
        ENCODES_IDS_WITH_LOSS(user -> new String(user.getBytes(UTF_8), UTF_8), "a12", "a15"),
        CUTS_IDS(user -> user.substring(0, Math.min(user.length(), 198)), "a13"),
        ERASES_NOTHING(
                () -> new Forwarding() {
                    @Override
                    public long erase(UserId user) {
                        return 0;
                    }
                },
                "a14"),
        ERASES_EVERYBODY(
                () -> new Forwarding() {
                    private final Set<UserId> users = ConcurrentHashMap.newKeySet();

                    @Override
                    public ArtifactId put(UserId user, byte[] bytes) {
                        users.add(user);
                        return super.put(user, bytes);
                    }

                    @Override
                    public long erase(UserId user) {
                        long erased = super.erase(user);
                        users.forEach(super::erase);
                        return erased;
                    }
                },
                "a15"),
        REMEMBERS_WHO_WAS_ERASED(
                () -> new Forwarding() {
                    private final Set<UserId> erased = new HashSet<>();

                    @Override
                    public synchronized ArtifactId put(UserId user, byte[] bytes) {
                        return erased.contains(user) ? ArtifactId.of(bytes) : super.put(user, bytes);
                    }

                    @Override
                    public synchronized long erase(UserId user) {
                        erased.add(user);
                        return super.erase(user);
                    }
                },
                "a16",
                "a19"),
        SHOWS_HALVES(
                () -> new Forwarding() {
                    private final Map<UserId, ArtifactId> written = new ConcurrentHashMap<>();

                    @Override
                    public ArtifactId put(UserId user, byte[] bytes) {
                        if (bytes.length > 100_000 && written.put(user, ArtifactId.of(bytes)) == null) {
                            LockSupport.parkNanos(200_000_000);
                        }
                        ArtifactId id = super.put(user, bytes);
                        written.remove(user);
                        return id;
                    }

                    @Override
                    public Optional<byte[]> get(UserId user, ArtifactId artifact) {
                        return artifact.equals(written.get(user))
                                ? Optional.of(new byte[1])
                                : super.get(user, artifact);
                    }
                },
                "a18"),
        SWALLOWS_INTERRUPTS(
                () -> new Forwarding() {
                    @Override
                    public ArtifactId put(UserId user, byte[] bytes) {
                        if (Thread.interrupted()) {
                            throw new StoreException.Unavailable("interrupted", new InterruptedException());
                        }
                        return super.put(user, bytes);
                    }
                },
                "a20"),
        KEEPS_WHAT_ONE_STORE_WAS_GIVEN_TO_ITSELF(List.of("a09", "a10"), () -> Forwarding::new);

        private final Supplier<Supplier<ArtifactStore>> stores;
        private final List<String> clauses;

        Broken(Supplier<ArtifactStore> store, String... clauses) {
            this(List.of(clauses), () -> sharing(store.get()));
        }

        Broken(UnaryOperator<String> users, String... clauses) {
            this(
                    List.of(clauses),
                    () -> sharing(new Forwarding() {
                        @Override
                        public ArtifactId put(UserId user, byte[] bytes) {
                            return super.put(UserId.of(users.apply(user.value())), bytes);
                        }

                        @Override
                        public Optional<byte[]> get(UserId user, ArtifactId artifact) {
                            return super.get(UserId.of(users.apply(user.value())), artifact);
                        }

                        @Override
                        public long erase(UserId user) {
                            return super.erase(UserId.of(users.apply(user.value())));
                        }
                    }));
        }

        Broken(List<String> clauses, Supplier<Supplier<ArtifactStore>> stores) {
            this.stores = stores;
            this.clauses = clauses;
        }
    }

    /** A store that keeps the contract, for those that do not quite. */
    private static class Forwarding implements ArtifactStore {
        private final ArtifactStore store = InMemoryArtifactStore.create();

        @Override
        public ArtifactId put(UserId user, byte[] bytes) {
            return store.put(user, bytes);
        }

        @Override
        public Optional<byte[]> get(UserId user, ArtifactId artifact) {
            return store.get(user, artifact);
        }

        @Override
        public long erase(UserId user) {
            return store.erase(user);
        }

        @Override
        public void close() {}
    }
}
