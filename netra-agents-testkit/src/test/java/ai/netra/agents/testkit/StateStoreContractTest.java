package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract finds stores that break it. */
@Timeout(300)
class StateStoreContractTest {
    @Test
    void finds_nothing_in_a_store_that_keeps_it() {
        assertThat(clauses().filter(clause -> isBroken(ForwardingStateStore::new, clause)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void finds(BrokenStateStore broken) {
        assertThat(clauses()
                        .filter(clause -> broken.clauses().contains(number(clause)))
                        .filter(clause -> isBroken(broken::broken, clause))
                        .map(StateStoreContractTest::number))
                .containsExactlyInAnyOrderElementsOf(broken.clauses());
    }

    @Test
    void has_no_clause_that_no_broken_store_fails() {
        List<String> failed = Arrays.stream(BrokenStateStore.values())
                .flatMap(broken -> broken.clauses().stream())
                .distinct()
                .toList();

        assertThat(failed)
                .containsExactlyInAnyOrderElementsOf(
                        clauses().map(StateStoreContractTest::number).toList());
    }

    private static Stream<Method> clauses() {
        return Arrays.stream(StateStoreContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class));
    }

    private static String number(Method clause) {
        return clause.getName().substring(0, 4);
    }

    private static boolean isBroken(UnaryOperator<StateStore> breaking, Method clause) {
        VirtualClock clock = VirtualClock.manual();
        StateStore store = InMemoryStateStore.builder().scheduler(clock).build();
        AtomicBoolean down = new AtomicBoolean();
        StateStoreContract kit = new StateStoreContract() {
            @Override
            protected StateStore newStore() {
                return breaking.apply(new CutOffStore(store, down));
            }

            @Override
            protected Optional<StateStore> newStoreOf(int maxPayload) {
                return Optional.of(breaking.apply(InMemoryStateStore.builder()
                        .scheduler(clock)
                        .maxPayload(maxPayload)
                        .build()));
            }

            @Override
            protected Optional<Runnable> outage() {
                down.set(true);
                return Optional.of(() -> down.set(false));
            }

            @Override
            protected void pass(Duration time) throws InterruptedException {
                clock.advance(time);
            }
        };
        kit.open();
        try {
            return catchThrowable(() -> clause.invoke(kit)) instanceof InvocationTargetException;
        } finally {
            down.set(false);
            kit.close();
            Thread.interrupted();
        }
    }

    /** A store that cannot be reached at times. */
    private static final class CutOffStore extends ForwardingStateStore {
        private final AtomicBoolean down;

        CutOffStore(StateStore store, AtomicBoolean down) {
            super(store);
            this.down = down;
        }

        @Override
        StateStore store() {
            if (down.get()) {
                throw new StoreException.Unavailable("cut off", new ConnectException("refused"));
            }
            return super.store();
        }
    }
}
