package ai.netra.agents.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.json.ResultJson;
import ai.netra.agents.suite.NetraSuite;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.trace.CsvTrace;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.tests.Workloads;
import ai.netra.agents.tools.json.JsonCodec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The integration test at the end of the reference document, {@code test_full_agent_workflow}. */
final class WorkflowAcceptanceTest {
    @Test
    void the_full_workflow_succeeds_with_recommendations_and_an_action_plan() {
        try (Workloads workloads = Workloads.inMemory()) {
            workloads.load("alice", "test-123", CsvTrace.bundledSample());
            NetraSuite suite = NetraSuite.builder()
                    .repository(workloads.repository())
                    .catalog(JsonSupplyCatalog.bundled())
                    .build();
            try (TestRuntime runtime =
                    TestRuntime.builder().setup(suite::registerWith).build()) {
                OrchestrationResult<Report> result = runtime.run(
                        suite.factory().createAgent(NetraSuite.SUPERVISOR),
                        RunRequest.of("Optimize my GPU workload for cost")
                                .user("alice")
                                .attribute("workload_id", "test-123"));

                assertThat(result.success()).isTrue();
                JsonNode json = JsonMapper.shared().readTree(ResultJson.of(result, JsonCodec.standard()));
                assertThat(json.get("success").booleanValue()).isTrue();
                assertThat(json.get("result").has("recommendations")).isTrue();
                assertThat(json.get("result").has("action_plan")).isTrue();
                assertThat(json.at("/metadata/user_message").stringValue())
                        .isEqualTo("Optimize my GPU workload for cost");
                assertThat(json.at("/metadata/context/workload_id").stringValue())
                        .isEqualTo("test-123");
                assertThat(json.at("/metadata/current_phase").stringValue()).isEqualTo("reporting");
                assertThat(json.at("/metadata/agent_outputs").propertyNames()).contains("triage", "data", "reporting");
            }
        }
    }
}
