package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.suite.NetraSuite;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.tests.Workloads;
import org.junit.jupiter.api.Test;

/** The example of docs/suite-llm.md, compiled and run. */
final class SuiteLlmGuideTest {
    static NetraSuite suite(WorkloadRepository repository, LlmClient client) {
        SuiteLlm llm = SuiteLlm.of(client)
                .maxOutputTokens(4_000)
                .prompt(
                        NetraSuite.REPORTING,
                        "reporting-acme-3",
                        "Your phase is reporting. Write for the finance team: ...");
        return NetraSuite.builder().repository(repository).llm(llm).build();
    }

    @Test
    void the_prompt_of_ones_own_is_in_the_agents_version() {
        try (Workloads workloads = Workloads.inMemory();
                FakeLlmClient client = FakeLlmClient.replying()) {
            assertThat(suite(workloads.repository(), client).agents().getLast().version())
                    .startsWith("1-reporting-acme-3-");
        }
    }
}
