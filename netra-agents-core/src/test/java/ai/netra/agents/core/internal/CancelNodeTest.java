package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.spi.LimitedCall;
import ai.netra.agents.spi.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class CancelNodeTest {
    private final CancelNode root = new CancelNode();
    private final CancelNode child = root.child();
    private final CancelNode grandchild = child.child();
    private final CancelNode sibling = root.child();
    private final List<String> interrupted = new ArrayList<>();

    @Test
    void cancels_everything_below_and_nothing_beside() {
        child.cancel("enough");

        assertThat(grandchild.reason()).contains("enough");
        assertThat(root.isCancelled()).isFalse();
        assertThat(sibling.isCancelled()).isFalse();
    }

    @Test
    void interrupts_each_thread_at_work_below() {
        root.bind(new NamedTask("root"));
        grandchild.bind(new NamedTask("grandchild"));
        sibling.bind(new NamedTask("sibling"));

        root.cancel("enough");

        assertThat(interrupted).containsExactlyInAnyOrder("root", "grandchild", "sibling");
    }

    @Test
    void interrupts_a_thread_once_though_it_works_at_several_nodes() {
        NamedTask task = new NamedTask("one");
        root.bind(task);
        child.bind(task);
        grandchild.bind(task);

        root.cancel("enough");

        assertThat(interrupted).containsExactly("one");
    }

    @Test
    void tells_each_thread_the_reason_before_it_is_interrupted() {
        root.bind(new NamedTask("root"));
        List<Boolean> told = new ArrayList<>();
        child.enter(() -> told.add(grandchild.isCancelled()));

        root.cancel("enough");

        assertThat(told).containsExactly(true);
    }

    @Test
    void interrupts_a_thread_that_comes_to_work_too_late() {
        root.cancel("enough");

        grandchild.bind(new NamedTask("late"));
        root.child().bind(new NamedTask("later"));

        assertThat(interrupted).containsExactly("late", "later");
    }

    @Test
    void keeps_the_first_reason() {
        child.cancel("first");
        root.cancel("second");

        assertThat(grandchild.reason()).contains("first");
        assertThat(sibling.reason()).contains("second");
    }

    @Test
    void leaves_alone_what_has_ended() {
        grandchild.bind(new NamedTask("grandchild"));
        grandchild.end();

        root.cancel("enough");

        assertThat(interrupted).isEmpty();
        assertThat(grandchild.isCancelled()).isFalse();
    }

    @Test
    void runs_an_action_when_it_is_cancelled() {
        child.enter(() -> interrupted.add("action"));

        root.cancel("enough");

        assertThat(interrupted).containsExactly("action");
    }

    @Test
    void runs_an_action_at_once_where_it_is_cancelled_already() {
        root.cancel("enough");

        child.enter(() -> interrupted.add("action"));

        assertThat(interrupted).containsExactly("action");
    }

    @Test
    void puts_back_the_action_of_what_it_is_part_of() {
        CancelNode.AtWork outer = () -> interrupted.add("outer");
        child.enter(outer);

        CancelNode.AtWork before = child.enter(() -> interrupted.add("inner"));
        child.enter(before);
        root.cancel("enough");

        assertThat(interrupted).containsExactly("outer");
    }

    @Test
    void cancels_what_is_below_and_goes_on_itself() {
        child.bind(new NamedTask("child"));
        grandchild.bind(new NamedTask("grandchild"));

        child.cancelChildren("enough");

        assertThat(interrupted).containsExactly("grandchild");
        assertThat(child.isCancelled()).isFalse();
    }

    @Test
    void takes_nodes_out_in_any_order() {
        CancelNode first = root.child();
        CancelNode second = root.child();
        CancelNode third = root.child();

        second.end();
        third.end();
        second.end();
        root.cancel("enough");

        assertThat(List.of(first, sibling, child)).allMatch(CancelNode::isCancelled);
        assertThat(List.of(second, third)).noneMatch(CancelNode::isCancelled);
    }

    @Test
    void stops_a_loop_that_never_blocks() throws InterruptedException {
        child.throwIfCancelled();
        root.cancel("enough");

        assertThatThrownBy(child::throwIfCancelled).isInstanceOf(InterruptedException.class);
    }

    /** A task that only tells when it is interrupted. */
    private final class NamedTask implements Task {
        private final String name;

        private NamedTask(String name) {
            this.name = name;
        }

        @Override
        public void interrupt() {
            interrupted.add(name);
        }

        @Override
        public boolean isCurrent() {
            return false;
        }

        @Override
        public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
            return body.call();
        }

        @Override
        public <T> T within(Duration limit, long now, LimitedCall<T> body) throws Exception {
            return body.call();
        }

        @Override
        public void join() {}

        @Override
        public void release() {}

        @Override
        public void releaseInterrupted() {}
    }
}
