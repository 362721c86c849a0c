package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of models and tools that meet the deadline of the activation they are made for. */
@Timeout(60)
class CallDeadlinesTest {
    private static final Duration LONG = Duration.ofHours(1);

    /** What an agent calls. */
    private enum Callee {
        MODEL,
        TOOL;

        String call(AgentContext context) throws InterruptedException {
            return switch (this) {
                case MODEL -> context.llm().generate(LlmRequest.of("go")).text();
                case TOOL -> context.tools().call("work", new Item("book")).as(String.class);
            };
        }
    }

    /** What is given to the tool. */
    record Item(String name) {}

    /** What the model and the tool do for their answer. */
    private interface Body {
        ToolResult answer(Callee callee) throws InterruptedException;
    }

    private static OrchestrationResult<String> run(
            Scheduler scheduler, Callee callee, Duration time, Duration listening, Body body) {
        Agent<String> agent = Agent.of(A, (input, context) -> callee.call(context));
        FunctionTool<Item> tool =
                FunctionTool.of("work", "Works.", Item.class, (item, context) -> body.answer(Callee.TOOL));
        try (scheduler;
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .llm(request -> LlmResponse.of(body.answer(Callee.MODEL).as(String.class)))
                        .tools(ToolRegistry.of(tool))
                        .grant(A, "work")
                        .limits(Limits.defaults().activationTime(time))
                        .listener(event -> {
                            if (event instanceof AgentEvent.AgentStarted
                                    || event instanceof AgentEvent.ToolCallStarted) {
                                asleep(scheduler, listening);
                            }
                        })
                        .register(agent)
                        .build()) {
            return runtime.run(agent, RunRequest.of("hello"));
        }
    }

    private static void asleep(Scheduler scheduler, Duration duration) {
        try {
            scheduler.clock().sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted by nobody", e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_activation_whose_time_ends_a_call_has_timed_out_however_slow_its_listeners(Callee callee) {
        VirtualClock clock = VirtualClock.automatic();
        Duration time = Duration.ofSeconds(9);
        Duration listening = Duration.ofSeconds(2);
        var result = run(clock, callee, time, listening, called -> {
            clock.clock().sleep(LONG);
            return ToolResult.of("late");
        });

        assertThat(result).failedWith(FailureKind.TIMED_OUT);
        assertThat(result.duration())
                .as("of hearing that it starts, and its own")
                .isEqualTo(listening.plus(time));
    }

    @ParameterizedTest
    @EnumSource
    void an_activation_whose_time_ends_a_call_has_timed_out_on_real_threads(Callee callee) {
        SystemScheduler scheduler = SystemScheduler.create();
        var result = run(scheduler, callee, Duration.ofMillis(60), Duration.ofMillis(20), called -> {
            scheduler.clock().sleep(LONG);
            return ToolResult.of("late");
        });

        assertThat(result).failedWith(FailureKind.TIMED_OUT);
    }

    /** A scheduler whose alarms are late. */
    private static final class LateAlarms extends CountingScheduler {
        private final AtomicLong late = new AtomicLong();

        private LateAlarms() {
            super(VirtualClock.automatic());
        }

        @Override
        public long nanoTime() {
            return super.nanoTime() + late.get();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_activation_has_timed_out_where_its_callee_gives_up_before_the_alarm_rings(Callee callee) {
        LateAlarms scheduler = new LateAlarms();
        var result = run(scheduler, callee, Duration.ofSeconds(9), Duration.ZERO, called -> {
            scheduler.late.set(Duration.ofSeconds(9).toNanos());
            return switch (called) {
                case MODEL -> throw new LlmException.DeadlinePassed("no answer", null);
                case TOOL -> ToolResult.failure(new ToolError(ToolErrorKind.TIMED_OUT, "no answer", ""));
            };
        });

        assertThat(result).failedWith(FailureKind.TIMED_OUT);
    }

    /** What a tool is told of its time: at its beginning, and once it was interrupted. */
    private record Told(Instant deadline, boolean cancelled, boolean cancelledAtItsEnd) {}

    private static Told told(Duration activationTime) {
        List<Told> told = new ArrayList<>();
        FunctionTool<Item> tool = FunctionTool.of("work", "Works.", Item.class, (item, context) -> {
                    Instant deadline = context.deadline();
                    boolean cancelled = context.cancellation().isCancelled();
                    try {
                        context.clock().sleep(LONG);
                    } finally {
                        told.add(new Told(
                                deadline, cancelled, context.cancellation().isCancelled()));
                    }
                    return ToolResult.of("late");
                })
                .timeout(Duration.ofSeconds(5));
        Agent<String> agent = Agent.of(
                A,
                (input, context) -> context.tools()
                        .call("work", new Item("book"))
                        .error()
                        .map(error -> error.kind().label())
                        .orElse("in time"));
        try (TestRuntime runtime = TestRuntime.builder()
                .tools(ToolRegistry.of(tool))
                .grant(A, "work")
                .limits(Limits.defaults().activationTime(activationTime))
                .register(agent)
                .build()) {
            runtime.run(agent, RunRequest.of("hello"));
        }
        return told.getFirst();
    }

    @Test
    void a_tool_with_a_time_of_its_own_is_told_of_that() {
        assertThat(told(LONG)).isEqualTo(new Told(VirtualClock.START.plusSeconds(5), false, true));
    }

    @Test
    void a_tool_is_told_of_what_is_left_to_its_activation_where_that_is_less() {
        assertThat(told(Duration.ofSeconds(3))).isEqualTo(new Told(VirtualClock.START.plusSeconds(3), false, true));
    }
}
