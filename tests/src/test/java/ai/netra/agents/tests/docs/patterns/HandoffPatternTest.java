package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Handoff;
import ai.netra.agents.RunRequest;
import ai.netra.agents.TypeRef;
import ai.netra.agents.core.orchestrator.HandoffOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/handoff.md. */
class HandoffPatternTest {
    // tag::example
    record Answer(String text) {}

    static final TypeRef<Handoff<Answer>> HANDOFF = new TypeRef<>() {};
    static final AgentKey<Handoff<Answer>> FRONT = AgentKey.of("front", HANDOFF);
    static final AgentKey<Handoff<Answer>> BILLING = AgentKey.of("billing", HANDOFF);

    static final Agent<Handoff<Answer>> RECEPTION = Agent.of(
            FRONT,
            (input, context) -> input.message().contains("invoice")
                    ? Handoff.to(BILLING, "Check this: " + input.message())
                    : Handoff.done(new Answer("How may I help?")));

    static HandoffOrchestrator<Answer> desk(Agent<Handoff<Answer>> billing) {
        return HandoffOrchestrator.of(AgentKey.of("desk", Answer.class))
                .agent(billing)
                .allow(BILLING, FRONT)
                .atMost(4)
                .startingWith(RECEPTION);
    }
    // end::example

    @Test
    void the_conversation_goes_where_it_is_handed() {
        // tag::example
        FakeAgent<Handoff<Answer>> billing = FakeAgent.returning(BILLING, Handoff.done(new Answer("settled")));
        var desk = desk(billing);
        try (TestRuntime runtime = TestRuntime.builder().register(desk).build()) {
            assertThat(runtime.run(desk, RunRequest.of("My invoice is wrong")))
                    .succeeded()
                    .ran(FRONT, BILLING)
                    .hasOutput(new Answer("settled"));
            assertThat(billing.input().message()).isEqualTo("Check this: My invoice is wrong");
        }
        // end::example
    }

    @Test
    void ping_pong_is_bounded() {
        var desk = desk(FakeAgent.returning(BILLING, Handoff.to(FRONT)));
        try (TestRuntime runtime = TestRuntime.builder().register(desk).build()) {
            assertThat(runtime.run(desk, RunRequest.of("My invoice is wrong")))
                    .failedWith(FailureKind.LIMIT_EXCEEDED)
                    .hasErrorContaining("front -> billing -> front");
        }
    }

    @Test
    void a_handoff_that_is_not_allowed_ends_it() {
        var desk = desk(FakeAgent.returning(BILLING, Handoff.to(BILLING)));
        try (TestRuntime runtime = TestRuntime.builder().register(desk).build()) {
            assertThat(runtime.run(desk, RunRequest.of("My invoice is wrong"))).failedWith(FailureKind.INVALID_OUTPUT);
        }
    }

    @Test
    void a_failure_ends_it() {
        var desk = desk(FakeAgent.failing(BILLING, new IllegalStateException("closed")));
        try (TestRuntime runtime = TestRuntime.builder().register(desk).build()) {
            assertThat(runtime.run(desk, RunRequest.of("My invoice is wrong")))
                    .failedWith(FailureKind.AGENT_ERROR)
                    .hasErrorContaining("closed");
        }
    }
}
