package ai.netra.agents.tests.docs;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.core.orchestrator.WorkflowTable;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/supervisor-table.md. */
final class SupervisorTablePageTest {
    record Triage(boolean needsData) {}

    record Data(int rows) {}

    record Report(String text) {}

    static final AgentKey<Triage> TRIAGE = AgentKey.of("triage", Triage.class);
    static final AgentKey<Data> DATA = AgentKey.of("data", Data.class);
    static final AgentKey<Report> REPORT = AgentKey.of("report", Report.class);

    @Test
    void runs() {

        Agent<Triage> triage =
                Agent.of(TRIAGE, (input, context) -> new Triage(input.message().contains("cost")));
        Agent<Data> data = Agent.of(DATA, TRIAGE, (t, input, context) -> new Data(42));
        Agent<Report> report = Agent.of(
                REPORT,
                List.of(Dependency.required(TRIAGE), Dependency.optional(DATA)),
                (input, context) -> new Report(
                        input.find(DATA).map(found -> found.rows() + " rows").orElse("no data")));

        WorkflowTable table = WorkflowTable.builder()
                .row("understanding", progress -> progress.latest(TRIAGE).isEmpty(), TRIAGE)
                .row(
                        "measured",
                        progress -> progress.output(TRIAGE)
                                .filter(Triage::needsData)
                                .isPresent(),
                        TRIAGE,
                        DATA,
                        REPORT)
                .otherwise("plain", TRIAGE, REPORT);

        var supervisor = SupervisorOrchestrator.of(AgentKey.of("supervisor", Report.class))
                .agent(triage)
                .agent(data)
                .agent(report)
                .workflow(table)
                .fallback(progress -> new Report("nothing to say"))
                .endingIn(REPORT);
        Progress costs = Progress.recorder(AgentInput.of("?"))
                .succeeded(TRIAGE, new Triage(true))
                .progress();
        assertThat(table.row(costs).name()).isEqualTo("measured");
        assertThat(supervisor.decide(costs)).hasToString("Start[activations=[Activation[data]]]");

        var small = SupervisorOrchestrator.of(AgentKey.of("small", Report.class))
                .agent(triage)
                .agent(report)
                .workflow(table)
                .endingIn(REPORT);
        try (TestRuntime runtime = TestRuntime.builder().register(small).build()) {
            assertThat(runtime.run(small, RunRequest.of("cost")))
                    .succeeded()
                    .skipped(DATA)
                    .hasOutput(new Report("no data"));
        }
        try (TestRuntime runtime = TestRuntime.builder().register(supervisor).build()) {
            assertThat(runtime.run(supervisor, RunRequest.of("cost")))
                    .succeeded()
                    .hasOutput(new Report("42 rows"));
            assertThat(runtime.run(supervisor, RunRequest.of("hello")))
                    .succeeded()
                    .hasOutput(new Report("no data"));
        }
    }
}
