package ai.netra.agents.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Attributes;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.suite.NetraSuite;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.triage.RequestIntent;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import ai.netra.agents.testkit.AgentAssertions;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The unit test at the end of the reference document, {@code test_supervisor_orchestration}: a supervisor with a mocked model client and a mocked
 * triage agent and nothing else succeeds, and triage was called.
 */
final class SupervisorAcceptanceTest {
    private static final Triage OPTIMIZE =
            TriageAgent.knowing(List.of()).triage("Optimize my workload", Attributes.empty());

    @Test
    @SuppressWarnings("unchecked") // a mock of a generic interface
    void a_supervisor_of_mocks_succeeds_and_has_called_triage() throws Exception {
        LlmClient llm = mock(LlmClient.class);
        when(llm.generate(any())).thenReturn(LlmResponse.of("test response"));
        Agent<Triage> triage = mock(Agent.class);
        when(triage.key()).thenReturn(NetraSuite.TRIAGE);
        when(triage.process(any(), any())).thenReturn(OPTIMIZE);
        var supervisor = NetraSuite.supervisorOf(triage);

        OrchestrationResult<Report> result;
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().llm(llm).register(supervisor).build()) {
            result = runtime.run(supervisor, RunRequest.of("Optimize my workload"));
        }

        assertThat(OPTIMIZE.intent().primary()).isEqualTo(RequestIntent.OPTIMIZE);
        assertThat(result.success()).isTrue();
        verify(triage).process(any(), any());
    }

    @Test
    void a_supervisor_of_fakes_succeeds_and_has_called_triage() {
        FakeAgent<Triage> triage = FakeAgent.returning(NetraSuite.TRIAGE, OPTIMIZE);
        var supervisor = NetraSuite.supervisorOf(triage);

        try (FakeLlmClient llm = FakeLlmClient.builder().build();
                TestRuntime runtime =
                        TestRuntime.builder().llm(llm).register(supervisor).build()) {
            OrchestrationResult<Report> result = runtime.run(supervisor, RunRequest.of("Optimize my workload"));

            AgentAssertions.assertThat(result).succeeded();
            assertThat(triage.inputs()).extracting(AgentInput::message).containsExactly("Optimize my workload");
            assertThat(result.orThrow().nextSteps()).isNotEmpty();
        }
    }
}
