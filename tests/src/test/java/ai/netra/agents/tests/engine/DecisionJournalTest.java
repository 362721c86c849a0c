package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.all;
import static ai.netra.agents.tests.engine.Flows.collect;
import static ai.netra.agents.tests.engine.Flows.failing;
import static ai.netra.agents.tests.engine.Flows.journal;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalEvents;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is in a run's journal, and when. */
class DecisionJournalTest {
    @Test
    void each_decision_stands_right_behind_the_outcome_it_was_asked_about() {
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(returning(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(inShort(journal(runtime, result)))
                    .containsExactly(
                            "Began",
                            "Owned",
                            "Decided flow START [a]",
                            "Ended a succeeded",
                            "Decided flow START [b]",
                            "Ended b succeeded",
                            "Decided flow FINISH []",
                            "Finished succeeded");
        }
    }

    @Test
    void outcomes_of_parallel_branches_are_decided_on_one_at_a_time_in_the_order_they_came() {
        var flow = collect(
                FakeAgent.builder(A).waits(Duration.ofSeconds(3)).returns("A").build(),
                FakeAgent.builder(B).waits(Duration.ofSeconds(1)).returns("B").build(),
                FakeAgent.builder(C).waits(Duration.ofSeconds(2)).returns("C").build());
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(inShort(journal(runtime, result)).subList(2, 9))
                    .containsExactly(
                            "Decided flow START [a, b, c]",
                            "Ended b succeeded",
                            "Decided flow WAIT []",
                            "Ended c succeeded",
                            "Decided flow WAIT []",
                            "Ended a succeeded",
                            "Decided flow FINISH []");
            assertThat(result.output()).contains("ABC");
        }
    }

    @Test
    void an_activation_begins_only_after_its_decision_is_in_the_journal() {
        AtomicReference<TestRuntime> runtime = new AtomicReference<>();
        Queue<String> unjournaled = new ConcurrentLinkedQueue<>();
        Agent<String> a = lookingBack(A, runtime, unjournaled);
        Agent<String> b = lookingBack(B, runtime, unjournaled);
        var flow = SequentialOrchestrator.of(FLOW).then(a).endingIn(b);
        runtime.set(TestRuntime.builder().register(flow).build());
        try (TestRuntime used = runtime.get()) {
            used.run(flow, RunRequest.of("hello").runId("r1"));
        }

        assertThat(unjournaled).isEmpty();
    }

    @Test
    void parallel_activations_begin_only_after_their_decision_is_in_the_journal() {
        AtomicReference<TestRuntime> runtime = new AtomicReference<>();
        Queue<String> unjournaled = new ConcurrentLinkedQueue<>();
        var flow = all(lookingBack(A, runtime, unjournaled), lookingBack(B, runtime, unjournaled));
        runtime.set(TestRuntime.builder().register(flow).build());
        try (TestRuntime used = runtime.get()) {
            used.run(flow, RunRequest.of("hello").runId("r1"));
        }

        assertThat(unjournaled).isEmpty();
    }

    private static Agent<String> lookingBack(
            AgentKey<String> key, AtomicReference<TestRuntime> runtime, Queue<String> unjournaled) {
        return Agent.of(key, (input, context) -> {
            boolean decided = runtime.get().journal(UserId.LOCAL, RunId.of("r1")).orElseThrow().stream()
                    .filter(JournalEntry.Decided.class::isInstance)
                    .map(JournalEntry.Decided.class::cast)
                    .flatMap(entry -> entry.decision().starts().stream())
                    .anyMatch(start -> start.id().equals(context.activation()));
            if (!decided) {
                unjournaled.add(key.name());
            }
            return "done";
        });
    }

    @Test
    void a_decision_pins_what_its_activations_read() {
        Agent<String> reader =
                FakeAgent.builder(C).requires(A).reads(B).returns("C").build();
        var flow = SequentialOrchestrator.of(FLOW)
                .then(returning(A))
                .thenOptional(failing(B))
                .endingIn(reader);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            RecordedDecision.Start start =
                    decisions(runtime, result).get(2).starts().getFirst();
            assertThat(start.reads())
                    .extracting(read -> read.agent().name() + " from " + read.from())
                    .containsExactly("a from SCOPE", "b from SCOPE");
        }
    }

    @Test
    void lifecycle_events_are_those_that_the_journal_gives() {
        var flow = collect(
                FakeAgent.builder(A)
                        .waits(Duration.ofSeconds(1))
                        .emits("thinking")
                        .returns("A")
                        .build(),
                failing(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            List<AgentEvent> heard = runtime.recorder().events().stream()
                    .filter(AgentEvent::isLifecycle)
                    .toList();
            assertThat(JournalEvents.of(journal(runtime, result))).isEqualTo(heard);
            assertThat(heard)
                    .extracting(event -> event.source().position().sequence())
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        }
    }

    @Test
    void the_journal_says_who_asked_what_of_which_version() {
        Agent<String> a = returning(A);
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            var result = runtime.run(
                    a, RunRequest.of("hello").user("u1").thread("t1").runId("r1"));

            assertThat(journal(runtime, result).getFirst()).isInstanceOfSatisfying(JournalEntry.Began.class, began -> {
                assertThat(began.user().value()).isEqualTo("u1");
                assertThat(began.thread().value()).isEqualTo("t1");
                assertThat(began.run().value()).isEqualTo("r1");
                assertThat(began.request()).isEqualTo(result.request());
                assertThat(began.agent()).isEqualTo(A);
                assertThat(began.version()).isEqualTo("1");
            });
        }
    }

    private static List<RecordedDecision> decisions(TestRuntime runtime, OrchestrationResult<?> result) {
        return journal(runtime, result).stream()
                .filter(JournalEntry.Decided.class::isInstance)
                .map(entry -> ((JournalEntry.Decided) entry).decision())
                .toList();
    }

    private static List<String> inShort(List<JournalEntry> journal) {
        return journal.stream()
                .map(entry -> switch (entry) {
                    case JournalEntry.Decided decided ->
                        "Decided " + decided.scope() + " " + decided.decision().kind() + " "
                                + decided.decision().starts().stream()
                                        .map(RecordedDecision.Start::id)
                                        .toList();
                    case JournalEntry.Ended ended ->
                        "Ended " + ended.outcome().id() + " "
                                + ended.outcome().outcome().label();
                    case JournalEntry.Finished finished ->
                        "Finished " + finished.outcome().label();
                    default -> entry.getClass().getSimpleName();
                })
                .toList();
    }
}
