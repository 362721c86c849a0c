package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What listeners hear, and what they cannot break. */
class ListenersTest {
    @Test
    void hear_the_lifecycle_in_order() {
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(returning(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));

            assertThat(runtime.recorder().events())
                    .extracting(event -> event.type() + " " + event.source().path())
                    .containsExactly(
                            "run_started flow",
                            "agent_started flow/a",
                            "agent_completed flow/a",
                            "agent_started flow/b",
                            "agent_completed flow/b",
                            "run_completed flow");
        }
    }

    @Test
    void hear_an_agents_thoughts_where_they_came() {
        Agent<String> a = Agent.of(A, (input, context) -> {
            context.emit("comparing", Attributes.empty().with("options", 3));
            return "A";
        });
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            runtime.run(a, RunRequest.of("hello"));

            assertThat(runtime.recorder().types())
                    .containsExactly(
                            "run_started", "agent_started", "agent_thinking", "agent_completed", "run_completed");
            assertThat(runtime.recorder()
                            .events(AgentEvent.AgentThought.class)
                            .getFirst()
                            .text())
                    .isEqualTo("comparing");
        }
    }

    @Test
    void hear_a_models_answer_piece_by_piece() {
        Agent<String> a = Agent.of(A, (input, context) -> {
            List<String> pieces = new ArrayList<>();
            context.llm().stream(LlmRequest.of("hello"), (LlmDelta delta) -> pieces.add(delta.text()));
            return String.join("|", pieces);
        });
        FakeLlmClient llm = FakeLlmClient.builder().stream("good ", "day").build();
        try (TestRuntime runtime = TestRuntime.builder().llm(llm).register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello"))).hasOutput("good |day");
            assertThat(runtime.recorder().events(AgentEvent.LlmDeltaReceived.class))
                    .extracting(AgentEvent.LlmDeltaReceived::text)
                    .containsExactly("good ", "day");
        }
    }

    @Test
    void one_that_throws_breaks_nothing_and_is_counted() {
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(returning(B));
        List<String> heard = new ArrayList<>();
        try (TestRuntime runtime = TestRuntime.builder()
                .listener(event -> {
                    throw new IllegalStateException("broken listener");
                })
                .listener(event -> heard.add(event.type()))
                .register(flow)
                .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded();
            assertThat(runtime.listenerFailures()).isEqualTo(6);
            assertThat(heard).hasSize(6);
        }
    }

    @Test
    void one_that_throws_an_error_breaks_nothing() {
        Agent<String> a = returning(A);
        try (TestRuntime runtime = TestRuntime.builder()
                .listener(event -> {
                    throw new AssertionError("broken listener");
                })
                .register(a)
                .build()) {
            assertThat(runtime.run(a, RunRequest.of("hello"))).succeeded();
        }
    }

    @Test
    void one_may_cancel_the_run_it_hears_of() {
        AtomicReference<TestRuntime> runtime = new AtomicReference<>();
        FakeAgent<String> next = FakeAgent.returning(B, "B");
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(next);
        runtime.set(TestRuntime.builder()
                .listener(event -> {
                    if (event instanceof AgentEvent.AgentCompleted) {
                        runtime.get()
                                .cancel(event.source().user(), event.source().run(), "seen enough");
                    }
                })
                .register(flow)
                .build());
        try (TestRuntime used = runtime.get()) {
            assertThat(used.run(flow, RunRequest.of("hello"))).cancelled().hasErrorContaining("seen enough");
            assertThat(next.calls()).isZero();
        }
    }

    @Test
    void hear_one_event_of_a_run_at_a_time_with_positions_that_have_no_gaps() {
        List<Agent<String>> branches = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            branches.add(Agent.of(AgentKey.of("branch" + i, String.class), (input, context) -> {
                for (int n = 0; n < 10; n++) {
                    context.emit("thought " + n);
                }
                return "x";
            }));
        }
        var flow = Flows.collect(branches.toArray(Agent<?>[]::new));
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(flow)
                        .build()) {
            runtime.run(flow, RunRequest.of("hello"));

            List<AgentEvent> lifecycle = runtime.recorder().events().stream()
                    .filter(AgentEvent::isLifecycle)
                    .toList();
            assertThat(lifecycle).hasSize(2 + 128);
            for (int i = 0; i < lifecycle.size(); i++) {
                assertThat(lifecycle.get(i).source().position().sequence()).isEqualTo(i + 1);
            }
        }
    }
}
