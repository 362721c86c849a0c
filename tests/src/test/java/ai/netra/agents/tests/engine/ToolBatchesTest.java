package ai.netra.agents.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolRequest;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The calls of one answer, made together. */
class ToolBatchesTest {
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final UserId ANN = UserId.of("ann");
    private static final RunId RUN = RunId.of("r1");

    record Look(int seconds) {}

    private final VirtualClock clock = VirtualClock.automatic();
    private final Task here = clock.adopt("test");
    private final StateStore store =
            InMemoryStateStore.builder().scheduler(clock).build();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final FunctionTool<Look> read = tool("read").effect(ToolEffect.READ);
    private final FunctionTool<Look> write = tool("write");
    private final FunctionTool<Look> approved = tool("approved").approval(ToolApproval.validFor(Duration.ofHours(1)));
    private final FunctionTool<Look> quick = tool("quick").concurrency(ToolSpec.Concurrency.CONCURRENT);
    private final FunctionTool<Look> alone =
            tool("alone").effect(ToolEffect.READ).concurrency(ToolSpec.Concurrency.IN_ORDER);

    private Limits limits = Limits.defaults();

    @AfterEach
    void release() {
        here.release();
    }

    private FunctionTool<Look> tool(String name) {
        return FunctionTool.of(name, "Looks.", Look.class, (look, context) -> {
            seen.add(name + look.seconds());
            context.clock().sleep(Duration.ofSeconds(look.seconds()));
            seen.add("end " + name + look.seconds());
            return look.seconds();
        });
    }

    private Agent<String> calling(String... calls) {
        List<ToolRequest> requests = Stream.of(calls)
                .map(call -> new ToolRequest(
                        call.replaceAll("[0-9]", ""), "{\"seconds\":" + call.replaceAll("[^0-9]", "") + "}"))
                .toList();
        return Agent.of(A, (input, context) -> {
            Instant begun = context.clock().instant();
            List<ToolResult> results = context.tools().callAll(requests);
            return results.stream()
                            .map(result -> result.value()
                                    .map(Object::toString)
                                    .orElseGet(() ->
                                            result.error().orElseThrow().kind().label()))
                            .toList()
                    + " in "
                    + Duration.between(begun, context.clock().instant()).toSeconds();
        });
    }

    private TestRuntime runtime(Agent<?> agent) {
        return TestRuntime.builder()
                .scheduler(clock)
                .tools(ToolRegistry.of(read, write, approved, quick, alone))
                .grant(A, "read", "write", "approved", "quick", "alone")
                .limits(limits)
                .register(agent)
                .setup(builder -> builder.stateStore(store))
                .build();
    }

    private OrchestrationResult<String> run(String... calls) {
        Agent<String> agent = calling(calls);
        try (TestRuntime runtime = runtime(agent)) {
            return runtime.run(agent, RunRequest.of("hello").user("ann").runId("r1"));
        }
    }

    @Test
    void tools_that_read_are_called_beside_each_other_with_results_in_order() {
        assertThat(run("read3", "read1", "read2").orThrow()).isEqualTo("[3, 1, 2] in 3");
    }

    @Test
    void tools_that_act_are_called_in_order() {
        assertThat(run("write3", "write1").orThrow()).isEqualTo("[3, 1] in 4");
        assertThat(seen).containsExactly("write3", "end write3", "write1", "end write1");
    }

    @Test
    void what_acts_comes_between_what_reads_before_and_after_it() {
        assertThat(run("read2", "read1", "write1", "read3", "read2").orThrow()).isEqualTo("[2, 1, 1, 3, 2] in 6");
        assertThat(List.copyOf(seen).indexOf("write1"))
                .isGreaterThan(List.copyOf(seen).indexOf("end read2"));
    }

    @Test
    void a_tool_may_say_otherwise_than_its_effect() {
        assertThat(run("quick3", "quick2").orThrow()).isEqualTo("[3, 2] in 3");
    }

    @Test
    void a_tool_that_reads_may_be_called_in_order() {
        assertThat(run("alone3", "alone2").orThrow()).isEqualTo("[3, 2] in 5");
    }

    @Test
    void no_call_is_made_beyond_the_limit_and_the_first_are() {
        limits = Limits.defaults().toolCalls(2);
        assertThat(run("read3", "read1", "read2").orThrow()).isEqualTo("[3, 1, limit_exceeded] in 3");
        assertThat(seen).hasSize(4);
    }

    @Test
    void unknown_tools_stand_in_their_place() {
        assertThat(run("read1", "red1", "read2").orThrow()).startsWith("[1, unknown_tool, 2]");
    }

    @Test
    void people_are_asked_about_all_calls_before_any_is_made() throws InterruptedException {
        Agent<String> agent = calling("read1", "approved1", "read2", "approved2");
        try (TestRuntime runtime = runtime(agent)) {
            var waiting = runtime.run(agent, RunRequest.of("hello").user("ann").runId("r1"));
            assertThat(waiting.questions()).hasSize(2);
            assertThat(seen).isEmpty();
            var still = runtime.answer(ANN, RUN, waiting.questions().get(0).id(), true, ANN)
                    .result();
            assertThat(still.status()).isEqualTo(RunStatus.SUSPENDED);
            assertThat(seen).isEmpty();
            var result = runtime.answer(ANN, RUN, waiting.questions().get(1).id(), false, ANN)
                    .result();

            assertThat(result.output().map(Object::toString).orElseThrow()).startsWith("[1, 1, 2, denied]");
        }
    }

    @Test
    void when_time_is_over_every_call_is_interrupted_and_recorded() {
        limits = Limits.defaults().activationTime(Duration.ofSeconds(2));
        Agent<String> agent = calling("read9", "read1", "read8");
        try (TestRuntime runtime = runtime(agent)) {
            var result = runtime.run(agent, RunRequest.of("hello").user("ann").runId("r1"));

            assertThat(result.status()).isEqualTo(RunStatus.TIMED_OUT);
            assertThat(seen).containsExactlyInAnyOrder("read9", "read1", "read8", "end read1");
            assertThat(runtime.journal(ANN, RUN).orElseThrow())
                    .filteredOn(JournalEntry.Stepped.class::isInstance)
                    .hasSize(3);
        }
    }

    @Test
    void a_cancelled_run_interrupts_every_call() throws InterruptedException {
        Agent<String> agent = calling("read9", "read8");
        try (TestRuntime runtime = runtime(agent)) {
            var handle = runtime.start(agent, RunRequest.of("hello").user("ann").runId("r1"));
            clock.clock().sleep(Duration.ofSeconds(1));
            handle.cancel("enough");

            assertThat(handle.result().status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(seen).containsExactlyInAnyOrder("read9", "read8");
        }
    }
}
