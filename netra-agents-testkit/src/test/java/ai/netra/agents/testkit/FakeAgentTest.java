package ai.netra.agents.testkit;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.event.AgentEvent;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FakeAgentTest {
    private static final AgentKey<String> DRAFT = AgentKey.of("draft", String.class);
    private static final AgentKey<String> PLAN = AgentKey.of("plan", String.class);
    private static final AgentKey<String> NOTES = AgentKey.of("notes", String.class);

    @Test
    void does_one_thing_a_call_and_the_last_one_ever_after() {
        FakeAgent<String> draft = FakeAgent.builder(DRAFT)
                .returns("first")
                .fails(new IOException("second"))
                .answers((input, context) -> input.message() + " third")
                .build();
        try (TestRuntime runtime = TestRuntime.builder().register(draft).build()) {
            assertThat(runtime.run(draft, RunRequest.of("a"))).succeeded().hasOutput("first");
            assertThat(runtime.run(draft, RunRequest.of("b")))
                    .failedWith(FailureKind.AGENT_ERROR)
                    .hasErrorContaining("second");
            assertThat(runtime.run(draft, RunRequest.of("c"))).hasOutput("c third");
            assertThat(runtime.run(draft, RunRequest.of("d"))).hasOutput("d third");
        }

        assertThat(draft.calls()).isEqualTo(4);
        assertThat(draft.inputs()).extracting(AgentInput::message).containsExactly("a", "b", "c", "d");
        assertThat(draft.running()).isZero();
        assertThat(draft.interrupted()).isZero();
    }

    @Test
    void waits_speaks_and_degrades_before_it_answers() {
        FakeAgent<String> draft = FakeAgent.builder(DRAFT)
                .emits("hm")
                .waits(Duration.ofMinutes(2))
                .degrades(Failure.of(FailureKind.TOOL_ERROR, "no prices"))
                .returns("late")
                .returns("at once")
                .build();
        try (TestRuntime runtime = TestRuntime.builder().register(draft).build()) {
            OrchestrationResult<String> first = runtime.run(draft, RunRequest.of("a"));
            OrchestrationResult<String> second = runtime.run(draft, RunRequest.of("b"));

            assertThat(first).degraded().hasOutput("late").hasErrorContaining("no prices");
            assertThat(first.duration()).isEqualTo(Duration.ofMinutes(2));
            assertThat(second).succeeded();
            assertThat(second.duration()).isZero();
            assertThat(runtime.recorder().events(AgentEvent.AgentThought.class))
                    .singleElement()
                    .satisfies(thought -> assertThat(thought.text()).isEqualTo("hm"));
        }
    }

    @Test
    void counts_interrupts() throws InterruptedException {
        FakeAgent<String> draft = FakeAgent.builder(DRAFT)
                .waits(Duration.ofMinutes(2))
                .returns("late")
                .build();
        try (VirtualClock clock = VirtualClock.manual();
                TestRuntime runtime =
                        TestRuntime.builder().scheduler(clock).register(draft).build()) {
            RunHandle<String> handle = runtime.start(draft, RunRequest.of("a"));
            clock.advance(Duration.ofMinutes(1));
            assertThat(draft.running()).isEqualTo(1);

            handle.cancel("enough");

            assertThat(handle.result()).hasStatus(RunStatus.CANCELLED);
            assertThat(draft.running()).isZero();
            assertThat(draft.interrupted()).isEqualTo(1);
            clock.advance(Duration.ZERO);
            assertThat(clock.tasks()).isEmpty();
        }
    }

    @Test
    void declares_what_it_reads() {
        FakeAgent<String> draft = FakeAgent.builder(DRAFT)
                .requires(PLAN)
                .reads(NOTES)
                .returns("x")
                .build();

        assertThat(draft.dependencies()).containsExactly(Dependency.required(PLAN), Dependency.optional(NOTES));
    }

    @Test
    void returns_or_fails_always_in_short() throws Exception {
        FakeAgent<String> returning = FakeAgent.returning(DRAFT, "x");
        FakeAgent<String> failing = FakeAgent.failing(DRAFT, new IOException("y"));
        try (TestRuntime runtime =
                TestRuntime.builder().register(returning).register(failing).build()) {
            assertThat(runtime.run(returning, RunRequest.of("a"))).hasOutput("x");
            assertThat(runtime.run(failing, RunRequest.of("a"))).hasErrorContaining("y");
        }

        assertThat(returning.input().message()).isEqualTo("a");
        assertThat(returning).hasToString("FakeAgent[draft: java.lang.String, 1 calls]");
    }

    @Test
    void has_one_input_only_if_it_was_called_once() {
        FakeAgent<String> draft = FakeAgent.returning(DRAFT, "x");

        assertThatThrownBy(draft::input)
                .isInstanceOf(AssertionError.class)
                .hasMessage("agent draft was called 0 times, not once");
    }

    @Test
    void refuses_a_call_without_an_end() {
        assertThatThrownBy(() -> FakeAgent.builder(DRAFT).build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("fake agent draft has no end to its first call; add returns(output), fails(exception) or"
                        + " answers(body)");
        assertThatThrownBy(
                        () -> FakeAgent.builder(DRAFT).returns("x").emits("hm").build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("fake agent draft has no end to its last call; add returns(output), fails(exception) or"
                        + " answers(body)");
    }
}
