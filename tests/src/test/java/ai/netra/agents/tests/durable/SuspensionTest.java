package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.PendingQuestion;
import ai.netra.agents.Question;
import ai.netra.agents.QuestionExpiredException;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunResumptionException;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.orchestrator.BranchOutcomes;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolEffect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents that ask people, and runs that wait for the answer. */
class SuspensionTest {
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final AgentKey<String> B = AgentKey.of("b", String.class);
    private static final AgentKey<String> C = AgentKey.of("c", String.class);
    private static final UserId ANN = UserId.of("ann");
    private static final RunId RUN = RunId.of("r1");
    private static final RunRequest REQUEST =
            RunRequest.of("hello").user("ann").thread("t1").runId("r1");

    /** Where the run waits. */
    enum Where {
        MEMORY,
        STORE,
        ANOTHER_PROCESS
    }

    private final VirtualClock clock = VirtualClock.automatic();
    private final Task here = clock.adopt("test");
    private final StateStore store =
            EncodingStore.of(InMemoryStateStore.builder().scheduler(clock).build());
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger prepared = new AtomicInteger();

    @AfterEach
    void release() {
        here.release();
    }

    private TestRuntime runtime(Where where, Agent<?> agent) {
        TestRuntime.Builder builder = TestRuntime.builder()
                .scheduler(clock)
                .register(agent)
                .llm(request -> LlmResponse.of("answer " + asked.incrementAndGet()));
        return (where == Where.MEMORY ? builder : builder.setup(b -> b.stateStore(store))).build();
    }

