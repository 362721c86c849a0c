package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.EffectOutcome;
import ai.netra.agents.Limits;
import ai.netra.agents.NetraException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolRequest;
import ai.netra.agents.tool.ToolSpec.Concurrency;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The calls that a model asked for in one answer. */
class ToolsTogetherTest {
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final UserId ANN = UserId.of("ann");
    private static final RunId RUN = RunId.of("r1");
    private static final Duration TOOL_TIME = Duration.ofSeconds(2);

    record Named(String name) {}

    private final VirtualClock clock = VirtualClock.automatic();
    private final Task here = clock.adopt("test");
    private final StateStore store =
            EncodingStore.of(InMemoryStateStore.builder().scheduler(clock).build());
    private final List<String> called = Collections.synchronizedList(new ArrayList<>());
    private final List<String> interrupted = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void release() {
        here.release();
    }

    /** Takes its time, and says what it was called with. */
    private FunctionTool<Named> tool(String name, ToolEffect effect) {
        return FunctionTool.of(name, "Waits.", Named.class, (named, context) -> {
                    called.add(named.name());
                    try {
                        context.clock().sleep(TOOL_TIME);
                    } catch (InterruptedException stopped) {
                        interrupted.add(named.name());
                        throw stopped;
                    }
                    return "did " + named.name();
                })
                .effect(effect);
    }

    private TestRuntime runtime(StateStore in, Agent<?> agent, UnaryOperator<Limits> limits) {
        return builder(in, agent, limits).build();
    }

    private TestRuntime.Builder builder(StateStore in, Agent<?> agent, UnaryOperator<Limits> limits) {
        return TestRuntime.builder()
                .scheduler(clock)
                .tools(ToolRegistry.of(
                        tool("read", ToolEffect.READ),
                        tool("once", ToolEffect.ONCE),
                        tool("keyed", ToolEffect.KEYED).concurrency(Concurrency.CONCURRENT),
                        tool("alone", ToolEffect.READ).concurrency(Concurrency.IN_ORDER),
                        tool("asking", ToolEffect.READ).approval(ToolApproval.validFor(Duration.ofDays(1))),
                        FunctionTool.of("broken", "Breaks.", Named.class, (named, context) -> {
                                    throw new StackOverflowError("of a tool");
                                })
                                .effect(ToolEffect.READ)))
                .grant(A, "read", "once", "keyed", "alone", "asking", "broken")
                .register(agent)
                .limits(limits.apply(Limits.defaults()))
                .setup(builder -> builder.stateStore(in));
    }

    /** Makes calls, each named by its tool and its place among them, and answers with what they gave. */
    private static Agent<String> calling(String... tools) {
        return Agent.of(A, (input, context) -> {
            List<ToolRequest> requests = IntStream.range(0, tools.length)
                    .mapToObj(i -> new ToolRequest(tools[i], "{\"name\":\"" + tools[i] + i + "\"}"))
                    .toList();
            return String.join(
                    ",",
                    context.tools().callAll(requests).stream()
                            .map(result -> result.error()
                                    .map(error -> error.kind().label())
                                    .orElseGet(() -> result.as(String.class)))
                            .toList());
        });
    }

    private static RunRequest request() {
        return RunRequest.of("go").user("ann").runId("r1");
    }

    private OrchestrationResult<String> run(UnaryOperator<Limits> limits, String... tools) {
        Agent<String> agent = calling(tools);
        try (TestRuntime runtime = runtime(store, agent, limits)) {
            return runtime.run(agent, request());
        }
    }

    @Test
    void those_that_only_read_are_made_at_once_and_answered_in_order() {
        Instant start = clock.clock().instant();
        OrchestrationResult<String> result = run(limits -> limits, "read", "read", "keyed", "read");

        assertThat(result.output()).hasValue("did read0,did read1,did keyed2,did read3");
        assertThat(Duration.between(start, clock.clock().instant())).isEqualTo(TOOL_TIME);
        assertThat(called).containsExactlyInAnyOrder("read0", "read1", "keyed2", "read3");
        assertThat(result.usage().toolCalls()).isEqualTo(4);
    }

    @Test
    void one_that_acts_is_made_when_all_before_it_are_over() {
        Instant start = clock.clock().instant();
        OrchestrationResult<String> result = run(limits -> limits, "read", "read", "once", "read", "alone");

        assertThat(result.output()).hasValue("did read0,did read1,did once2,did read3,did alone4");
        assertThat(Duration.between(start, clock.clock().instant())).isEqualTo(TOOL_TIME.multipliedBy(4));
        assertThat(called.subList(2, 5)).containsExactly("once2", "read3", "alone4");
    }

    @Test
    void what_is_wrong_with_one_is_its_own_result() {
        Agent<String> agent = Agent.of(
                A,
                (input, context) -> context
                        .tools()
                        .callAll(List.of(
                                new ToolRequest("read", "{\"name\":7}"),
                                new ToolRequest("red", "{}"),
                                new ToolRequest("read", "not json"),
                                new ToolRequest("read", "{\"name\":\"fine\"}")))
                        .stream()
                        .map(result -> result.error().map(error -> error.kind()).orElse(null))
                        .map(kind -> kind == null ? "ok" : kind.label())
                        .toList()
                        .toString());
        try (TestRuntime runtime = runtime(store, agent, limits -> limits)) {
            assertThat(runtime.run(agent, request()).output())
                    .hasValue("[invalid_arguments, unknown_tool, invalid_arguments, ok]");
        }
        assertThat(called).containsExactly("fine");
    }

