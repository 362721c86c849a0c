package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Decision;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.HostContext;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents that make light of an interrupt: they get nothing more done, and the host still hears of its own. */
@Timeout(60)
class StubbornAgentsTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final RunRequest REQUEST = RunRequest.of("hello").runId("r1");

    private final VirtualClock clock = VirtualClock.automatic();
    private final List<String> begun = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Agent<String> called = Agent.of(C, (input, context) -> begun("agent"));

    @AfterEach
    void leave_no_interrupt_to_the_next_test() {
        Thread.interrupted();
    }

    /** What an agent asks for. */
    private enum Step {
        MODEL,
        TOOL,
        TOOL_THAT_ACTS_ONCE,
        AGENT
    }

    /** What is given to a tool. */
    record Item(String name) {}

    /** Notes that a step has begun, and takes its time. */
    private String begun(String step) throws InterruptedException {
        begun.add(step);
        clock.clock().sleep(LONG);
        return step;
    }

    private Object make(Step step, AgentInput input, AgentContext context) throws InterruptedException {
        return switch (step) {
            case MODEL -> context.llm().generate(LlmRequest.of("go"));
            case TOOL -> context.tools().call("look", new Item("book"));
            case TOOL_THAT_ACTS_ONCE -> context.tools().call("order", new Item("book"));
            case AGENT -> context.call(called, input);
        };
    }

    private FunctionTool<Item> tool(String name, ToolEffect effect) {
        return FunctionTool.of(name, "Does it.", Item.class, (item, context) -> Map.of("done", begun(name)))
                .effect(effect);
    }

    private TestRuntime.Builder runtime() {
        return TestRuntime.builder()
                .scheduler(clock)
                .llm(request -> LlmResponse.of(begun("model")))
                .tools(ToolRegistry.of(tool("look", ToolEffect.READ), tool("order", ToolEffect.ONCE)))
                .grant(A, "look", "order");
    }

    /** An agent that takes no notice of an interrupt and asks for a step. */
    private Agent<String> heedless(Step step) {
        return Agent.of(A, (input, context) -> {
            try {
                context.clock().sleep(LONG);
            } catch (InterruptedException takenNoNoticeOf) {
                try {
                    make(step, input, context);
                } catch (InterruptedException e) {
                    refused.add(e.getMessage());
                }
            }
            return "A";
        });
    }

    @ParameterizedTest
    @EnumSource
    void get_no_further_step_once_the_run_is_cancelled(Step step) {
        Agent<String> agent = heedless(step);
        try (TestRuntime runtime = runtime().register(agent).build()) {
            clock.schedule(Duration.ofSeconds(1), () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));
            var result = runtime.run(agent, REQUEST);

            assertThat(result).cancelled();
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(1));
            assertThat(result.usage().llmCalls() + result.usage().toolCalls()).isZero();
        }
        assertThat(begun).isEmpty();
        assertThat(refused).containsExactly("enough");
    }

    @ParameterizedTest
    @EnumSource
    void get_no_further_step_once_their_time_is_over(Step step) {
        Agent<String> agent = heedless(step);
        try (TestRuntime runtime = runtime()
                .limits(Limits.defaults().activationTime(Duration.ofSeconds(5)))
                .register(agent)
                .build()) {
            var result = runtime.run(agent, REQUEST);

            assertThat(result).failedWith(FailureKind.TIMED_OUT);
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(5));
            assertThat(result.usage().llmCalls() + result.usage().toolCalls()).isZero();
        }
        assertThat(begun).isEmpty();
        assertThat(refused).containsExactly("the deadline of a/a has passed");
    }

    @ParameterizedTest
    @EnumSource
    void that_wrap_the_hosts_interrupt_of_a_step_do_not_hide_it(Step step) {
        Agent<String> wrapping = Agent.of(A, (input, context) -> {
            try {
                return make(step, input, context).toString();
            } catch (InterruptedException e) {
                throw new IllegalStateException("wrapped", e);
            }
        });
        FakeAgent<String> next = FakeAgent.returning(B, "B");
        var flow = SequentialOrchestrator.of(FLOW).thenOptional(wrapping).endingIn(next);
        Thread host = Thread.currentThread();
        try (TestRuntime runtime = runtime().register(flow).build()) {
            clock.schedule(Duration.ofSeconds(1), host::interrupt);
            var result = runtime.run(flow, REQUEST);

            assertThat(Thread.interrupted()).as("interrupt restored").isTrue();
            assertThat(result).cancelled().hasErrorContaining("the thread that called run was interrupted");
        }
        assertThat(begun).hasSize(1);
        assertThat(next.calls()).isZero();
    }

    @Test
    void that_outlast_the_runs_time_do_not_hide_an_interrupt_of_the_host() {
        Signal begun = clock.signal();
        Agent<String> outlasting = Agent.of(A, (input, context) -> {
            begun.fire();
            try {
                context.clock().sleep(LONG);
            } catch (InterruptedException takenNoNoticeOf) {
                context.clock().sleep(LONG);
            }
            return "A";
        });
        Agent<String> onTheHostsThread = Agent.of(B, (input, context) -> {
            begun.await();
            return "B";
        });
        var flow = Flows.collect(onTheHostsThread, outlasting);
        Thread host = Thread.currentThread();
        try (TestRuntime runtime = runtime()
                .limits(Limits.defaults().runTime(Duration.ofSeconds(5)))
                .register(flow)
                .build()) {
            clock.schedule(Duration.ofSeconds(12), host::interrupt);
            var result = runtime.run(flow, REQUEST);

            assertThat(Thread.interrupted()).as("interrupt restored").isTrue();
            assertThat(result).cancelled();
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(12));
        }
    }

    @Test
    void are_not_called_on_a_thread_that_starts_after_the_decision() {
        Signal starting = clock.signal();
        HostContext slow = () -> () -> {
            if (Thread.currentThread().getName().equals("flow/b")) {
                starting.fire();
                try {
                    clock.clock().sleep(LONG);
                } catch (InterruptedException takenNoNoticeOf) {
                    // as a host may
                }
            }
            return () -> {};
        };
        Agent<String> quick = Agent.of(A, (input, context) -> {
            starting.await();
            return "A";
        });
        FakeAgent<String> late = FakeAgent.returning(B, "B");
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.started() == 0
                        ? Decision.start(List.of(Activation.of(quick), Activation.of(late)))
                        : Decision.finish("done"),
                quick,
                late);
        try (TestRuntime runtime = runtime()
                .setup(builder -> builder.hostContext(slow))
                .register(flow)
                .build()) {
            var result = runtime.run(flow, REQUEST);

            assertThat(result).succeeded();
            assertThat(result.duration()).isZero();
        }
        assertThat(late.calls()).isZero();
    }
}
