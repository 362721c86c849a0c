package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.schedule.SystemScheduler;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many runs a runtime takes in at once. */
@Timeout(60)
class RunCeilingsTest {
    private final GatedAgent agent = new GatedAgent(A);
    private final CountingScheduler scheduler = new CountingScheduler(SystemScheduler.create());
    private final LocalAgentRuntime.Builder builder = LocalAgentRuntime.builder()
            .scheduler(scheduler)
            .drain(Duration.ZERO)
            .register(agent);

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void one_run_more_than_there_may_be_is_rejected() throws InterruptedException {
        try (LocalAgentRuntime runtime = builder.maxRuns(2).build()) {
            RunHandle<String> one = runtime.start(agent, RunRequest.of("one"));
            runtime.start(agent, RunRequest.of("two"));

            RunRejectedException.AtCapacity full = catchThrowableOfType(
                    RunRejectedException.AtCapacity.class, () -> runtime.start(agent, RunRequest.of("three")));
            assertThat(full.limit()).isEqualTo(2);
            assertThat(full).hasMessageContainingAll("the runtime has 2 runs", "maxRuns(n)");
            assertThat(scheduler.forked()).isEqualTo(2);
            agent.letGo("one");
            one.result();
            runtime.start(agent, RunRequest.of("four"));
        }
    }

    @Test
    void a_run_that_waits_for_its_turn_counts_and_holds_no_thread() {
        try (LocalAgentRuntime runtime = builder.maxRuns(2).build()) {
            RunRequest queued = RunRequest.of("one").thread("t1").whenBusy(WhenBusy.QUEUE);
            runtime.start(agent, queued);
            RunHandle<String> waiting = runtime.start(agent, queued);

            assertThat(scheduler.forked()).isEqualTo(1);
            assertThatThrownBy(() -> runtime.start(agent, RunRequest.of("two")))
                    .isInstanceOf(RunRejectedException.AtCapacity.class);
            waiting.cancel("enough");
            runtime.start(agent, RunRequest.of("two"));
        }
    }

    @Test
    void one_run_more_than_a_user_may_have_is_rejected_and_other_users_are_not() throws InterruptedException {
        try (LocalAgentRuntime runtime = builder.maxRunsPerUser(1).build()) {
            RunHandle<String> one = runtime.start(agent, RunRequest.of("one").user("alice"));

            assertThatThrownBy(() -> runtime.start(agent, RunRequest.of("two").user("alice")))
                    .isInstanceOf(RunRejectedException.AtCapacity.class)
                    .hasMessageContainingAll("user alice has 1 runs", "maxRunsPerUser(n)");
            runtime.start(agent, RunRequest.of("two").user("bob"));
            agent.letGo("one");
            one.result();
            runtime.start(agent, RunRequest.of("three").user("alice"));
        }
    }

    @Test
    void a_rejected_run_leaves_its_thread_free() throws InterruptedException {
        try (LocalAgentRuntime runtime = builder.maxRuns(1).build()) {
            RunHandle<String> one = runtime.start(agent, RunRequest.of("one"));
            assertThatThrownBy(() -> runtime.start(agent, RunRequest.of("two").thread("t1")))
                    .isInstanceOf(RunRejectedException.AtCapacity.class);
            one.cancel("enough");
            one.result();

            runtime.start(agent, RunRequest.of("two").thread("t1"));
        }
    }

    @Test
    void a_ceiling_under_which_nothing_runs_is_refused() {
        assertThatThrownBy(() -> builder.maxRuns(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("maxRuns of 0", "1 or more");
        assertThatThrownBy(() -> builder.maxRunsPerUser(-1)).isInstanceOf(InvalidDefinitionException.class);
    }
}