    /** Asks a model, does a step, asks for an approval. */
    private Agent<String> approved(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> {
            String answer = context.llm().generate(LlmRequest.of("draft")).text();
            int number = context.step("prepare", ToolEffect.READ, Integer.class, prepared::incrementAndGet);
            boolean approved = context.await(Question.of("Send '" + answer + "'?", Boolean.class));
            return key.name() + " " + answer + " " + number + " " + approved;
        });
    }

    private static String joined(BranchOutcomes branches) {
        return branches.outcomes().stream()
                .flatMap(ended -> ended.outcome().output().stream())
                .map(Object::toString)
                .collect(Collectors.joining("; "));
    }

    /** What a run gives once it is answered: in the runtime that it was suspended in, or in another. */
    private OrchestrationResult<?> answered(Where where, Agent<?> agent, TestRuntime first, Object answer)
            throws InterruptedException {
        if (where != Where.ANOTHER_PROCESS) {
            return first.answer(ANN, RUN, onlyQuestion(first).id(), answer).result();
        }
        first.close();
        try (TestRuntime second = runtime(where, agent)) {
            return second.answer(ANN, RUN, onlyQuestion(second).id(), answer).result();
        }
    }

    private static PendingQuestion onlyQuestion(TestRuntime runtime) throws InterruptedException {
        OrchestrationResult<?> result = runtime.find(ANN, RUN).orElseThrow().result();
        assertThat(result.status()).isEqualTo(RunStatus.SUSPENDED);
        return result.questions().getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void goes_on_with_the_answer_and_does_nothing_twice(Where where) throws InterruptedException {
        Agent<String> agent = approved(A);
        try (TestRuntime runtime = runtime(where, agent)) {
            OrchestrationResult<String> waiting = runtime.run(agent, REQUEST);

            assertThat(waiting.status()).isEqualTo(RunStatus.SUSPENDED);
            assertThat(waiting.output()).isEmpty();
            assertThat(waiting.error()).isEmpty();
            assertThat(waiting.questions()).hasSize(1);
            assertThat(waiting.questions().getFirst().question().text()).isEqualTo("Send 'answer 1'?");
            assertThat(waiting.questions().getFirst().agent()).isEqualTo("a");
            assertThat(waiting.usage().llmCalls()).isOne();

            OrchestrationResult<?> result = answered(where, agent, runtime, true);

            assertThat(result.output())
                    .hasValueSatisfying(output -> assertThat(output).isEqualTo("a answer 1 1 true"));
            assertThat(result.success()).isTrue();
            assertThat(result.usage().llmCalls()).isOne();
            assertThat(asked).hasValue(1);
            assertThat(prepared).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lets_siblings_finish_and_calls_only_who_asked_again(Where where) throws InterruptedException {
        FakeAgent<String> sibling = FakeAgent.returning(B, "b");
        FakeAgent<String> last = FakeAgent.returning(C, "c");
        ParallelOrchestrator<String> both = ParallelOrchestrator.all(AgentKey.of("both", String.class))
                .agent(approved(A))
                .agent(sibling)
                .aggregating(SuspensionTest::joined);
        var flow = SequentialOrchestrator.of(FLOW).then(both).endingIn(last);
        try (TestRuntime runtime = runtime(where, flow)) {
            assertThat(runtime.run(flow, REQUEST).status()).isEqualTo(RunStatus.SUSPENDED);
            assertThat(sibling.calls()).isOne();
            assertThat(last.calls()).isZero();

            OrchestrationResult<?> result = answered(where, flow, runtime, true);

            assertThat(result.success()).isTrue();
            assertThat(result.outputs()).containsEntry("both", "a answer 1 1 true; b");
            assertThat(sibling.calls()).isOne();
            assertThat(last.calls()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void two_may_ask_and_be_answered_one_after_the_other(Where where) throws InterruptedException {
        AtomicInteger begun = new AtomicInteger();
        Agent<String> other = Agent.of(B, (input, context) -> {
            begun.incrementAndGet();
            return "b " + context.await(Question.of("And b?", String.class));
        });
        var flow =
                ParallelOrchestrator.all(FLOW).agent(approved(A)).agent(other).aggregating(SuspensionTest::joined);
        try (TestRuntime runtime = runtime(where, flow)) {
            OrchestrationResult<String> waiting = runtime.run(flow, REQUEST);
            assertThat(waiting.questions()).hasSize(2);
            PendingQuestion b = waiting.questions().stream()
                    .filter(question -> question.agent().equals("b"))
                    .findFirst()
                    .orElseThrow();

            OrchestrationResult<?> once =
                    runtime.answer(ANN, RUN, b.id(), "yes").result();
            assertThat(once.status()).isEqualTo(RunStatus.SUSPENDED);
            assertThat(once.questions()).extracting(PendingQuestion::agent).containsExactly("a");
            assertThat(begun).hasValue(2);
            assertThat(asked).hasValue(1);

            OrchestrationResult<?> result = answered(where, flow, runtime, false);
            assertThat(result.output().map(Object::toString)).hasValue("a answer 1 1 false; b yes");
            assertThat(begun).hasValue(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "STORE"})
    void an_answer_is_taken_once_while_others_are_still_at_work(Where where) throws InterruptedException {
        Agent<String> slow = Agent.of(B, (input, context) -> {
            context.clock().sleep(Duration.ofMinutes(2));
            return "b";
        });
        var flow = ParallelOrchestrator.all(FLOW).agent(approved(A)).agent(slow).aggregating(SuspensionTest::joined);
        try (TestRuntime runtime = runtime(where, flow)) {
            RunHandle<String> handle = runtime.start(flow, REQUEST);
            clock.clock().sleep(Duration.ofMinutes(1));

            runtime.answer(ANN, RUN, "flow/a!1/3", true);
            assertThatThrownBy(() -> runtime.answer(ANN, RUN, "flow/a!1/3", false))
                    .isInstanceOf(RunResumptionException.NoSuchQuestion.class);

            assertThat(handle.result().output()).hasValue("a answer 1 1 true; b");
            assertThat(asked).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_question_within_a_call_suspends_the_caller_too(Where where) throws InterruptedException {
        FakeAgent<String> before = FakeAgent.returning(C, "c");
        Agent<String> inner = approved(A);
        Agent<String> caller =
                Agent.of(B, (input, context) -> context.call(before, input) + " then " + context.call(inner, input));
        try (TestRuntime runtime = runtime(where, caller)) {
            assertThat(runtime.run(caller, REQUEST).status()).isEqualTo(RunStatus.SUSPENDED);

            OrchestrationResult<?> result = answered(where, caller, runtime, true);

            assertThat(result.output().map(Object::toString)).hasValue("c then a answer 1 1 true");
            assertThat(before.calls()).isOne();
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void an_exception_handler_around_the_question_does_not_stop_it() {
        Agent<String> careless = Agent.of(A, (input, context) -> {
            try {
                return context.await(Question.of("Really?", String.class));
            } catch (Exception e) {
                return "never mind";
            }
        });
        try (TestRuntime runtime = runtime(Where.MEMORY, careless)) {
            assertThat(runtime.run(careless, REQUEST).status()).isEqualTo(RunStatus.SUSPENDED);
        }
    }

    @Test
    void an_agent_that_swallows_the_suspension_fails() {
        Agent<String> greedy = Agent.of(A, (input, context) -> {
                    try {
                        return context.await(Question.of("Really?", String.class));
                    } catch (Throwable thrown) {
                        return "never mind";
                    }
                })
                .with(policy -> policy.retry(RetryPolicy.defaults()));
        var flow = SequentialOrchestrator.of(FLOW).endingIn(greedy);
        try (TestRuntime runtime = runtime(Where.MEMORY, flow)) {
            OrchestrationResult<String> result = runtime.run(flow, REQUEST);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow().failure().kind()).isEqualTo(FailureKind.SUSPENSION_SWALLOWED);
        }
    }

    @Test
    void an_agent_that_swallows_it_gets_nothing_more_done() {
        Agent<String> greedy = Agent.of(A, (input, context) -> {
            try {
                return context.await(Question.of("Really?", String.class));
            } catch (Throwable thrown) {
                return context.llm().generate(LlmRequest.of("then you say")).text();
            }
        });
        try (TestRuntime runtime = runtime(Where.MEMORY, greedy)) {
            assertThat(runtime.run(greedy, REQUEST).status()).isEqualTo(RunStatus.SUSPENDED);
            assertThat(asked).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_agent_that_asks_its_model_something_else_when_it_goes_on_has_diverged(Where where)
            throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        Agent<String> fickle = Agent.of(A, (input, context) -> {
            String answer = context.llm()
                    .generate(LlmRequest.of("call " + calls.incrementAndGet()))
                    .text();
            try {
                return answer + context.await(Question.of("Really?", String.class));
            } catch (RuntimeException e) {
                return "hidden";
            }
        });
        try (TestRuntime runtime = runtime(where, fickle)) {
            OrchestrationResult<String> waiting = runtime.run(fickle, REQUEST);
            assertThat(waiting.status()).isEqualTo(RunStatus.SUSPENDED);

            OrchestrationResult<?> result = answered(where, fickle, runtime, "yes");

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow().failure().kind()).isEqualTo(FailureKind.DIVERGED);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void an_agent_that_goes_on_from_a_thread_of_its_own_fails() {
        Agent<String> elsewhere = Agent.of(A, (input, context) -> {
            Callable<String> work = () -> context.step("work", ToolEffect.READ, String.class, () -> "done");
            try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
                return threads.submit(work).get();
            }
        });
        try (TestRuntime runtime = runtime(Where.STORE, elsewhere)) {
            OrchestrationResult<String> result = runtime.run(elsewhere, REQUEST);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow().message()).contains("on a thread that is not the activation's");
        }
    }

    @Test
    void nothing_can_be_asked_or_done_inside_a_step() {
        Agent<String> nested = Agent.of(
                A,
                (input, context) -> context.step(
                        "outer",
                        ToolEffect.READ,
                        String.class,
                        () -> context.await(Question.of("Here?", String.class))));
        try (TestRuntime runtime = runtime(Where.MEMORY, nested)) {
            OrchestrationResult<String> result = runtime.run(nested, REQUEST);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.cause().orElseThrow()).hasCauseInstanceOf(InvalidDefinitionException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "STORE"})
    void refuses_what_cannot_be_an_answer_and_leaves_the_run_as_it_is(Where where) throws InterruptedException {
        Agent<String> agent = Agent.of(A, (input, context) -> {
            Question<Boolean> question = Question.of("Really?", Boolean.class)
                    .answeredBy(UserId.of("boss"))
                    .expiresIn(Duration.ofDays(3));
            return "" + context.await(question);
        });
        UserId boss = UserId.of("boss");
        try (TestRuntime runtime = runtime(where, agent)) {
            String id = runtime.run(agent, REQUEST).questions().getFirst().id();
            int recorded = runtime.journal(ANN, RUN).orElseThrow().size();

            assertThatThrownBy(() -> runtime.answer(UserId.of("bob"), RUN, id, true))
                    .isInstanceOf(RunResumptionException.UnknownRun.class);
            assertThatThrownBy(() -> runtime.answer(ANN, RunId.of("r2"), id, true))
                    .isInstanceOf(RunResumptionException.UnknownRun.class);
            assertThatThrownBy(() -> runtime.answer(ANN, RUN, "a/a!1/7", true, boss))
                    .isInstanceOf(RunResumptionException.NoSuchQuestion.class)
                    .hasMessageContaining("none of this id");
            assertThatThrownBy(() -> runtime.answer(ANN, RUN, id, true))
                    .isInstanceOf(RunResumptionException.NotAllowed.class);
            assertThatThrownBy(() -> runtime.answer(ANN, RUN, id, "perhaps", boss))
                    .isInstanceOf(RunResumptionException.InvalidAnswer.class);
            assertThat(runtime.journal(ANN, RUN).orElseThrow()).hasSize(recorded);
            assertThat(onlyQuestion(runtime).id()).isEqualTo(id);

            assertThat(runtime.answer(ANN, RUN, id, true, boss)
                            .result()
                            .output()
                            .map(Object::toString))
                    .hasValue("true");
            assertThatThrownBy(() -> runtime.answer(ANN, RUN, id, true, boss))
                    .isInstanceOf(RunResumptionException.NoSuchQuestion.class)
                    .hasMessageContaining("answered");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "STORE"})
    void tells_the_agent_that_nobody_answered_in_time(Where where) throws InterruptedException {
        Agent<String> agent = Agent.of(A, (input, context) -> {
            try {
                return context.await(Question.of("Really?", String.class).expiresIn(Duration.ofDays(3)));
            } catch (QuestionExpiredException expired) {
                return "nobody";
            }
        });
        try (TestRuntime runtime = runtime(where, agent)) {
            String id = runtime.run(agent, REQUEST).questions().getFirst().id();
            assertThat(runtime.resume(ANN, RUN).result().status()).isEqualTo(RunStatus.SUSPENDED);
            clock.clock().sleep(Duration.ofDays(3));

            assertThatThrownBy(() -> runtime.answer(ANN, RUN, id, "yes"))
                    .isInstanceOf(RunResumptionException.Expired.class);
            OrchestrationResult<?> result = runtime.resume(ANN, RUN).result();

            assertThat(result.output().map(Object::toString)).hasValue("nobody");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "STORE"})
    void waiting_for_days_takes_nothing_of_the_runs_time_nor_its_thread(Where where) throws InterruptedException {
        Agent<String> agent = approved(A);
        try (TestRuntime runtime = runtime(where, agent)) {
            runtime.run(agent, REQUEST);
            clock.clock().sleep(Duration.ofDays(3));

            OrchestrationResult<String> other = runtime.run(agent, REQUEST.runId("r2"));
            assertThat(other.status()).isEqualTo(RunStatus.SUSPENDED);

            OrchestrationResult<?> result =
                    runtime.answer(ANN, RUN, onlyQuestion(runtime).id(), true).result();
            assertThat(result.success()).isTrue();
            assertThat(result.duration()).isLessThan(Duration.ofMinutes(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_suspended_run_can_be_cancelled(Where where) throws InterruptedException {
        ParallelOrchestrator<String> both = ParallelOrchestrator.all(AgentKey.of("both", String.class))
                .agent(approved(A))
                .agent(FakeAgent.returning(B, "b"))
                .aggregating(SuspensionTest::joined);
        var flow = SequentialOrchestrator.of(FLOW).endingIn(both);
        TestRuntime runtime = runtime(where, flow);
        runtime.run(flow, REQUEST);
        if (where == Where.ANOTHER_PROCESS) {
            runtime.close();
            runtime = runtime(where, flow);
        }
        try (TestRuntime at = runtime) {
            assertThat(at.cancel(ANN, RUN, "not needed any more")).isTrue();

            OrchestrationResult<?> result = at.find(ANN, RUN).orElseThrow().result();
            assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(at.cancel(ANN, RUN, "again")).isFalse();
            assertThat(at.recorder().types()).endsWith("agent_cancelled", "agent_cancelled", "run_cancelled");
        }
    }

    @Test
    void says_what_it_asks_and_that_it_waits() throws InterruptedException {
        Agent<String> agent = approved(A);
        try (TestRuntime runtime = runtime(Where.STORE, agent)) {
            runtime.run(agent, REQUEST);
            assertThat(runtime.recorder().types())
                    .containsExactly("run_started", "agent_started", "approval_requested", "run_suspended");
            runtime.answer(ANN, RUN, onlyQuestion(runtime).id(), true).result();

            assertThat(runtime.recorder().types())
                    .endsWith("run_suspended", "run_resumed", "agent_completed", "run_completed");
            assertThat(runtime.recorder().events().stream()
                            .filter(AgentEvent.ApprovalRequested.class::isInstance)
                            .map(event -> ((AgentEvent.ApprovalRequested) event).question()))
                    .containsExactly("a/a!1/3");
        }
    }

    @Test
    void the_same_request_again_finds_the_run_where_it_is() throws InterruptedException {
        Agent<String> agent = approved(A);
        try (TestRuntime first = runtime(Where.STORE, agent)) {
            first.run(agent, REQUEST);
        }
        try (TestRuntime second = runtime(Where.STORE, agent)) {
            assertThat(second.run(agent, REQUEST).status()).isEqualTo(RunStatus.SUSPENDED);
            assertThatThrownBy(() -> second.run(
                            agent,
                            RunRequest.of("other").user("ann").thread("t1").runId("r1")))
                    .isInstanceOf(InvalidDefinitionException.class);
            second.answer(ANN, RUN, onlyQuestion(second).id(), true).result();
        }
        try (TestRuntime third = runtime(Where.STORE, agent)) {
            OrchestrationResult<String> over = third.run(agent, REQUEST);
            assertThat(over.output()).hasValue("a answer 1 1 true");
            assertThat(over.outcomes()).hasSize(1);
            assertThat(over.usage().llmCalls()).isOne();
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_run_of_an_agent_that_is_not_registered_stays_as_it_is() throws InterruptedException {
        Agent<String> agent = approved(A);
        String id;
        try (TestRuntime first = runtime(Where.STORE, agent)) {
            id = first.run(agent, REQUEST).questions().getFirst().id();
        }
        try (TestRuntime second = runtime(Where.STORE, FakeAgent.returning(B, "b"))) {
            assertThatThrownBy(() -> second.answer(ANN, RUN, id, true))
                    .isInstanceOf(RunResumptionException.UnknownAgent.class)
                    .hasMessageContaining("agent a");
            assertThatThrownBy(() -> second.resume(ANN, RUN)).isInstanceOf(RunResumptionException.UnknownAgent.class);
        }
        try (TestRuntime third = runtime(Where.STORE, agent)) {
            assertThat(third.answer(ANN, RUN, id, true).result().success()).isTrue();
        }
    }

    @Test
    void the_host_may_put_the_question_to_somebody_else() {
        assertThat(Question.of("Really?", Boolean.class)
                        .answeredBy(UserId.of("boss"))
                        .answeredBy())
                .isEqualTo(Optional.of(UserId.of("boss")));
        assertThatThrownBy(() -> Question.of(" ", Boolean.class)).isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> Question.of("Really?", Boolean.class).expiresIn(Duration.ZERO))
                .isInstanceOf(InvalidDefinitionException.class);
        assertThat(List.of(Question.of("Really?", Boolean.class).toString()))
                .containsExactly("Question[7 characters, answer java.lang.Boolean]");
    }
}
