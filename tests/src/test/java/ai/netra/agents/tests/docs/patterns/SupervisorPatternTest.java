package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.core.orchestrator.WorkflowTable;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/supervisor.md. */
class SupervisorPatternTest {
    // tag::example
    record Triage(boolean analysis) {}

    record Data(int rows) {}

    record Report(String text) {}

    static final AgentKey<Triage> TRIAGE = AgentKey.of("triage", Triage.class);
    static final AgentKey<Data> DATA = AgentKey.of("data", Data.class);
    static final AgentKey<Report> REPORTING = AgentKey.of("reporting", Report.class);

    static final WorkflowTable TABLE = WorkflowTable.builder()
            .row("triage", progress -> progress.latest(TRIAGE).isEmpty(), TRIAGE)
            .row(
                    "analysis",
                    progress -> progress.output(TRIAGE).filter(Triage::analysis).isPresent(),
                    TRIAGE,
                    DATA,
                    REPORTING)
            .otherwise("talk", TRIAGE, REPORTING);

    static final Agent<Report> REPORTER = Agent.of(
            REPORTING,
            List.of(Dependency.required(TRIAGE), Dependency.optional(DATA)),
            (input, context) -> new Report(
                    input.find(DATA).map(data -> data.rows() + " rows").orElse("no data")));

    static SupervisorOrchestrator<Report> supervisor(Agent<Triage> triage, Agent<Data> data) {
        return SupervisorOrchestrator.of(AgentKey.of("supervisor", Report.class))
                .agent(triage)
                .agent(data)
                .agent(REPORTER)
                .workflow(TABLE)
                .fallback(progress -> new Report("Please ask again later."))
                .endingIn(REPORTING);
    }
    // end::example

    private static <O> OrchestrationResult<O> run(Agent<O> flow) {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            return runtime.run(flow, RunRequest.of("How many rows?"));
        }
    }

    @Test
    void the_table_is_tested_by_asking_it() {
        // tag::example
        Progress begun = Progress.recorder(AgentInput.of("How many rows?")).progress();
        Progress triaged = Progress.recorder(AgentInput.of("How many rows?"))
                .succeeded(TRIAGE, new Triage(true))
                .progress();
        assertThat(TABLE.row(begun).name()).isEqualTo("triage");
        assertThat(TABLE.row(triaged).agents()).containsExactly(TRIAGE, DATA, REPORTING);
        // end::example
    }

    @Test
    void follows_the_row() {
        FakeAgent<Data> data = FakeAgent.returning(DATA, new Data(7));
        assertThat(run(supervisor(FakeAgent.returning(TRIAGE, new Triage(true)), data)))
                .succeeded()
                .ran(TRIAGE, DATA, REPORTING)
                .hasOutput(new Report("7 rows"));
        assertThat(run(supervisor(FakeAgent.returning(TRIAGE, new Triage(false)), data)))
                .succeeded()
                .ran(TRIAGE, REPORTING)
                .hasOutput(new Report("no data"));
    }

    @Test
    void an_agent_that_fails_stops_those_that_require_it() {
        // tag::example
        var supervisor = supervisor(
                FakeAgent.returning(TRIAGE, new Triage(true)),
                FakeAgent.failing(DATA, new IllegalStateException("database is down")));
        try (TestRuntime runtime = TestRuntime.builder().register(supervisor).build()) {
            assertThat(runtime.run(supervisor, RunRequest.of("How many rows?")))
                    .degraded()
                    .hasErrorContaining("database is down")
                    .hasOutput(new Report("no data"));
        }
        // end::example
    }

    @Test
    void falls_back_where_the_last_agent_gave_nothing() {
        var broken = FakeAgent.failing(TRIAGE, new IllegalStateException("no idea"));
        assertThat(run(supervisor(broken, FakeAgent.returning(DATA, new Data(7)))))
                .degraded()
                .skipped(REPORTING)
                .hasOutput(new Report("Please ask again later."));
    }
}
