package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatonTest {
    private static final int EACH = 20_000;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final Baton baton = new Baton(scheduler);
    private final Inbox<Integer> came = scheduler.inbox();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger deciding = new AtomicInteger();
    private final AtomicInteger together = new AtomicInteger();
    private int decided; // of whoever has the baton

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void the_owner_has_it_from_the_beginning() {
        assertThat(baton.announce()).as("another one's to decide").isFalse();
    }

    @Test
    void the_owner_hears_that_something_came_before_it_passes() {
        boolean unused = baton.announce();

        assertThat(baton.pass()).isFalse();
        assertThat(baton.pass()).isTrue();
    }

    @Test
    void whoever_brings_something_while_nobody_has_it_takes_it() {
        boolean unused = baton.pass();

        assertThat(baton.announce()).as("the first").isTrue();
        assertThat(baton.announce()).as("the second").isFalse();
        assertThat(baton.pass()).as("the first, once more").isFalse();
    }

    @Test
    void nobody_grabs_what_another_has() {
        assertThat(baton.grab()).as("while the owner has it").isFalse();

        boolean unused = baton.pass();

        assertThat(baton.grab()).as("while nobody has it").isTrue();
        assertThat(baton.grab()).as("again").isFalse();
        assertThat(baton.pass()).as("with nothing that came since").isTrue();
    }

    @Test
    void the_owner_takes_what_nobody_has() {
        boolean unused = baton.pass();
        baton.take(BatonTest::await);

        assertThat(baton.announce()).isFalse();
    }

    @Test
    void the_owner_waits_for_who_has_it() throws InterruptedException {
        boolean passed = baton.pass();
        boolean held = baton.announce();
        Inbox<Thread> order = scheduler.inbox();
        Task other = scheduler.fork("other", self -> {
            order.put(Thread.currentThread());
            boolean unused = baton.pass();
        });
        baton.take(BatonTest::await);
        order.put(Thread.currentThread());
        other.join();

        assertThat(passed && held).isTrue();
        assertThat(order.take()).isNotSameAs(Thread.currentThread());
        assertThat(order.take()).isSameAs(Thread.currentThread());
    }

    @Test
    void the_owner_that_waited_hears_of_what_came_meanwhile() throws InterruptedException {
        boolean passed = baton.pass();
        boolean held = baton.grab();
        Task other = scheduler.fork("other", self -> {
            while (!baton.isWanted()) {
                Thread.onSpinWait();
            }
            boolean decides = baton.announce();
            boolean unused = baton.pass() && decides;
        });
        baton.take(BatonTest::await);
        other.join();

        assertThat(passed && held).isTrue();
        assertThat(baton.pass()).as("with news").isFalse();
        assertThat(baton.pass()).as("once it has looked").isTrue();
    }

    @Test
    void nothing_is_left_undecided_while_the_owner_is_away() throws InterruptedException {
        boolean unused = baton.pass();
        List<Task> others = bringing();
        for (Task other : others) {
            other.join();
        }

        assertThat(came.poll()).as("left").isEmpty();
        assertThat(decided).isEqualTo(others.size() * EACH);
        assertThat(together).as("decided at once").hasValue(0);
    }

    @Test
    void nothing_is_left_undecided_where_the_owner_comes_and_goes() throws InterruptedException {
        List<Task> others = bringing();
        while (done.get() < others.size()) {
            decide();
            decideUntilPassed();
            baton.take(BatonTest::await);
        }
        for (Task other : others) {
            other.join();
        }
        decide();
        decideUntilPassed();

        assertThat(came.poll()).as("left").isEmpty();
        assertThat(decided).isEqualTo(others.size() * EACH);
        assertThat(together).as("decided at once").hasValue(0);
    }

    private List<Task> bringing() {
        List<Task> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            others.add(scheduler.fork("other " + i, self -> {
                for (int j = 0; j < EACH; j++) {
                    bring(j);
                }
                done.incrementAndGet();
            }));
        }
        return others;
    }

    private void bring(int outcome) {
        if (baton.grab()) {
            decide(1);
            decideUntilPassed();
            return;
        }
        came.put(outcome);
        if (baton.announce()) {
            decide();
            decideUntilPassed();
        }
    }

    private void decideUntilPassed() {
        while (!baton.pass()) {
            decide();
        }
    }

    private void decide() {
        decide(0);
    }

    private void decide(int brought) {
        if (deciding.incrementAndGet() > 1) {
            together.incrementAndGet();
        }
        decided += brought;
        while (came.poll().isPresent()) {
            decided++;
        }
        deciding.decrementAndGet();
    }

    private static void await(Signal signal) {
        try {
            signal.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
