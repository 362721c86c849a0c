package ai.netra.agents.tests.orchestrator;

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
import ai.netra.agents.tools.json.JsonCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoffTest {
    record Answer(String text) {}

    private static final AgentKey<Answer> DESK = AgentKey.of("desk", Answer.class);
    private static final TypeRef<Handoff<Answer>> HANDOFF = new TypeRef<>() {};
    private static final AgentKey<Handoff<Answer>> FRONT = AgentKey.of("front", HANDOFF);
    private static final AgentKey<Handoff<Answer>> BILLING = AgentKey.of("billing", HANDOFF);

    private final FakeAgent<Handoff<Answer>> front = FakeAgent.builder(FRONT)
            .returns(Handoff.to(BILLING, "The invoice of May"))
            .returns(Handoff.done(new Answer("settled")))
            .build();

    @Test
    void a_conversation_goes_from_agent_to_agent_until_one_ends_it() {
        FakeAgent<Handoff<Answer>> billing =
                FakeAgent.builder(BILLING).returns(Handoff.to(FRONT)).build();
        var desk = HandoffOrchestrator.of(DESK).agent(billing).startingWith(front);
        try (TestRuntime runtime = TestRuntime.builder().register(desk).build()) {
            var result = runtime.run(desk, RunRequest.of("My invoice is wrong"));

            assertThat(result).succeeded().hasOutput(new Answer("settled"));
            assertThat(result.outcomes())
                    .extracting(ended -> ended.id().value())
                    .containsExactly("front", "billing", "front~2");
            assertThat(billing.input().message()).isEqualTo("The invoice of May");
            assertThat(billing.input().previous()).contains(Handoff.to(BILLING, "The invoice of May"));
            assertThat(front.inputs())
                    .extracting(input -> input.message())
                    .containsExactly("My invoice is wrong", "My invoice is wrong");
        }
    }

    @Test
    void ping_pong_ends() {
        Agent<Handoff<Answer>> ping = Agent.of(FRONT, (input, context) -> Handoff.to(BILLING));
        Agent<Handoff<Answer>> pong = Agent.of(BILLING, (input, context) -> Handoff.to(FRONT));
        var desk = HandoffOrchestrator.of(DESK).agent(pong).startingWith(ping);
        try (TestRuntime runtime = TestRuntime.builder().register(desk).build()) {
            var result = runtime.run(desk, RunRequest.of("Whose is this?"));

            assertThat(result)
                    .failedWith(FailureKind.LIMIT_EXCEEDED)
                    .hasErrorContaining("front -> billing -> front -> billing -> front -> billing");
            assertThat(result.outcomes()).hasSize(11);
        }
    }

    @Test
    void a_failure_ends_the_conversation() {
        var desk = HandoffOrchestrator.of(DESK)
                .agent(FakeAgent.failing(BILLING, new IllegalStateException("closed on Sundays")))
                .startingWith(front);
        try (TestRuntime runtime = TestRuntime.builder().register(desk).build()) {
            assertThat(runtime.run(desk, RunRequest.of("My invoice is wrong")))
                    .failedWith(FailureKind.AGENT_ERROR)
                    .hasErrorContaining("closed on Sundays");
        }
    }

    @Test
    void handoffs_have_a_json_form() {
        JsonCodec codec = JsonCodec.standard();
        codec.verify(HANDOFF.type());

        for (Handoff<Answer> handoff : List.<Handoff<Answer>>of(
                Handoff.to(BILLING), Handoff.to(BILLING, "x"), Handoff.done(new Answer("y")))) {
            assertThat(codec.decode(codec.encode(handoff, HANDOFF.type()), HANDOFF))
                    .isEqualTo(handoff);
        }
    }
}
