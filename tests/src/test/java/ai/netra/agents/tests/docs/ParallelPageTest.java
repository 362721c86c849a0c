package ai.netra.agents.tests.docs;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/parallel.md. */
final class ParallelPageTest {
    record Quote(String model, double dollars) {}

    static final AgentKey<Quote> CHEAP = AgentKey.of("cheap", Quote.class);
    static final AgentKey<Quote> FAST = AgentKey.of("fast", Quote.class);
    static final AgentKey<Quote> LOCAL = AgentKey.of("local", Quote.class);

    @Test
    void runs() {
        Agent<Quote> cheap = Agent.of(CHEAP, (input, context) -> new Quote("cheap", 1));
        Agent<Quote> fast = Agent.of(FAST, (input, context) -> new Quote("fast", 3));
        Agent<Quote> local = FakeAgent.failing(LOCAL, new IllegalStateException("no GPU"));

        // All of them: what each gives is read by its key.
        var spread = ParallelOrchestrator.all(AgentKey.of("spread", Double.class))
                .agent(cheap)
                .agent(fast)
                .aggregating(quotes -> quotes.output(FAST).orElseThrow().dollars()
                        - quotes.output(CHEAP).orElseThrow().dollars());

        // Whoever has one: all are awaited, and failed ones are left out.
        var cheapest = ParallelOrchestrator.collect(AgentKey.of("cheapest", Quote.class))
                .agent(cheap)
                .agent(fast)
                .agent(local)
                .aggregating(quotes ->
                        Collections.min(quotes.outputs(Quote.class), Comparator.comparingDouble(Quote::dollars)));

        // Two of three, whichever they are.
        var agreed = ParallelOrchestrator.quorum(AgentKey.listOf("agreed", Quote.class), 2)
                .agent(cheap)
                .agent(fast)
                .agent(local)
                .aggregating(quotes -> quotes.outputs(Quote.class));

        // The first that succeeds.
        var soonest = ParallelOrchestrator.firstSuccess(AgentKey.of("soonest", Quote.class))
                .agent(cheap)
                .agent(fast)
                .agent(local)
                .build();
        Progress one = Progress.recorder(AgentInput.of("?"))
                .started(ActivationId.of(CHEAP), CHEAP)
                .succeeded(FAST, new Quote("fast", 3))
                .progress();
        assertThat(soonest.decide(one)).isEqualTo(Decision.finish(new Quote("fast", 3)));
        assertThat(agreed.decide(one)).isEqualTo(Decision.await());

        FakeAgent<Quote> slow = FakeAgent.builder(CHEAP)
                .waits(Duration.ofHours(1))
                .returns(new Quote("cheap", 1))
                .build();
        var race = ParallelOrchestrator.firstSuccess(AgentKey.of("race", Quote.class))
                .agent(slow)
                .agent(fast)
                .build();
        try (TestRuntime runtime = TestRuntime.builder().register(race).build()) {
            assertThat(runtime.run(race, RunRequest.of("?"))).succeeded().hasOutput(new Quote("fast", 3));
            assertThat(slow.interrupted()).isEqualTo(1);
        }
        try (TestRuntime runtime = TestRuntime.builder()
                .register(spread)
                .register(cheapest)
                .register(agreed)
                .register(soonest)
                .build()) {
            assertThat(runtime.run(spread, RunRequest.of("?"))).succeeded().hasOutput(2.0);
            assertThat(runtime.run(cheapest, RunRequest.of("?"))).degraded().hasOutput(new Quote("cheap", 1));
            assertThat(runtime.run(agreed, RunRequest.of("?")).output().orElseThrow())
                    .containsExactly(new Quote("cheap", 1), new Quote("fast", 3));
            assertThat(runtime.run(soonest, RunRequest.of("?")).output()).isPresent();
        }
    }
}
