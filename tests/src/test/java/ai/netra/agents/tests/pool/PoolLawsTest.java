package ai.netra.agents.tests.pool;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.pool.AgentPool;
import ai.netra.agents.core.pool.AgentPoolException;
import ai.netra.agents.core.pool.PoolCounts;
import ai.netra.agents.core.pool.PoolLease;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of a pool that hold whatever its borrowers do. */
class PoolLawsTest {
    /** What becomes of an instance, or of the attempt to create it. */
    enum Fate {
        RETURNED,
        DISCARDED,
        RESET_FAILS,
        CREATION_FAILS,
        DISPOSAL_FAILS
    }

    /**
     * One borrower: after how many seconds it comes, how long it waits and holds, what becomes of what it is lent, and when it is interrupted.
     *
     * @param interrupt after how many seconds, counted from the beginning
     */
    record Plan(int arrival, int patience, int hold, Fate fate, Optional<Integer> interrupt) {}

    @Provide
    Arbitrary<List<Plan>> plans() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.of(Fate.class),
                        Arbitraries.integers().between(0, 30).optional(0.3))
                .as(Plan::new)
                .list()
                .ofMaxSize(25);
    }

    @Property(tries = 300)
    void no_place_is_lost_no_instance_is_in_two_hands_and_nobody_is_overtaken(
            @ForAll @IntRange(min = 1, max = 3) int size, @ForAll("plans") List<Plan> plans)
            throws InterruptedException {
        try (VirtualClock clock = VirtualClock.automatic()) {
            Simulation simulation = new Simulation(clock, size);
            Task test = clock.adopt("test");
            simulation.play(plans);
            test.release();
        }
    }

    /** An instance, which knows what is to become of it. */
    private static final class Item {
        private final AtomicInteger hands = new AtomicInteger();
        private Fate fate = Fate.RETURNED;
    }

    /** A borrower that was served by waiting or at once. */
    private record Served(Duration asked, Duration at) {}

    /** Plays plans and checks the laws. */
    private static final class Simulation {
        private final VirtualClock clock;
        private final int size;
        private final AgentPool<Item> pool;
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final Set<Served> served = ConcurrentHashMap.newKeySet();
        private final Set<Throwable> broken = ConcurrentHashMap.newKeySet();
        private volatile boolean creationFails;

        private Simulation(VirtualClock clock, int size) {
            this.clock = clock;
            this.size = size;
            this.pool = AgentPool.builder("items", this::create, this::reset)
                    .size(size)
                    .disposal(this::dispose)
                    .listener(event -> {})
                    .scheduler(clock)
                    .build();
        }

        private Item create() {
            if (creationFails) {
                throw new IllegalStateException("no item today");
            }
            if (open.incrementAndGet() > size) {
                broken.add(new AssertionError("more than " + size + " items are open"));
            }
            return new Item();
        }

        private void reset(Item item) {
            if (item.fate == Fate.RESET_FAILS) {
                throw new IllegalStateException("cannot be reset");
            }
        }

        private void dispose(Item item) {
            open.decrementAndGet();
            if (item.fate == Fate.DISPOSAL_FAILS) {
                throw new IllegalStateException("cannot be disposed of");
            }
        }

        private Duration now() {
            return Duration.between(VirtualClock.START, clock.clock().instant());
        }

        private void play(List<Plan> plans) throws InterruptedException {
            List<Task> tasks = new ArrayList<>();
            for (Plan plan : plans) {
                Task task = clock.fork("borrower", self -> borrow(plan));
                plan.interrupt().ifPresent(after -> clock.schedule(Duration.ofSeconds(after), task::interrupt));
                tasks.add(task);
            }
            for (Task task : tasks) {
                task.join();
            }

            assertThat(broken).isEmpty();
            assertThat(ended).hasValue(plans.size());
            PoolCounts counts = pool.counts();
            assertThat(counts.leased()).as("leases").isZero();
            assertThat(counts.waiting()).as("borrowers in the queue").isZero();
            assertThat(open).as("open items").hasValue(counts.idle());
            nobodyWasOvertaken();
            creationFails = false;
            List<PoolLease<Item>> all = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                all.add(pool.borrow("afterwards", Duration.ZERO));
            }
            all.forEach(PoolLease::close);
            pool.close();
            assertThat(open).as("items open after the end").hasValue(0);
        }

        private void borrow(Plan plan) {
            try {
                clock.clock().sleep(Duration.ofSeconds(plan.arrival()));
                Duration asked = now();
                creationFails = plan.fate() == Fate.CREATION_FAILS;
                try (PoolLease<Item> lease = pool.borrow("borrower", Duration.ofSeconds(plan.patience()))) {
                    served.add(new Served(asked, now()));
                    hold(lease, plan);
                }
            } catch (InterruptedException | AgentPoolException expected) {
                // its plan, or that of whoever holds what it waited for
            } catch (RuntimeException | Error thrown) {
                broken.add(thrown);
            } finally {
                ended.incrementAndGet();
            }
        }

        private void hold(PoolLease<Item> lease, Plan plan) throws InterruptedException {
            Item item = lease.instance();
            if (item.hands.incrementAndGet() != 1) {
                throw new AssertionError("an item in two hands");
            }
            item.fate = plan.fate();
            if (plan.fate() == Fate.DISCARDED || plan.fate() == Fate.DISPOSAL_FAILS) {
                lease.discard();
            }
            try {
                clock.clock().sleep(Duration.ofSeconds(plan.hold()));
            } finally {
                item.hands.decrementAndGet();
            }
        }

        /** Whoever came later was not served earlier. Those that come at the same time come in no order. */
        private void nobodyWasOvertaken() {
            for (Served one : served) {
                assertThat(served)
                        .filteredOn(other -> other.asked().compareTo(one.asked()) > 0)
                        .allSatisfy(other -> assertThat(other.at()).isGreaterThanOrEqualTo(one.at()));
            }
        }
    }
}
