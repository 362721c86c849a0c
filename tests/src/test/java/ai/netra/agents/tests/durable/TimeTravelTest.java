package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunResumptionException;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run had come to, and what it might have come to. */
class TimeTravelTest {
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final AgentKey<String> B = AgentKey.of("b", String.class);
    private static final UserId ANN = UserId.of("ann");
    private static final RunId RUN = RunId.of("r1");
    private static final RunId OTHER = RunId.of("r2");

    private final VirtualClock clock = VirtualClock.automatic();
    private final StateStore store =
            EncodingStore.of(InMemoryStateStore.builder().scheduler(clock).build());
    private final FakeAgent<String> first = FakeAgent.returning(A, "a");
    private final AtomicInteger second = new AtomicInteger();
    private final List<String> keys = new ArrayList<>();
    private final SequentialOrchestrator<String> flow = SequentialOrchestrator.of(FLOW)
            .then(first)
            .endingIn(Agent.of(
                    B,
                    (input, context) -> context.step("pay", ToolEffect.KEYED, String.class, () -> {
                        keys.add(context.idempotencyKey());
                        return "b" + second.incrementAndGet();
                    })));

    private LocalAgentRuntime runtime(boolean kept) {
        LocalAgentRuntime.Builder builder =
                LocalAgentRuntime.builder().scheduler(clock).register(flow);
        return (kept ? builder.stateStore(store) : builder).build();
    }

    private static int entriesUntil(List<JournalEntry> journal, String agent) {
        for (int i = 0; i < journal.size(); i++) {
            if (journal.get(i) instanceof JournalEntry.Ended ended
                    && ended.outcome().key().name().equals(agent)) {
                return i + 1;
            }
        }
        throw new AssertionError("no outcome of " + agent + " in " + journal);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_run_can_be_gone_on_from_any_entry_under_another_id(boolean kept) throws InterruptedException {
        try (LocalAgentRuntime runtime = runtime(kept)) {
            OrchestrationResult<String> whole =
                    runtime.run(flow, RunRequest.of("hello").user("ann").runId("r1"));
            List<JournalEntry> journal = runtime.journal(ANN, RUN).orElseThrow();

            OrchestrationResult<?> forked =
                    runtime.fork(ANN, RUN, entriesUntil(journal, "a"), OTHER).result();

            assertThat(whole.output()).hasValue("b1");
            assertThat(forked.output().map(Object::toString)).hasValue("b2");
            assertThat(forked.outputs()).containsEntry("a", "a");
            assertThat(first.calls()).isOne();
            assertThat(keys).hasSize(2).doesNotHaveDuplicates();
            assertThat(runtime.journal(ANN, RUN).orElseThrow()).hasSameSizeAs(journal);
            assertThat(runtime.replay(ANN, OTHER)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void every_beginning_leads_to_an_end(boolean kept) throws InterruptedException {
        try (LocalAgentRuntime runtime = runtime(kept)) {
            runtime.run(flow, RunRequest.of("hello").user("ann").runId("r1"));
            int entries = runtime.journal(ANN, RUN).orElseThrow().size();
            for (int i = 1; i < entries; i++) {
                assertThat(runtime.fork(ANN, RUN, i, RunId.of("fork" + i))
                                .result()
                                .success())
                        .as("from entry " + i)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_state_at_an_entry_is_that_of_the_time(boolean kept) {
        try (LocalAgentRuntime runtime = runtime(kept)) {
            runtime.run(flow, RunRequest.of("hello").user("ann").runId("r1"));
            List<JournalEntry> journal = runtime.journal(ANN, RUN).orElseThrow();

            int afterA = entriesUntil(journal, "a");
            assertThat(runtime.state(ANN, RUN, afterA).orElseThrow().state(A)).hasValue("a");
            assertThat(runtime.state(ANN, RUN, afterA).orElseThrow().state(B)).isEmpty();
            assertThat(runtime.state(ANN, RUN, afterA - 1).orElseThrow().all()).isEmpty();
            assertThat(runtime.state(ANN, RUN, journal.size() + 1)).isEmpty();
            assertThat(runtime.replay(ANN, RUN)).isEqualTo(3);
            assertThat(first.calls()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refuses_what_is_not_there(boolean kept) {
        try (LocalAgentRuntime runtime = runtime(kept)) {
            runtime.run(flow, RunRequest.of("hello").user("ann").runId("r1"));
            int entries = runtime.journal(ANN, RUN).orElseThrow().size();

            assertThatThrownBy(() -> runtime.fork(ANN, RunId.of("r9"), 1, OTHER))
                    .isInstanceOf(RunResumptionException.UnknownRun.class);
            assertThatThrownBy(() -> runtime.fork(UserId.of("bob"), RUN, 1, OTHER))
                    .isInstanceOf(RunResumptionException.UnknownRun.class);
            assertThatThrownBy(() -> runtime.fork(ANN, RUN, 0, OTHER)).isInstanceOf(InvalidDefinitionException.class);
            assertThatThrownBy(() -> runtime.fork(ANN, RUN, entries, OTHER))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("use 1 to " + (entries - 1));
            assertThatThrownBy(() -> runtime.fork(ANN, RUN, 1, RUN)).isInstanceOf(InvalidDefinitionException.class);
        }
    }
}
