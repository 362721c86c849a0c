package ai.netra.agents.tests.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.pool.AgentPool;
import ai.netra.agents.core.pool.AgentPoolBuilder;
import ai.netra.agents.core.pool.AgentPoolException;
import ai.netra.agents.core.pool.PoolEvent;
import ai.netra.agents.core.pool.PoolLease;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tests.pool.Sessions.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool and its leases, under virtual time. */
@Timeout(60)
class AgentPoolTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualClock clock = VirtualClock.automatic();
    private final Task test = clock.adopt("test");
    private final Sessions sessions = new Sessions();
    private final List<PoolEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        test.release();
        clock.close();
    }

    private AgentPoolBuilder<Session> pool() {
        return sessions.pool().scheduler(clock).listener(events::add);
    }

    private AgentPool<Session> poolOf(int size) {
        return pool().size(size).build();
    }

    private void sleep(Duration duration) {
        try {
            clock.clock().sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Duration now() {
        return Duration.between(VirtualClock.START, clock.clock().instant());
    }

    /** What a borrower on a thread of its own was lent, or what was thrown at it. */
    private final class Borrower {
        private final AtomicReference<PoolLease<Session>> lease = new AtomicReference<>();
        private final AtomicReference<Throwable> thrown = new AtomicReference<>();
        private final AtomicReference<Duration> at = new AtomicReference<>();
        private final Task task;

        private Borrower(AgentPool<Session> pool, String name) {
            Signal started = clock.signal();
            task = clock.fork(name, self -> {
                started.fire();
                try {
                    lease.set(pool.borrow(name));
                } catch (InterruptedException | RuntimeException e) {
                    thrown.set(e);
                }
                at.set(now());
            });
        }

        private PoolLease<Session> lease() throws InterruptedException {
            task.join();
            if (thrown.get() != null) {
                throw new AssertionError(thrown.get());
            }
            return lease.get();
        }

        private Throwable thrown() throws InterruptedException {
            task.join();
            return thrown.get();
        }
    }

    /** A borrower that waits in the queue by the end of this call. */
    private Borrower waiting(AgentPool<Session> pool, String name) {
        Borrower borrower = new Borrower(pool, name);
        sleep(Duration.ofNanos(1)); // passes once everybody waits
        return borrower;
    }

    // Lending

    @Test
    void creates_instances_when_they_are_needed_and_lends_returned_ones_again() throws InterruptedException {
        try (AgentPool<Session> pool = poolOf(10)) {
            assertThat(sessions.created()).isEmpty();
            for (int i = 0; i < 3; i++) {
                pool.borrow("one after the other").close();
            }
            assertThat(sessions.created()).hasSize(1);

            try (PoolLease<Session> one = pool.borrow("one");
                    PoolLease<Session> two = pool.borrow("two")) {
                assertThat(one.instance()).isNotSameAs(two.instance());
            }
            assertThat(sessions.created()).hasSize(2);
            assertThat(pool.counts().idle()).isEqualTo(2);
            assertThat(pool.counts().borrowed()).isEqualTo(5);
        }
    }

    @Test
    void has_ten_instances_at_most_unless_it_is_told_otherwise() throws InterruptedException {
        AgentPool<Session> pool = pool().build();
        for (int i = 0; i < 10; i++) {
            pool.borrow("borrower " + i);
        }

        assertThatThrownBy(() -> pool.borrow("one more", Duration.ZERO))
                .isInstanceOf(AgentPoolException.Exhausted.class);
        assertThat(sessions.created()).hasSize(10);
    }

    @Test
    void resets_an_instance_before_anybody_else_has_it() throws InterruptedException {
        try (AgentPool<Session> pool = poolOf(1)) {
            try (PoolLease<Session> lease = pool.borrow("ann")) {
                lease.instance().notes.add("ann's secret");
            }
            try (PoolLease<Session> lease = pool.borrow("bob")) {
                assertThat(lease.instance().notes).isEmpty();
                assertThat(lease.instance().resets()).isEqualTo(1);
            }
        }
    }

    @Test
    void hands_a_returned_instance_to_whoever_waits_longest() throws InterruptedException {
        try (AgentPool<Session> pool = poolOf(1)) {
            PoolLease<Session> first = pool.borrow("first");
            Borrower second = waiting(pool, "second");
            Borrower third = waiting(pool, "third");
            assertThat(pool.counts().waiting()).isEqualTo(2);

            first.close();
            PoolLease<Session> handed = second.lease();
            sleep(SECOND);
            assertThat(third.at.get()).isNull();
            handed.close();
            third.lease().close();

            assertThat(sessions.created()).hasSize(1);
        }
    }

    // Waiting

    @Test
    void says_after_the_wait_which_pool_had_nothing_how_long_it_took_and_what_to_do() throws InterruptedException {
        AgentPool<Session> pool = pool().size(2).maxWait(Duration.ofSeconds(7)).build();
        pool.borrow("one");
        pool.borrow("two");

        AgentPoolException.Exhausted exhausted =
                catchThrowableOfType(AgentPoolException.Exhausted.class, () -> pool.borrow("three"));

        assertThat(now()).isEqualTo(Duration.ofSeconds(7));
        assertThat(exhausted)
                .hasMessage("pool 'sessions' of 2 had no instance for 'three' within PT7S;"
                        + " raise size(...) or maxWait(...), or return leases sooner");
        assertThat(exhausted.pool()).isEqualTo("sessions");
        assertThat(exhausted.size()).isEqualTo(2);
        assertThat(exhausted.waited()).isEqualTo(Duration.ofSeconds(7));
        assertThat(pool.counts().waiting()).isZero();
    }

    @Test
    void waits_thirty_seconds_unless_it_is_told_otherwise() throws InterruptedException {
        AgentPool<Session> pool = poolOf(1);
        pool.borrow("one");

        assertThatThrownBy(() -> pool.borrow("two")).isInstanceOf(AgentPoolException.Exhausted.class);
        assertThat(now()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void does_not_wait_where_the_limit_is_zero() throws InterruptedException {
        AgentPool<Session> pool = poolOf(1);
        pool.borrow("one");

        assertThatThrownBy(() -> pool.borrow("two", Duration.ZERO)).isInstanceOf(AgentPoolException.Exhausted.class);
        assertThat(now()).isZero();
    }

    @Test
    void passes_over_a_borrower_that_no_longer_waits() throws InterruptedException {
        try (AgentPool<Session> pool = pool().size(1).maxWait(SECOND).build()) {
            PoolLease<Session> first = pool.borrow("first");
            Borrower impatient = waiting(pool, "impatient");
            assertThat(impatient.thrown()).isInstanceOf(AgentPoolException.Exhausted.class);
            Borrower patient = waiting(pool, "patient");

            first.close();

            patient.lease().close();
        }
    }

    @Test
    void a_borrower_can_be_interrupted_while_it_waits_and_leaves_the_queue() throws InterruptedException {
        try (AgentPool<Session> pool = poolOf(1)) {
            PoolLease<Session> first = pool.borrow("first");
            Borrower interrupted = waiting(pool, "interrupted");
            Borrower next = waiting(pool, "next");

            interrupted.task.interrupt();

            assertThat(interrupted.thrown()).isInstanceOf(InterruptedException.class);
            assertThat(pool.counts().waiting()).isEqualTo(1);
            first.close();
            next.lease().close();
        }
    }

    /** A scheduler whose waits for a signal end as told, right after something else happened. */
    private Scheduler racing(Runnable race, Callable<Boolean> end) throws InterruptedException {
        Scheduler scheduler = mock(Scheduler.class, delegatesTo(clock));
        doAnswer(call -> {
                    Signal signal = mock(Signal.class, delegatesTo(clock.signal()));
                    doAnswer(wait -> {
                                race.run();
                                return end.call();
                            })
                            .when(signal)
                            .await(any());
                    return signal;
                })
                .when(scheduler)
                .signal();
        return scheduler;
    }

    @Test
    void takes_an_instance_that_comes_just_when_the_wait_is_over() throws InterruptedException {
        AtomicReference<PoolLease<Session>> held = new AtomicReference<>();
        Scheduler scheduler = racing(() -> held.get().close(), () -> false);
        AgentPool<Session> pool = pool().size(1).scheduler(scheduler).build();
        held.set(pool.borrow("first"));

        try (PoolLease<Session> lease = pool.borrow("second")) {
            assertThat(lease.instance()).isSameAs(sessions.created().getFirst());
        }
    }

    @Test
    void passes_on_what_comes_just_when_its_borrower_is_interrupted() throws InterruptedException {
        AtomicReference<PoolLease<Session>> held = new AtomicReference<>();
        Scheduler scheduler = racing(() -> held.get().close(), () -> {
            throw new InterruptedException();
        });
        AgentPool<Session> pool = pool().size(1).scheduler(scheduler).build();

        held.set(pool.borrow("first"));
        assertThatThrownBy(() -> pool.borrow("granted an instance")).isInstanceOf(InterruptedException.class);
        assertThat(pool.counts().idle()).isEqualTo(1);

        held.set(pool.borrow("first"));
        held.get().discard();
        assertThatThrownBy(() -> pool.borrow("granted a place")).isInstanceOf(InterruptedException.class);
        pool.borrow("next", Duration.ZERO).close();
        assertThat(pool.counts().created()).isEqualTo(2);
    }

    // Giving up instances

    @Test
    void disposes_of_an_instance_that_its_borrower_gave_up_and_creates_another_for_the_next()
            throws InterruptedException {
        try (AgentPool<Session> pool = poolOf(1)) {
            PoolLease<Session> first = pool.borrow("first");
            Session broken = first.instance();
            Borrower second = waiting(pool, "second");

            first.discard();
            assertThat(broken.isDisposed()).isFalse();
            first.close();

            try (PoolLease<Session> lease = second.lease()) {
                assertThat(lease.instance()).isNotSameAs(broken);
            }
            assertThat(broken.isDisposed()).isTrue();
            assertThat(broken.resets()).isZero();
            assertThat(pool.counts().discarded()).isEqualTo(1);
            assertThat(sessions.open()).isEqualTo(1);
        }
    }

    @Test
    void gives_up_an_instance_that_cannot_be_reset_and_says_so() throws InterruptedException {
        try (AgentPool<Session> pool = poolOf(1)) {
            RuntimeException failure = new IllegalStateException("stuck dialog");
            PoolLease<Session> first = pool.borrow("first");
            Session broken = first.instance();
            broken.failure = failure;

            first.close();

            assertThat(events).containsExactly(new PoolEvent.ResetFailed("sessions", "first", failure));
            assertThat(broken.isDisposed()).isTrue();
            try (PoolLease<Session> lease = pool.borrow("second")) {
                assertThat(lease.instance()).isNotSameAs(broken);
            }
        }
    }

    @Test
    void says_that_an_instance_could_not_be_disposed_of_and_frees_its_place() throws InterruptedException {
        RuntimeException failure = new IllegalStateException("no answer");
        AgentPoolBuilder<Session> builder = pool().size(1).disposal(session -> {
            throw failure;
        });
        AgentPool<Session> pool = builder.build();
        try (PoolLease<Session> lease = pool.borrow("first")) {
            lease.discard();
        }

        assertThat(events).containsExactly(new PoolEvent.DisposalFailed("sessions", failure));
        pool.borrow("second", Duration.ZERO);
    }

    @Test
    void leaves_an_interrupt_that_a_reset_met_on_the_thread() throws InterruptedException {
        AgentPool<Session> pool = AgentPool.builder(
                        "sessions",
                        () -> new Session(0),
                        session -> clock.clock().sleep(SECOND))
                .scheduler(clock)
                .listener(events::add)
                .build();
        PoolLease<Session> lease = pool.borrow("first");
        Thread.currentThread().interrupt();

        lease.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(events).singleElement().isInstanceOf(PoolEvent.ResetFailed.class);
        assertThat(pool.counts().idle()).isZero();
    }

    // Creation

    private AgentPool<Session> poolCreating(Callable<Session> creation) {
        return AgentPool.builder("sessions", creation, session -> {})
                .scheduler(clock)
                .size(1)
                .build();
    }

    @Test
    void throws_a_failing_creation_at_its_borrower_and_lets_the_next_try() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        AgentPool<Session> pool = poolCreating(() -> {
            sleep(SECOND);
            if (attempts.incrementAndGet() == 1) {
                throw new IOException("no route");
            }
            return new Session(attempts.get());
        });
        Borrower unlucky = new Borrower(pool, "unlucky");
        sleep(Duration.ofMillis(1));
        Borrower next = new Borrower(pool, "next");

        assertThat(unlucky.thrown())
                .isInstanceOf(AgentPoolException.CreationFailed.class)
                .hasMessageContaining("pool 'sessions'")
                .hasMessageContaining("'unlucky'")
                .hasMessageContaining("no route")
                .hasCauseInstanceOf(IOException.class);
        next.lease().close();
        assertThat(pool.counts().created()).isEqualTo(1);
    }

    @Test
    void an_interrupted_creation_interrupts_its_borrower_and_frees_its_place() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        AgentPool<Session> pool = poolCreating(() -> {
            if (attempts.incrementAndGet() == 1) {
                clock.clock().sleep(Duration.ofHours(1));
            }
            return new Session(0);
        });
        Borrower interrupted = new Borrower(pool, "interrupted");
        sleep(SECOND);

        interrupted.task.interrupt();

        assertThat(interrupted.thrown()).isInstanceOf(InterruptedException.class);
        pool.borrow("next", Duration.ZERO).close();
    }

    @Test
    void refuses_a_creation_without_an_instance() {
        AgentPool<Session> pool = poolCreating(() -> null);

        assertThatThrownBy(() -> pool.borrow("first"))
                .isInstanceOf(AgentPoolException.CreationFailed.class)
                .hasMessageContaining("returned null");
    }

    @Test
    void refuses_an_instance_that_it_lends_already() throws InterruptedException {
        Session only = new Session(0);
        AgentPool<Session> pool = AgentPool.builder("sessions", () -> only, session -> {})
                .scheduler(clock)
                .build();
        try (PoolLease<Session> first = pool.borrow("first")) {
            assertThat(first.instance()).isSameAs(only);
            assertThatThrownBy(() -> pool.borrow("second"))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("pool 'sessions'")
                    .hasMessageContaining("make a new one on every call");
        }
        assertThat(pool.counts().idle()).isEqualTo(1);
    }

    // Leases

    @Test
    void refuses_a_lease_that_was_returned() throws InterruptedException {
        AgentPool<Session> pool = poolOf(2);
        PoolLease<Session> lease = pool.borrow("first");
        lease.close();

        List<Runnable> uses = List.of(lease::close, lease::instance, lease::discard);
        assertThat(uses)
                .allSatisfy(use -> assertThatThrownBy(use::run)
                        .isInstanceOf(AgentPoolException.LeaseEnded.class)
                        .hasMessageContaining("pool 'sessions'")
                        .hasMessageContaining("'first'"));
        assertThat(pool.counts().idle()).isEqualTo(1);
        assertThat(sessions.created().getFirst().resets()).isEqualTo(1);
    }

    @Test
    void tells_once_of_a_lease_that_is_held_for_too_long() throws InterruptedException {
        AgentPool<Session> pool = pool().overdueAfter(Duration.ofMinutes(2)).build();
        PoolLease<Session> leaked = pool.borrow("forgetful");
        try (PoolLease<Session> returned = pool.borrow("orderly")) {
            sleep(Duration.ofMinutes(1));
            assertThat(returned.instance()).isNotNull();
        }
        sleep(Duration.ofHours(1));

        assertThat(events).containsExactly(new PoolEvent.LeaseOverdue("sessions", "forgetful", Duration.ofMinutes(2)));
        assertThat(pool.counts().overdue()).isEqualTo(1);
        leaked.close();
        assertThat(pool.counts().idle()).isEqualTo(2);
    }

    @Test
    void goes_on_when_its_listener_throws() throws InterruptedException {
        AgentPool<Session> pool = pool().overdueAfter(SECOND)
                .listener(event -> {
                    throw new IllegalStateException("broken listener");
                })
                .build();
        PoolLease<Session> lease = pool.borrow("first");
        sleep(Duration.ofMinutes(1));
        lease.instance().failure = new IllegalStateException("no reset");
        lease.close();

        assertThat(pool.counts().overdue()).isEqualTo(1);
        assertThat(pool.counts().discarded()).isEqualTo(1);
    }

    // Closing

    @Test
    void tells_at_closing_of_every_lease_that_is_not_returned() throws InterruptedException {
        AgentPool<Session> pool = poolOf(3);
        PoolLease<Session> early = pool.borrow("early");
        sleep(SECOND);
        pool.borrow("late");
        pool.borrow("returned").close();
        sleep(SECOND);

        pool.close();

        assertThat(events)
                .containsExactly(
                        new PoolEvent.LeaseLeftAtClose("sessions", "early", Duration.ofSeconds(2)),
                        new PoolEvent.LeaseLeftAtClose("sessions", "late", SECOND));
        assertThat(pool.counts().leftAtClose()).isEqualTo(2);
        assertThat(sessions.open()).isEqualTo(2);

        assertThat(early.instance().isDisposed()).isFalse();
        early.close();
        assertThat(sessions.open()).isEqualTo(1);
        pool.close();
        assertThat(events).hasSize(2);
    }

    @Test
    void refuses_whoever_waits_or_comes_once_it_is_closed() throws InterruptedException {
        AgentPool<Session> pool = poolOf(1);
        PoolLease<Session> first = pool.borrow("first");
        Borrower waiting = waiting(pool, "waiting");

        pool.close();

        assertThat(waiting.thrown())
                .isInstanceOf(AgentPoolException.Closed.class)
                .hasMessageContaining("pool 'sessions' is closed");
        assertThatThrownBy(() -> pool.borrow("late")).isInstanceOf(AgentPoolException.Closed.class);
        first.close();
        assertThat(sessions.open()).isZero();
    }

    @Test
    void disposes_of_an_instance_that_is_still_being_created_when_it_is_closed() throws InterruptedException {
        Session session = new Session(0);
        AtomicInteger disposed = new AtomicInteger();
        AgentPool<Session> pool = AgentPool.builder(
                        "sessions",
                        () -> {
                            sleep(SECOND);
                            return session;
                        },
                        any -> {})
                .disposal(any -> disposed.incrementAndGet())
                .scheduler(clock)
                .build();
        Borrower borrower = waiting(pool, "borrower");

        pool.close();

        assertThat(borrower.thrown()).isInstanceOf(AgentPoolException.Closed.class);
        assertThat(disposed).hasValue(1);
    }

    // Definitions

    @Test
    void rejects_what_makes_no_sense_and_names_it() {
        List<Runnable> definitions = new ArrayList<>(List.of(
                () -> pool().size(0),
                () -> pool().maxWait(Duration.ofSeconds(-1)),
                () -> pool().overdueAfter(Duration.ZERO),
                () -> AgentPool.builder(" ", () -> new Session(0), session -> {}),
                () -> {
                    try (AgentPool<Session> pool = poolOf(1)) {
                        pool.borrow("first", Duration.ofSeconds(-1)).close();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }));

        assertThat(definitions)
                .allSatisfy(definition -> assertThatThrownBy(definition::run)
                        .isInstanceOf(InvalidDefinitionException.class)
                        .hasMessageMatching(".*(size 0|PT-1S|PT0S|blank).*; .*"));
    }
}
