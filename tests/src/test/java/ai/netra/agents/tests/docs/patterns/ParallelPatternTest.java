package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/parallel.md. */
class ParallelPatternTest {
    // tag::example
    record Quote(String vendor, int dollars) {}

    static final AgentKey<Quote> CHEAP = AgentKey.of("cheap", Quote.class);
    static final AgentKey<Quote> FAST = AgentKey.of("fast", Quote.class);
    static final AgentKey<Quote> LOCAL = AgentKey.of("local", Quote.class);
    static final AgentKey<List<Quote>> QUOTES = AgentKey.listOf("quotes", Quote.class);

    static ParallelOrchestrator<List<Quote>> quotes(
            ParallelOrchestrator.Builder<List<Quote>> mode, Agent<?>... vendors) {
        List.of(vendors).forEach(mode::agent);
        return mode.aggregating(branches -> branches.outputs(Quote.class));
    }

    static ParallelOrchestrator.Builder<List<Quote>> everyQuote() {
        return ParallelOrchestrator.all(QUOTES);
    }

    static ParallelOrchestrator.Builder<List<Quote>> whatQuotesThereAre() {
        return ParallelOrchestrator.collect(QUOTES);
    }

    static ParallelOrchestrator.Builder<List<Quote>> twoQuotes() {
        return ParallelOrchestrator.quorum(QUOTES, 2);
    }

    static ParallelOrchestrator<Quote> firstQuote(Agent<Quote> one, Agent<Quote> other) {
        return ParallelOrchestrator.firstSuccess(AgentKey.of("first", Quote.class))
                .agent(one)
                .agent(other)
                .build();
    }
    // end::example

    private static final Quote TEN = new Quote("cheap", 10);
    private static final Quote TWENTY = new Quote("local", 20);

    private final FakeAgent<Quote> cheap =
            FakeAgent.builder(CHEAP).waits(Duration.ofSeconds(1)).returns(TEN).build();
    private final FakeAgent<Quote> local = FakeAgent.builder(LOCAL)
            .waits(Duration.ofMinutes(1))
            .returns(TWENTY)
            .build();
    private final FakeAgent<Quote> fast = FakeAgent.failing(FAST, new IllegalStateException("sold out"));

    private static <O> OrchestrationResult<O> run(Agent<O> flow) {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            return runtime.run(flow, RunRequest.of("100 GPU hours"));
        }
    }

    @Test
    void all_gives_the_outputs_in_declared_order() {
        assertThat(run(quotes(everyQuote(), local, cheap))).succeeded().hasOutput(List.of(TWENTY, TEN));
    }

    @Test
    void all_ends_at_the_first_failure() {
        assertThat(run(quotes(everyQuote(), local, fast)))
                .failedWith(FailureKind.AGENT_ERROR)
                .hasErrorContaining("sold out")
                .hasOutcomeSatisfying(LOCAL, outcome -> outcome.cancelled());
    }

    @Test
    void collect_takes_what_there_is() {
        assertThat(run(quotes(whatQuotesThereAre(), local, fast, cheap)))
                .degraded()
                .hasOutput(List.of(TWENTY, TEN));
    }

    @Test
    void quorum_needs_so_many() {
        assertThat(run(quotes(twoQuotes(), local, fast, cheap))).degraded().hasOutput(List.of(TWENTY, TEN));
        assertThat(run(quotes(twoQuotes(), fast, cheap)))
                .failedWith(FailureKind.AGENT_ERROR)
                .hasErrorContaining("sold out");
    }

    @Test
    void first_success_cancels_the_slower_ones() {
        // tag::example
        var race = firstQuote(
                FakeAgent.builder(CHEAP)
                        .waits(Duration.ofSeconds(1))
                        .returns(new Quote("cheap", 10))
                        .build(),
                FakeAgent.builder(LOCAL)
                        .waits(Duration.ofMinutes(1))
                        .returns(new Quote("local", 20))
                        .build());
        try (TestRuntime runtime = TestRuntime.builder().register(race).build()) {
            assertThat(runtime.run(race, RunRequest.of("100 GPU hours")))
                    .succeeded()
                    .hasOutput(new Quote("cheap", 10))
                    .hasOutcomeSatisfying(LOCAL, outcome -> outcome.cancelled());
        }
        // end::example
    }
}
