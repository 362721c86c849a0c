package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which requests are the same run. */
class RunIdentityTest {
    private final FakeAgent<String> agent =
            FakeAgent.builder(A).waits(Duration.ofSeconds(1)).returns("A").build();

    @Test
    void the_same_id_and_request_are_the_same_run() {
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            var first = runtime.run(agent, RunRequest.of("hello").runId("r1"));
            var second = runtime.run(agent, RunRequest.of("hello").runId("r1"));

            assertThat(second).isSameAs(first);
            assertThat(agent.calls()).isEqualTo(1);
        }
    }

    @Test
    void the_same_id_and_request_join_a_run_that_is_not_over() throws InterruptedException {
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            RunHandle<String> handle =
                    runtime.start(agent, RunRequest.of("hello").runId("r1"));
            var joined = runtime.run(agent, RunRequest.of("hello").runId("r1"));

            assertThat(joined).isSameAs(handle.result());
            assertThat(agent.calls()).isEqualTo(1);
        }
    }

    @Test
    void the_same_id_with_another_request_is_refused() {
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            runtime.run(agent, RunRequest.of("hello").runId("r1"));

            assertThatThrownBy(() -> runtime.run(agent, RunRequest.of("goodbye").runId("r1")))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContainingAll("run id r1 is taken", "use a new id");
        }
    }

    @Test
    void the_same_id_with_another_agent_is_refused() {
        Agent<String> other = returning(B);
        try (TestRuntime runtime =
                TestRuntime.builder().register(agent).register(other).build()) {
            runtime.run(agent, RunRequest.of("hello").runId("r1"));

            assertThatThrownBy(() -> runtime.run(other, RunRequest.of("hello").runId("r1")))
                    .isInstanceOf(InvalidDefinitionException.class);
        }
    }

    @Test
    void the_same_id_of_another_user_is_another_run() {
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            runtime.run(agent, RunRequest.of("hello").runId("r1").user("alice"));
            runtime.run(agent, RunRequest.of("hello").runId("r1").user("bob"));

            assertThat(agent.calls()).isEqualTo(2);
        }
    }

    @Test
    void requests_without_an_id_are_runs_of_their_own() {
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            var first = runtime.run(agent, RunRequest.of("hello"));
            var second = runtime.run(agent, RunRequest.of("hello"));

            assertThat(first.run()).isNotEqualTo(second.run());
            assertThat(agent.calls()).isEqualTo(2);
        }
    }

    @Test
    void an_agent_that_is_not_registered_is_refused_with_the_fix() {
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            assertThatThrownBy(() -> runtime.run(returning(B), RunRequest.of("hello")))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContainingAll("agent b is not registered", "register(agent)");
        }
    }

    @Test
    void an_equal_agent_that_is_another_instance_is_not_registered() {
        Agent.Body<String> body = (input, context) -> "A";
        Agent<String> one = Agent.of(A, body);
        Agent<String> twin = Agent.of(A, body);
        try (TestRuntime runtime = TestRuntime.builder().register(one).build()) {
            assertThatThrownBy(() -> runtime.run(twin, RunRequest.of("hello")))
                    .isInstanceOf(InvalidDefinitionException.class);
        }
    }

    @Test
    void equal_agents_that_are_two_instances_may_both_be_registered() {
        Agent.Body<String> body = (input, context) -> "A";
        Agent<String> one = Agent.of(A, body);
        Agent<String> twin = Agent.of(A, body);
        try (TestRuntime runtime =
                TestRuntime.builder().register(one).register(twin).build()) {
            assertThat(runtime.run(one, RunRequest.of("hello"))).succeeded();
            assertThat(runtime.run(twin, RunRequest.of("hello"))).succeeded();
        }
    }

    @Test
    void one_agent_registered_twice_is_refused() {
        assertThatThrownBy(() -> TestRuntime.builder().register(agent).register(agent))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("registered twice");
    }

    @Test
    void the_newest_thousand_finished_runs_are_found_by_id_with_their_journal_and_conversation() {
        Agent<String> quick = returning(B);
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().register(quick).build()) {
            for (int i = 0; i <= 1_000; i++) {
                runtime.run(quick, RunRequest.of("hello").runId("r" + i).thread("t" + i));
            }

            assertThat(runtime.find(UserId.LOCAL, RunId.of("r0"))).isEmpty();
            assertThat(runtime.journal(UserId.LOCAL, RunId.of("r0"))).isEmpty();
            assertThat(runtime.conversation(UserId.LOCAL, ThreadId.of("t0"))).isEmpty();
            for (int i : List.of(1, 500, 1_000)) {
                RunId run = RunId.of("r" + i);
                assertThat(runtime.find(UserId.LOCAL, run).orElseThrow().run()).isEqualTo(run);
                assertThat(runtime.journal(UserId.LOCAL, run).orElseThrow()).isNotEmpty();
                assertThat(runtime.conversation(UserId.LOCAL, ThreadId.of("t" + i)))
                        .isPresent();
                assertThat(runtime.find(UserId.of("another"), run)).isEmpty();
            }
        }
    }
}
