package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.failing;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.json.StateJson;
import ai.netra.agents.core.orchestrator.LoopOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.state.AgentStateManager;
import ai.netra.agents.state.StateAction;
import ai.netra.agents.state.StateChange;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The states of a run's agents, as a host looks at them. */
@Timeout(60)
class RunStateTest {
    private static final RunRequest REQUEST = RunRequest.of("hello").runId("r1");
    private static final Instant START = VirtualClock.START;

    private static AgentStateManager state(TestRuntime runtime) {
        return runtime.find(UserId.LOCAL, RunId.of("r1")).orElseThrow().state();
    }

    @Test
    void are_the_outputs_of_its_own_agents() {
        var inner =
                SequentialOrchestrator.of(AgentKey.of("inner", String.class)).endingIn(returning(B));
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(inner);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, REQUEST);
            AgentStateManager state = state(runtime);

            assertThat(state.state(A)).contains("A");
            assertThat(state.state(B)).isEmpty();
            assertThat(state.all()).isEqualTo(Map.of("a", "A", "inner", "B")).isEqualTo(result.outputs());
        }
    }

    @Test
    void are_there_while_the_run_goes_on() throws InterruptedException {
        GatedAgent gated = new GatedAgent(B);
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(gated);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            RunHandle<String> handle = runtime.start(flow, REQUEST);
            gated.next();
            AgentStateManager state = handle.state();

            assertThat(state.all()).isEqualTo(Map.of("a", "A"));
            gated.letGo("hello");
            handle.result();
            assertThat(state.all()).isEqualTo(Map.of("a", "A", "b", "hello"));
        }
    }

    @Test
    void have_a_history_with_times() {
        Agent<String> slow =
                FakeAgent.builder(A).waits(Duration.ofSeconds(3)).returns("A").build();
        var flow = SequentialOrchestrator.of(FLOW)
                .then(slow)
                .thenOptional(failing(B))
                .endingIn(returning(C));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, REQUEST);

            assertThat(state(runtime).history())
                    .containsExactly(
                            new StateChange(START.plusSeconds(3), "a", StateAction.UPDATE, "A"),
                            new StateChange(
                                    START.plusSeconds(3),
                                    "b",
                                    StateAction.FAIL,
                                    Failure.of(FailureKind.AGENT_ERROR, new IllegalStateException("b failed"))),
                            new StateChange(START.plusSeconds(3), "c", StateAction.UPDATE, "C"));
        }
    }

    @Test
    void say_what_was_skipped_or_stopped_and_why() {
        Agent<String> patient =
                FakeAgent.builder(C).waits(Duration.ofMinutes(1)).returns("C").build();
        Orchestrator<String> flow = new Orchestrator<>() {
            @Override
            public AgentKey<String> key() {
                return FLOW;
            }

            @Override
            public List<Agent<?>> agents() {
                return List.of(patient);
            }

            @Override
            public Decision<String> decide(Progress progress) {
                return progress.started() == 0
                        ? Decision.start(List.of(Activation.skip(A, "not asked for"), Activation.of(patient)))
                        : Decision.finish("done");
            }
        };
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, REQUEST);

            assertThat(state(runtime).history())
                    .extracting(StateChange::agent, StateChange::action, StateChange::data)
                    .containsExactly(
                            tuple("a", StateAction.SKIP, "not asked for"),
                            tuple("c", StateAction.CANCEL, "flow succeeded"));
        }
    }

    @Test
    void are_the_newest_of_each_agent() {
        Agent<Integer> counter = Agent.of(
                AgentKey.of("count", Integer.class),
                (input, context) -> input.previous(Integer.class).orElse(0) + 1);
        var loop = LoopOrchestrator.of(AgentKey.of("loop", Integer.class))
                .body(counter)
                .until(count -> count == 3)
                .atMost(5);
        try (TestRuntime runtime = TestRuntime.builder().register(loop).build()) {
            runtime.run(loop, REQUEST);

            assertThat(state(runtime).state(counter.key())).contains(3);
            assertThat(state(runtime).history()).extracting(StateChange::data).containsExactly(1, 2, 3);
        }
    }

    @Test
    void are_given_to_an_agent_as_far_as_it_declares_them() {
        Agent<String> reader =
                FakeAgent.builder(C).requires(A).reads(B).returns("C").build();
        var flow = SequentialOrchestrator.of(FLOW)
                .then(returning(A))
                .thenOptional(failing(B))
                .endingIn(reader);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, REQUEST);

            assertThat(state(runtime).contextFor(C)).isEqualTo(Map.of("a", "A"));
            assertThat(state(runtime).contextFor(A)).isEmpty();
            assertThatThrownBy(() -> state(runtime).contextFor(FLOW))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContainingAll("agent flow is none of the agents of flow", "[a, b, c]");
        }
    }

    @Test
    void of_a_lone_agent_are_its_own() {
        Agent<String> agent = returning(A);
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().register(agent).build()) {
            runtime.run(agent, REQUEST);
            AgentStateManager state =
                    runtime.state(UserId.LOCAL, RunId.of("r1")).orElseThrow();

            assertThat(state.all()).isEqualTo(Map.of("a", "A"));
            assertThat(state.contextFor(A)).isEmpty();
            assertThat(runtime.state(UserId.of("mallory"), RunId.of("r1"))).isEmpty();
        }
    }

    @Test
    void are_written_as_json() {
        var flow = SequentialOrchestrator.of(FLOW)
                .then(returning(A))
                .thenOptional(failing(B))
                .endingIn(returning(C));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, REQUEST);

            assertThat(StateJson.of(state(runtime), JsonCodec.standard())).isEqualTo("""
                {"state":{"a":"A","c":"C"},"history":[\
                {"timestamp":"2026-01-01T00:00:00Z","agent":"a","action":"update","data":"A"},\
                {"timestamp":"2026-01-01T00:00:00Z","agent":"b","action":"fail","data":\
                {"kind":"agent_error","type":"java.lang.IllegalStateException","message":"b failed",\
                "retryable":false}},\
                {"timestamp":"2026-01-01T00:00:00Z","agent":"c","action":"update","data":"C"}]}\
                """);
        }
    }
}