    @Test
    void no_more_are_made_than_the_run_may_make() {
        OrchestrationResult<String> result = run(limits -> limits.toolCalls(3), "read", "read", "read", "read", "read");

        String over = ToolErrorKind.LIMIT_EXCEEDED.label();
        assertThat(result.output()).hasValue("did read0,did read1,did read2," + over + "," + over);
        assertThat(called).hasSize(3);
    }

    @Test
    void cancelling_interrupts_all_of_them() throws InterruptedException {
        Agent<String> agent = calling("read", "read", "keyed");
        try (TestRuntime runtime = runtime(store, agent, limits -> limits)) {
            RunHandle<String> handle = runtime.start(agent, request());
            clock.clock().sleep(Duration.ofSeconds(1));
            handle.cancel("changed my mind");

            assertThat(handle.result().status()).isEqualTo(RunStatus.CANCELLED);
        }
        assertThat(interrupted).containsExactlyInAnyOrder("read0", "read1", "keyed2");
    }

    @Test
    void the_activations_time_ends_all_of_them() {
        Instant start = clock.clock().instant();
        OrchestrationResult<String> result =
                run(limits -> limits.activationTime(Duration.ofSeconds(1)), "read", "read", "read");

        assertThat(result.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(Duration.between(start, clock.clock().instant())).isEqualTo(Duration.ofSeconds(1));
        assertThat(interrupted).hasSize(3);
    }

    @Test
    void an_error_of_one_is_thrown_when_the_others_are_over() {
        OrchestrationResult<String> result = run(limits -> limits, "read", "broken", "read");

        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.error().orElseThrow().message()).contains("of a tool");
        assertThat(called).containsExactlyInAnyOrder("read0", "read2");
        assertThat(interrupted).isEmpty();
    }

    @Test
    void those_before_one_that_people_are_asked_about_are_made_once() throws InterruptedException {
        Agent<String> agent = calling("read", "once", "asking", "read");
        String question;
        try (TestRuntime first = runtime(store, agent, limits -> limits)) {
            OrchestrationResult<String> waiting = first.run(agent, request());
            assertThat(waiting.status()).isEqualTo(RunStatus.SUSPENDED);
            question = waiting.questions().getFirst().id();
            assertThat(called).containsExactly("read0", "once1");
        }
        try (TestRuntime second = runtime(store, agent, limits -> limits)) {
            OrchestrationResult<?> result =
                    second.answer(ANN, RUN, question, true, ANN).result();

            assertThat(result.output().map(Object::toString)).hasValue("did read0,did once1,did asking2,did read3");
            assertThat(result.usage().toolCalls()).isEqualTo(4);
        }
        assertThat(called)
                .startsWith("read0", "once1")
                .containsExactlyInAnyOrder("read0", "once1", "asking2", "read3"); // the last two beside each other
    }

    /** What is recorded is not called again; what was only intended is, unless it may act twice. */
    @ParameterizedTest
    @EnumSource(DyingStore.When.class)
    void goes_on_wherever_its_process_died(DyingStore.When when) throws InterruptedException {
        Agent<String> agent = calling("read", "keyed", "once", "read", "read");
        for (int append = 1; append < 40; append++) {
            called.clear();
            StateStore kept = EncodingStore.of(
                    InMemoryStateStore.builder().scheduler(clock).build());
            boolean over;
            try (TestRuntime first = builder(DyingStore.at(kept, append, when), agent, limits -> limits)
                    .withoutLifecycleValidation() // the dead leave things open
                    .build()) {
                over = first.run(agent, request()).status() == RunStatus.SUCCEEDED;
            } catch (NetraException notBegun) {
                over = false;
            }
            List<String> before = List.copyOf(called);
            clock.clock().sleep(Duration.ofMinutes(5));
            try (TestRuntime second = runtime(kept, agent, limits -> limits)) {
                Optional<String> output = finish(second, agent, before.contains("once2"));
                assertThat(output)
                        .as("append %d of %s", append, before)
                        .hasValueSatisfying(text -> assertThat(text)
                                .matches("did read0,did keyed1,(did once2|result_lost),did read3,did read4"));
            }
            assertThat(Collections.frequency(called, "once2")).isOne();
            if (over) {
                assertThat(append).isGreaterThan(5);
                return;
            }
        }
        throw new AssertionError("it always died");
    }

    private static Optional<String> finish(TestRuntime runtime, Agent<String> agent, boolean happened)
            throws InterruptedException {
        OrchestrationResult<?> result = runtime.journal(ANN, RUN).isEmpty()
                ? runtime.run(agent, request())
                : runtime.resume(ANN, RUN).result();
        if (result.status() == RunStatus.SUSPENDED) {
            String id = result.questions().getFirst().id();
            result = runtime.answer(ANN, RUN, id, happened ? EffectOutcome.HAPPENED : EffectOutcome.DID_NOT_HAPPEN, ANN)
                    .result();
        }
        return result.output().map(Object::toString);
    }
}
