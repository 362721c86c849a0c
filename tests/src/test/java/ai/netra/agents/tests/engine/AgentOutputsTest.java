package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.failing;
import static ai.netra.agents.tests.engine.Flows.outcome;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What agents return, throw and read. */
class AgentOutputsTest {
    private static OrchestrationResult<?> run(Agent<?> agent) {
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            return runtime.run(agent, RunRequest.of("hello"));
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what host code may do
    void null_is_no_output() {
        Agent<String> agent = Agent.of(A, (input, context) -> null);

        assertThat(run(agent))
                .failedWith(FailureKind.INVALID_OUTPUT)
                .hasErrorContaining("agent a returned null; return a java.lang.String");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // what host code may do
    void a_value_of_another_type_is_no_output() {
        Agent<String> agent = Agent.of(A, (input, context) -> (String) (Object) "unused");
        Agent wrong = Agent.of((AgentKey) A, (input, context) -> 7);

        assertThat(run(agent)).succeeded();
        assertThat(run(wrong))
                .failedWith(FailureKind.INVALID_OUTPUT)
                .hasErrorContaining("returned a java.lang.Integer");
    }

    @Test
    void a_key_of_a_primitive_takes_its_boxes() {
        assertThat(run(Agent.of(AgentKey.of("n", int.class), (input, context) -> 7)))
                .succeeded();
    }

    @Test
    void an_exception_is_a_failure_of_the_agent() {
        var result = run(failing(A));

        assertThat(result).failedWith(FailureKind.AGENT_ERROR).hasErrorContaining("a failed");
        assertThat(result.error()).map(error -> error.type()).contains("java.lang.IllegalStateException");
    }

    @Test
    void an_error_is_a_failure_of_the_agent() {
        assertThat(run(Agent.of(A, (input, context) -> {
                    throw new AssertionError("broken");
                })))
                .failedWith(FailureKind.AGENT_ERROR)
                .hasErrorContaining("broken");
    }

    @Test
    void an_interrupted_exception_on_a_thread_of_the_run_that_nobody_caused_is_a_failure_of_the_agent()
            throws InterruptedException {
        Agent<String> agent = Agent.of(A, (input, context) -> {
            throw new InterruptedException("of its own making");
        });
        try (TestRuntime runtime = TestRuntime.builder().register(agent).build()) {
            assertThat(runtime.start(agent, RunRequest.of("hello")).result()).failedWith(FailureKind.AGENT_ERROR);
        }
    }

    @Test
    void a_failure_of_the_model_says_which_and_whether_to_try_again() {
        var result = run(FakeAgent.failing(A, new LlmException.Unavailable("down", null)));

        assertThat(outcome(result, A).failure())
                .contains(new Failure(FailureKind.LLM_ERROR, "Unavailable", "down", true));
    }

    @Test
    void a_degraded_output_degrades_the_run() {
        Failure cause = Failure.of(FailureKind.TOOL_ERROR, "no prices");
        Agent<String> agent = FakeAgent.builder(A).degrades(cause).returns("A").build();
        var result = run(agent);

        assertThat(result).degraded();
        assertThat(outcome(result, A)).isEqualTo(new Outcome.Degraded<>("A", cause));
        assertThat(result.error()).map(error -> error.failure()).contains(cause);
    }

    @Test
    void an_output_that_is_not_declared_cannot_be_read() {
        Agent<String> nosy = Agent.of(B, (input, context) -> input.output(A));
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(nosy);

        assertThat(run(flow)).failedWith(FailureKind.AGENT_ERROR).hasErrorContaining("was read but not declared");
    }

    @Test
    void an_agent_whose_required_input_is_absent_is_not_started() {
        FakeAgent<String> reader = FakeAgent.builder(B).requires(A).returns("B").build();
        Agent<String> a = failing(A);
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> switch (progress.started()) {
                    case 0 -> Decision.start(Activation.of(a));
                    case 1 -> Decision.start(Activation.of(reader));
                    default -> Decision.finish("done");
                },
                a,
                reader);
        var result = run(flow);

        assertThat(reader.calls()).isZero();
        assertThat(outcome(result, B).failure()).map(Failure::kind).contains(FailureKind.UNMET_DEPENDENCY);
        assertThat(outcome(result, B).failure().orElseThrow().message()).contains("flow/b requires the output of a");
    }

    @Test
    void a_step_reads_any_earlier_one_that_it_declares() {
        FakeAgent<String> reader = FakeAgent.builder(AgentKey.of("c", String.class))
                .requires(A)
                .answers((input, context) ->
                        input.output(A) + input.previous(String.class).orElse(""))
                .build();
        var flow = SequentialOrchestrator.of(FLOW)
                .then(returning(A))
                .then(returning(B))
                .endingIn(reader);

        assertThat(run(flow).output()).map(Object::toString).contains("AB");
    }

    @Test
    void a_list_is_an_output() {
        assertThat(run(Agent.of(AgentKey.listOf("list", String.class), (input, context) -> List.of("x"))))
                .succeeded();
    }
}
