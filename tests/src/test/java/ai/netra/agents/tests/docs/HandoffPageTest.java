package ai.netra.agents.tests.docs;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Handoff;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.TypeRef;
import ai.netra.agents.core.orchestrator.HandoffOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/handoff.md. */
final class HandoffPageTest {
    record Answer(String text) {}

    static final AgentKey<Handoff<Answer>> FRONT = AgentKey.of("front", new TypeRef<>() {});
    static final AgentKey<Handoff<Answer>> BILLING = AgentKey.of("billing", new TypeRef<>() {});
    static final AgentKey<Handoff<Answer>> EXPERT = AgentKey.of("expert", new TypeRef<>() {});

    @Test
    void runs() {
        Agent<Handoff<Answer>> expert = FakeAgent.returning(EXPERT, Handoff.done(new Answer("42")));

        Agent<Handoff<Answer>> front = Agent.of(
                FRONT,
                (input, context) -> input.message().contains("invoice")
                        ? Handoff.to(BILLING, "Explain the invoice")
                        : Handoff.done(new Answer("How can we help?")));
        Agent<Handoff<Answer>> billing =
                Agent.of(BILLING, (input, context) -> Handoff.done(new Answer(input.message() + ": paid")));

        var desk = HandoffOrchestrator.of(AgentKey.of("desk", Answer.class))
                .agent(billing)
                .agent(expert)
                .allow(BILLING, EXPERT)
                .atMost(5)
                .startingWith(front);
        Progress asked = Progress.recorder(AgentInput.of("My invoice"))
                .succeeded(FRONT, Handoff.to(BILLING, "Explain the invoice"))
                .progress();
        assertThat(desk.decide(asked)).hasToString("Start[activations=[Activation[billing]]]");

        try (TestRuntime runtime = TestRuntime.builder().register(desk).build()) {
            assertThat(runtime.run(desk, RunRequest.of("My invoice")))
                    .succeeded()
                    .hasOutput(new Answer("Explain the invoice: paid"));
        }
    }
}
