package ai.netra.agents.tests.pool;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.pool.AgentPool;
import ai.netra.agents.core.pool.PoolCounts;
import ai.netra.agents.core.pool.PoolLease;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tests.pool.Sessions.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand virtual threads over ten instances. */
@Timeout(120)
class ThousandBorrowersTest {
    private static final int BORROWERS = 1_000;
    private static final int INSTANCES = 10;

    private final Sessions sessions = new Sessions();

    private static void joinAll(List<Task> tasks) throws InterruptedException {
        for (Task task : tasks) {
            task.join();
        }
    }

    /** A body that a test lets throw, at the end of everything. */
    private static void unchecked(InterruptibleBody body) {
        try {
            body.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface InterruptibleBody {
        void run() throws InterruptedException;
    }

    /**
     * One asks each second; the first ten hold on until second 1,000, everybody else for ten seconds. So in each second from then on one returns its
     * instance, and exactly one is served.
     */
    @Test
    void are_served_in_the_order_in_which_they_came_each_at_its_time() throws InterruptedException {
        Map<Integer, Instant> served = new ConcurrentHashMap<>();
        try (VirtualClock clock = VirtualClock.automatic();
                AgentPool<Session> pool = sessions.pool()
                        .size(INSTANCES)
                        .overdueAfter(Duration.ofHours(1))
                        .scheduler(clock)
                        .build()) {
            List<Task> tasks = new ArrayList<>();
            Task test = clock.adopt("test"); // holds time still until all are there
            for (int i = 0; i < BORROWERS; i++) {
                int number = i;
                tasks.add(clock.fork(
                        "borrower " + number,
                        self -> unchecked(() -> {
                            clock.clock().sleep(Duration.ofSeconds(number));
                            try (PoolLease<Session> lease = pool.borrow("borrower " + number, Duration.ofHours(1))) {
                                served.put(number, clock.clock().instant());
                                Duration held = Duration.ofSeconds(number < INSTANCES ? BORROWERS : INSTANCES);
                                lease.instance()
                                        .use(() -> unchecked(() -> clock.clock().sleep(held)));
                            }
                        })));
            }
            joinAll(tasks);
            test.release();

            assertThat(served).hasSize(BORROWERS);
            assertThat(served)
                    .allSatisfy((number, at) -> assertThat(at)
                            .as("borrower %s is served at", number)
                            .isEqualTo(VirtualClock.START.plusSeconds(
                                    number < INSTANCES ? number : BORROWERS + number - INSTANCES)));
            assertThat(pool.counts()).isEqualTo(new PoolCounts(INSTANCES, 0, 0, BORROWERS, INSTANCES, 0, 0, 0));
        }
    }

    /** One instance goes round, so nobody is served beside another, and the order can be written down. */
    @Test
    void are_served_in_the_order_in_which_they_came_in_real_time_too() throws InterruptedException {
        List<Integer> served = new CopyOnWriteArrayList<>();
        try (Scheduler scheduler = SystemScheduler.create();
                AgentPool<Session> pool = sessions.pool()
                        .size(INSTANCES)
                        .maxWait(Duration.ofMinutes(5))
                        .scheduler(scheduler)
                        .build()) {
            List<PoolLease<Session>> held = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                held.add(pool.borrow("holder " + i));
            }
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < BORROWERS; i++) {
                int number = i;
                tasks.add(scheduler.fork(
                        "borrower " + number,
                        self -> unchecked(() -> {
                            try (PoolLease<Session> lease = pool.borrow("borrower " + number)) {
                                lease.instance().use(() -> served.add(number));
                            }
                        })));
                while (pool.counts().waiting() <= number) {
                    Thread.onSpinWait(); // until it stands in the queue
                }
            }
            held.removeFirst().close();
            joinAll(tasks);
            held.forEach(PoolLease::close);

            assertThat(served)
                    .containsExactlyElementsOf(
                            IntStream.range(0, BORROWERS).boxed().toList());
            assertThat(pool.counts())
                    .isEqualTo(new PoolCounts(INSTANCES, 0, 0, BORROWERS + INSTANCES, INSTANCES, 0, 0, 0));
        }
    }

    @Test
    void never_have_one_instance_in_two_hands_and_return_them_all() throws InterruptedException {
        int rounds = 20;
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (Scheduler scheduler = SystemScheduler.create();
                AgentPool<Session> pool = sessions.pool()
                        .size(INSTANCES)
                        .maxWait(Duration.ofMinutes(5))
                        .scheduler(scheduler)
                        .build()) {
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < BORROWERS; i++) {
                int number = i;
                tasks.add(scheduler.fork("borrower " + number, self -> {
                    for (int round = 0; round < rounds; round++) {
                        try (PoolLease<Session> lease = pool.borrow("borrower " + number)) {
                            lease.instance().use(Thread::onSpinWait);
                            if ((number + round) % 7 == 0) {
                                lease.discard();
                            }
                        } catch (Exception | Error e) {
                            failures.add(e);
                        }
                    }
                }));
            }
            joinAll(tasks);

            assertThat(failures).isEmpty();
            PoolCounts counts = pool.counts();
            assertThat(counts.leased()).isZero();
            assertThat(counts.waiting()).isZero();
            assertThat(counts.borrowed()).isEqualTo((long) BORROWERS * rounds);
            assertThat(counts.created() - counts.discarded()).isEqualTo(counts.idle());
            assertThat(sessions.open()).isEqualTo(counts.idle()).isLessThanOrEqualTo(INSTANCES);
        }
        assertThat(sessions.open()).isZero();
    }
}
