package ai.netra.agents.testkit;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.llm.LlmRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestRuntimeTest {
    private static final AgentKey<Draft> DRAFT = AgentKey.of("draft", Draft.class);
    private static final AgentKey<Draft> FLOW = AgentKey.of("flow", Draft.class);
    private static final RunRequest REQUEST = RunRequest.of("hello");

    record Draft(String text) {}

    @Test
    void finds_nothing_in_a_run_that_keeps_its_promises() {
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, new Draft("a"));
        Orchestrator<Draft> flow = flow(
                draft,
                progress -> progress.output(DRAFT)
                        .map(Decision::finish)
                        .orElseGet(() -> Decision.start(Activation.of(draft))));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, REQUEST.runId("r1")))
                    .succeeded()
                    .ran(DRAFT)
                    .hasOutput(new Draft("a"));

            assertThat(runtime.recorder().types())
                    .containsExactly("run_started", "agent_started", "agent_completed", "run_completed");
            assertThat(runtime.journal(UserId.LOCAL, RunId.of("r1"))).isPresent();
            assertThat(runtime.listenerFailures()).isZero();
        }
    }

    @Test
    void lives_by_a_virtual_clock() {
        FakeAgent<Draft> draft = FakeAgent.builder(DRAFT)
                .waits(Duration.ofMinutes(4))
                .returns(new Draft("a"))
                .build();
        try (TestRuntime runtime = TestRuntime.builder().register(draft).build()) {
            assertThat(runtime.run(draft, REQUEST).duration()).isEqualTo(Duration.ofMinutes(4));
            assertThat(runtime.scheduler().nanoTime())
                    .isEqualTo(Duration.ofMinutes(4).toNanos());
        }
    }

    @Test
    void lets_deadlines_pass_in_no_time() {
        FakeAgent<Draft> draft = FakeAgent.builder(DRAFT)
                .waits(Duration.ofDays(1))
                .returns(new Draft("a"))
                .build();
        try (TestRuntime runtime = TestRuntime.builder()
                .limits(Limits.defaults().activationTime(Duration.ofHours(2)).runTime(Duration.ofHours(1)))
                .register(draft)
                .build()) {
            assertThat(runtime.run(draft, REQUEST)).hasStatus(RunStatus.TIMED_OUT);
            assertThat(runtime.scheduler().nanoTime())
                    .isEqualTo(Duration.ofHours(1).toNanos());
        }
        assertThat(draft.interrupted()).isEqualTo(1);
    }

    @Test
    void finds_an_orchestrator_that_decides_differently_the_second_time() {
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, new Draft("a"));
        AtomicInteger asked = new AtomicInteger();
        Orchestrator<Draft> flow = flow(
                draft,
                progress -> progress.output(DRAFT)
                        .map(Decision::finish)
                        .orElseGet(() -> Decision.start(
                                Activation.of(draft).id(ActivationId.round(DRAFT, asked.incrementAndGet())))));
        TestRuntime runtime = TestRuntime.builder().register(flow).build();

        assertThatThrownBy(() -> runtime.run(flow, REQUEST))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "orchestrator flow is not pure: asked twice about the same progress of 0 outcomes it decided"
                                + " to start [draft], then to start [draft~2]")
                .hasMessageContaining("found by the end of run");
        assertThatThrownBy(runtime::close).isInstanceOf(AssertionError.class).hasMessageContaining("is not pure");
    }

    @Test
    void finds_an_orchestrator_that_throws_the_second_time() {
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, new Draft("a"));
        List<Integer> seen = new CopyOnWriteArrayList<>();
        Orchestrator<Draft> flow = flow(draft, progress -> {
            if (seen.contains(progress.ended())) {
                throw new IllegalStateException("seen before");
            }
            seen.add(progress.ended());
            return progress.output(DRAFT).map(Decision::finish).orElseGet(() -> Decision.start(Activation.of(draft)));
        });
        TestRuntime runtime = TestRuntime.builder().register(flow).build();

        assertThatThrownBy(() -> runtime.run(flow, REQUEST))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "orchestrator flow is not pure: asked again about the same progress of 0 outcomes it threw"
                                + " java.lang.IllegalStateException: seen before")
                .hasMessageContaining("does not replay: ");
        assertThatThrownBy(runtime::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void finds_an_orchestrator_that_only_a_replay_shows_to_be_impure() {
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, new Draft("a"));
        AtomicInteger asked = new AtomicInteger();
        Orchestrator<Draft> flow = flow(draft, progress -> {
            boolean late = asked.incrementAndGet() > 4; // twice for each of two decisions
            return progress.output(DRAFT)
                    .map(output -> Decision.finish(late ? new Draft("b") : output))
                    .orElseGet(() -> Decision.start(Activation.of(draft)));
        });
        TestRuntime runtime = TestRuntime.builder().register(flow).build();

        assertThatThrownBy(() -> runtime.run(flow, REQUEST))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not replay: orchestrator flow diverged at journal entry");
        assertThatThrownBy(runtime::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void finds_what_a_replay_shows_of_a_run_on_a_thread_of_its_own() {
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, new Draft("a"));
        AtomicInteger asked = new AtomicInteger();
        Orchestrator<Draft> flow = flow(draft, progress -> {
            boolean late = asked.incrementAndGet() > 4; // twice for each of two decisions
            return progress.output(DRAFT)
                    .map(output -> Decision.finish(late ? new Draft("b") : output))
                    .orElseGet(() -> Decision.start(Activation.of(draft)));
        });
        TestRuntime runtime = TestRuntime.builder().register(flow).build();
        RunHandle<Draft> handle = runtime.start(flow, REQUEST);

        assertThatThrownBy(handle::result).isInstanceOf(AssertionError.class).hasMessageContaining("does not replay");
        assertThatThrownBy(runtime::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void does_not_ask_twice_if_told_not_to() {
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, new Draft("a"));
        AtomicInteger asked = new AtomicInteger();
        Orchestrator<Draft> flow = flow(draft, progress -> {
            asked.incrementAndGet();
            return progress.output(DRAFT).map(Decision::finish).orElseGet(() -> Decision.start(Activation.of(draft)));
        });
        try (TestRuntime runtime =
                TestRuntime.builder().withoutPurityCheck().register(flow).build()) {
            assertThat(runtime.run(flow, REQUEST)).succeeded();
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void goes_on_with_a_copy_of_each_output() {
        Draft original = new Draft("a");
        List<Draft> seen = new CopyOnWriteArrayList<>();
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, original);
        Orchestrator<Draft> flow = flow(draft, progress -> {
            progress.output(DRAFT).ifPresent(seen::add);
            return progress.output(DRAFT).map(Decision::finish).orElseGet(() -> Decision.start(Activation.of(draft)));
        });
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, REQUEST)).hasOutput(original);
        }

        assertThat(seen)
                .isNotEmpty()
                .allSatisfy(copy -> assertThat(copy).isEqualTo(original).isNotSameAs(original));
    }

    @Test
    void finds_an_output_that_does_not_equal_its_copy() {
        AgentKey<int[]> key = AgentKey.of("numbers", int[].class);
        Agent<int[]> numbers = Agent.of(key, (input, context) -> new int[] {1, 2});
        TestRuntime runtime = TestRuntime.builder().register(numbers).build();

        assertThatThrownBy(() -> runtime.run(numbers, REQUEST))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "output of agent numbers: int[] at numbers/numbers does not equal its copy, read back from"
                                + " JSON \"[1,2]\"");
        assertThatThrownBy(runtime::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void finds_an_output_that_cannot_be_written() {
        AgentKey<Double> key = AgentKey.of("number", Double.class);
        FakeAgent<Double> number = FakeAgent.returning(key, Double.NaN);
        TestRuntime runtime = TestRuntime.builder().register(number).build();

        assertThatThrownBy(() -> runtime.run(number, REQUEST))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "output of agent number: java.lang.Double at number/number cannot be written to JSON and read"
                                + " back: ");
        assertThatThrownBy(runtime::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void leaves_outputs_alone_if_told_to() {
        Draft original = new Draft("a");
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, original);
        try (TestRuntime runtime =
                TestRuntime.builder().withoutEncoding().register(draft).build()) {
            assertThat(runtime.run(draft, REQUEST).output().orElseThrow()).isSameAs(original);
        }
    }

    @Test
    void finds_an_event_that_does_not_belong() {
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, new Draft("a"));
        TestRuntime runtime = TestRuntime.builder().register(draft).build();
        runtime.recorder()
                .onEvent(new EventScript()
                        .user("local")
                        .thread("r1")
                        .runStarted()
                        .events()
                        .getFirst());

        assertThatThrownBy(() -> runtime.run(draft, REQUEST.runId("r1")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the lifecycle of a run was violated")
                .hasMessageContaining("run_started of draft comes again; a run starts once");
        assertThatThrownBy(runtime::close).isInstanceOf(AssertionError.class).hasMessageContaining("a run starts once");
    }

    @Test
    void lets_events_be_if_told_to() {
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, new Draft("a"));
        try (TestRuntime runtime = TestRuntime.builder()
                .withoutLifecycleValidation()
                .register(draft)
                .build()) {
            runtime.recorder()
                    .onEvent(new EventScript()
                            .user("local")
                            .thread("r1")
                            .runStarted()
                            .events()
                            .getFirst());

            assertThat(runtime.run(draft, REQUEST.runId("r1"))).succeeded();
        }
    }

    @Test
    void finds_what_a_run_on_a_thread_of_its_own_did() {
        AgentKey<int[]> key = AgentKey.of("numbers", int[].class);
        Agent<int[]> numbers = Agent.of(key, (input, context) -> new int[] {1, 2});
        TestRuntime runtime = TestRuntime.builder().register(numbers).build();

        RunHandle<int[]> handle = runtime.start(numbers, REQUEST);

        assertThatThrownBy(handle::result)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not equal its copy");
        assertThatThrownBy(() -> handle.result(Duration.ofSeconds(1))).isInstanceOf(AssertionError.class);
        assertThat(handle.isDone()).isTrue();
        assertThatThrownBy(runtime::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void finds_a_model_call_that_the_agent_swallowed_and_a_script_that_was_not_used_up() {
        Agent<Draft> curious = Agent.of(DRAFT, (input, context) -> {
            Throwable thrown = catchThrowable(() -> context.llm().generate(LlmRequest.of("anyone?")));
            return new Draft(thrown == null ? "heard" : "nothing");
        });
        TestRuntime unexpected = TestRuntime.builder()
                .llm(FakeLlmClient.replying())
                .register(curious)
                .build();
        assertThat(unexpected.run(curious, REQUEST)).hasOutput(new Draft("nothing"));
        assertThatThrownBy(unexpected::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("unexpected LLM call 1");

        TestRuntime unused = TestRuntime.builder()
                .llm(FakeLlmClient.replying("one", "two"))
                .register(curious)
                .build();
        assertThat(unused.run(curious, REQUEST)).hasOutput(new Draft("heard"));
        assertThatThrownBy(unused::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("never asked for: entry 2 of 2");
    }

    @Test
    void has_no_events_of_a_refused_request() {
        FakeAgent<Draft> draft = FakeAgent.returning(DRAFT, new Draft("a"));
        try (TestRuntime runtime = TestRuntime.builder()
                .register(draft, request -> RequestGuard.refused("too short; say more"))
                .build()) {
            assertThat(runtime.run(draft, REQUEST)).refusedWith("too short");
            assertThat(runtime.recorder().events()).isEmpty();
        }
        assertThat(draft.calls()).isZero();
    }

    @Test
    void runs_by_the_systems_time_if_told_to() throws InterruptedException {
        FakeAgent<Draft> draft = FakeAgent.builder(DRAFT)
                .waits(Duration.ofMillis(5))
                .returns(new Draft("a"))
                .build();
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(draft)
                        .build()) {
            assertThat(runtime.start(draft, REQUEST).result()).succeeded();
            assertThat(runtime.scheduler()).isSameAs(scheduler);
        }
    }

    @Test
    void cancels_what_still_runs_when_closed() throws InterruptedException {
        FakeAgent<Draft> draft = FakeAgent.builder(DRAFT)
                .waits(Duration.ofDays(1))
                .returns(new Draft("a"))
                .build();
        VirtualClock clock = VirtualClock.manual();
        TestRuntime runtime =
                TestRuntime.builder().scheduler(clock).register(draft).build();
        RunHandle<Draft> handle = runtime.start(draft, REQUEST);
        clock.advance(Duration.ofMinutes(1));

        assertThatCode(runtime::close).doesNotThrowAnyException();

        assertThat(handle.result()).cancelled();
        assertThat(draft.interrupted()).isEqualTo(1);
    }

    @Test
    void tells_all_events_to_other_listeners_too() {
        List<AgentEvent> heard = new ArrayList<>();
        FakeAgent<Draft> draft = FakeAgent.failing(DRAFT, new IllegalStateException("boom"));
        try (TestRuntime runtime =
                TestRuntime.builder().listener(heard::add).register(draft).build()) {
            assertThat(runtime.run(draft, REQUEST)).failedWith(FailureKind.AGENT_ERROR);
            assertThat(heard).isEqualTo(runtime.recorder().events()).hasSize(4);
        }
    }

    @Test
    void cancels_by_id() throws InterruptedException {
        FakeAgent<Draft> draft = FakeAgent.builder(DRAFT)
                .waits(Duration.ofDays(1))
                .returns(new Draft("a"))
                .build();
        try (VirtualClock clock = VirtualClock.manual();
                TestRuntime runtime =
                        TestRuntime.builder().scheduler(clock).register(draft).build()) {
            RunHandle<Draft> handle = runtime.start(draft, REQUEST.user("u1"));
            clock.advance(Duration.ofMinutes(1));

            assertThat(runtime.cancel(UserId.of("u2"), handle.run(), "not mine"))
                    .isFalse();
            assertThat(runtime.cancel(UserId.of("u1"), handle.run(), "enough")).isTrue();
            assertThat(handle.result()).cancelled();
        }
    }

    private static Orchestrator<Draft> flow(Agent<?> agent, Function<Progress, Decision<Draft>> decide) {
        return new Orchestrator<>() {
            @Override
            public AgentKey<Draft> key() {
                return FLOW;
            }

            @Override
            public List<Agent<?>> agents() {
                return List.of(agent);
            }

            @Override
            public Decision<Draft> decide(Progress progress) {
                return decide.apply(progress);
            }
        };
    }
}
