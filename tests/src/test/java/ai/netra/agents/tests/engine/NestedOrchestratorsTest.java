package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.failing;
import static ai.netra.agents.tests.engine.Flows.journal;
import static ai.netra.agents.tests.engine.Flows.outcome;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Limits;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.journal.Replay;
import ai.netra.agents.core.orchestrator.ConditionalOrchestrator;
import ai.netra.agents.core.orchestrator.LoopOrchestrator;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orchestrators within orchestrators. */
class NestedOrchestratorsTest {
    private static final AgentKey<String> INNER = AgentKey.of("inner", String.class);

    @Test
    void outside_of_an_orchestrator_only_its_own_output_is_visible() {
        Agent<String> nosy = FakeAgent.builder(C)
                .reads(A)
                .answers((input, context) -> "read " + input.find(A))
                .build();
        var inner = SequentialOrchestrator.of(INNER).then(returning(A)).endingIn(returning(B));
        var flow = SequentialOrchestrator.of(FLOW).then(inner).endingIn(nosy);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).succeeded().hasOutput(INNER, "B").hasOutput("read Optional.empty");
            assertThat(result.outputs()).containsOnlyKeys("inner", "c");
        }
    }

    @Test
    void inside_of_an_orchestrator_what_it_declares_is_visible() {
        Agent<String> reader = FakeAgent.builder(B)
                .requires(A)
                .answers((input, context) -> input.output(A) + "!")
                .build();
        var inner =
                SequentialOrchestrator.of(INNER).reads(Dependency.required(A)).endingIn(reader);
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(inner);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded().hasOutput("A!");
        }
    }

    @Test
    void an_agent_may_read_from_outside_what_it_produces_anew_inside() {
        Agent<String> improver = FakeAgent.builder(A)
                .requires(A)
                .answers((input, context) -> input.output(A) + "!")
                .build();
        var polish = LoopOrchestrator.of(INNER)
                .reads(Dependency.required(A))
                .body(improver)
                .until(text -> text.endsWith("!!!"))
                .atMost(5);
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(polish);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded().hasOutput("A!!!");
        }
    }

    @Test
    void a_nested_orchestrators_first_agents_see_the_step_before_it() {
        FakeAgent<String> first = FakeAgent.builder(B)
                .answers((input, context) -> input.previous(String.class).orElse("nothing"))
                .build();
        var inner = SequentialOrchestrator.of(INNER).endingIn(first);
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(inner);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded().hasOutput("A");
        }
    }

    @Test
    void a_nested_failure_is_a_failure_of_the_same_kind() {
        var inner = SequentialOrchestrator.of(INNER).endingIn(failing(A));
        var flow = SequentialOrchestrator.of(FLOW).then(inner).endingIn(returning(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result)
                    .failedWith(FailureKind.AGENT_ERROR)
                    .hasErrorContaining("a failed")
                    .didNotReach(B);
            assertThat(result.cause()).containsInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_nested_degradation_degrades_every_level() {
        var inner = SequentialOrchestrator.of(INNER).thenOptional(failing(A)).endingIn(returning(B));
        var flow = SequentialOrchestrator.of(FLOW).then(inner).endingIn(returning(C));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).degraded().hasOutput("C");
            assertThat(outcome(result, INNER)).isInstanceOf(Outcome.Degraded.class);
        }
    }

    @Test
    void every_decision_at_every_depth_replays() {
        var loop = LoopOrchestrator.of(AgentKey.of("loop", String.class))
                .body(FakeAgent.builder(A)
                        .answers(
                                (input, context) -> input.previous(String.class).orElse("") + "x")
                        .build())
                .until(text -> text.length() == 3)
                .atMost(3);
        var choice = ConditionalOrchestrator.of(AgentKey.of("choice", String.class))
                .first(returning(B))
                .when(B, "B"::equals, loop)
                .otherwise(returning(C));
        var flow = ParallelOrchestrator.collect(FLOW)
                .agent(choice)
                .agent(returning(A))
                .aggregating(Flows::joined);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).succeeded();
            assertThat(Replay.verify(flow, journal(runtime, result))).isEqualTo(3 + 3 + 3);
        }
    }

    @Test
    void the_depth_limit_counts_the_runs_own_orchestrator() {
        Orchestrator<String> flow = nested(3, new ArrayList<>());
        try (TestRuntime runtime = TestRuntime.builder()
                .register(flow)
                .limits(Limits.defaults().depth(3))
                .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded();
        }
    }

    @Test
    void one_level_deeper_than_the_limit_is_not_started() {
        List<FakeAgent<String>> leaves = new ArrayList<>();
        Orchestrator<String> flow = nested(4, leaves);
        try (TestRuntime runtime = TestRuntime.builder()
                .register(flow)
                .limits(Limits.defaults().depth(3))
                .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello")))
                    .failedWith(FailureKind.LIMIT_EXCEEDED)
                    .hasErrorContaining("limit of 3 depth");
            assertThat(leaves.getFirst().calls()).isZero();
        }
    }

    private static Orchestrator<String> nested(int depth, List<FakeAgent<String>> leaves) {
        FakeAgent<String> leaf = FakeAgent.returning(A, "A");
        leaves.add(leaf);
        Agent<String> inner = leaf;
        for (int level = depth; level > 1; level--) {
            inner = SequentialOrchestrator.of(AgentKey.of("level" + level, String.class))
                    .endingIn(inner);
        }
        return SequentialOrchestrator.of(FLOW).endingIn(inner);
    }

    @Test
    void an_orchestrator_that_contains_itself_is_refused_by_the_runtime() {
        List<Agent<?>> agents = new ArrayList<>();
        var flow = new DecidingOrchestrator<String>(FLOW, agents, progress -> {
            throw new AssertionError("never asked");
        });
        agents.add(flow);

        assertThatThrownBy(() -> TestRuntime.builder().register(flow).build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("orchestrator flow contains itself", "break the cycle");
    }

    @Test
    void what_requires_an_output_that_no_run_begins_with_is_refused_by_the_runtime() {
        var reading =
                SequentialOrchestrator.of(FLOW).reads(Dependency.required(A)).endingIn(returning(B));
        Agent<String> agent = FakeAgent.builder(B).requires(A).returns("B").build();

        for (Agent<?> root : List.of(reading, agent, agent.with(p -> p.retry(RetryPolicy.defaults())))) {
            assertThatThrownBy(() -> TestRuntime.builder().register(root).build())
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessage("agent " + root.key().name() + " is registered and requires a: java.lang.String,"
                            + " which a run begins without; register an orchestrator that holds its producer too,"
                            + " or make the dependency optional");
        }
    }

    @Test
    void what_reads_where_it_can_do_without_may_be_registered() {
        Agent<String> agent = FakeAgent.builder(B).reads(A).returns("B").build();
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello"))).succeeded();
        }
    }

    @Test
    void one_orchestrator_may_stand_at_several_places() {
        var shared = SequentialOrchestrator.of(INNER).endingIn(returning(A));
        var left = SequentialOrchestrator.of(B).endingIn(shared);
        var right = SequentialOrchestrator.of(C).endingIn(shared);
        var flow = Flows.all(left, right);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded().hasOutput("AA");
        }
    }
}
