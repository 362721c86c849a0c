package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Question;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.journal.JournalFormatException;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.testkit.FakeAgent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Runs whose journal cannot be read, or not be written. */
class UnreadableRunsTest {
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final UserId ANN = UserId.of("ann");
    private static final RunId RUN = RunId.of("r1");
    private static final RunRequest REQUEST = RunRequest.of("hello").user("ann").runId("r1");

    private final InMemoryStateStore memory = InMemoryStateStore.create();
    private final StateStore store = EncodingStore.of(memory);
    private final Agent<String> asking =
            Agent.of(A, (input, context) -> context.await(Question.of("Really?", String.class)));

    private static LocalAgentRuntime runtime(StateStore store, Agent<?> agent) {
        return LocalAgentRuntime.builder()
                .stateStore(store)
                .patience(Duration.ZERO)
                .register(agent)
                .build();
    }

    /** A store that gives back something else than it was given. */
    private StateStore reading(UnaryOperator<Payload> otherwise) {
        return (StateStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(store, arguments);
                        return answer instanceof Loaded loaded
                                ? new Loaded(loaded.end(), loaded.snapshot(), changed(loaded.tail(), otherwise))
                                : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static List<StoredRecord> changed(List<StoredRecord> tail, UnaryOperator<Payload> otherwise) {
        return tail.stream()
                .map(record -> new StoredRecord(
                        record.version(), record.writer(), otherwise.apply(record.payload()), record.at()))
                .toList();
    }

    private void suspend() {
        try (LocalAgentRuntime runtime = runtime(store, asking)) {
            assertThat(runtime.run(asking, REQUEST).status()).isEqualTo(RunStatus.SUSPENDED);
        }
    }

    private void isUntouched(long version) throws InterruptedException {
        assertThat(memory.find(ANN, RUN).orElseThrow().end().version()).isEqualTo(version);
        try (LocalAgentRuntime runtime = runtime(store, asking)) {
            assertThat(runtime.answer(ANN, RUN, "a/a!1/1", "yes")
                            .result()
                            .output()
                            .map(Object::toString))
                    .hasValue("yes");
        }
    }

    @Test
    void a_journal_of_a_newer_version_is_refused_and_left_as_it_is() throws InterruptedException {
        suspend();
        long version = memory.find(ANN, RUN).orElseThrow().end().version();
        StateStore newer = reading(payload -> Payload.of(payload.kind(), 99, payload.bytes()));
        try (LocalAgentRuntime runtime = runtime(newer, asking)) {
            assertThatThrownBy(() -> runtime.resume(ANN, RUN))
                    .isInstanceOf(JournalFormatException.class)
                    .hasMessageContaining("newer");
            assertThatThrownBy(() -> runtime.answer(ANN, RUN, "a/a!1/1", "yes"))
                    .isInstanceOf(JournalFormatException.class);
        }
        isUntouched(version);
    }

    @Test
    void a_damaged_journal_is_refused_and_left_as_it_is() throws InterruptedException {
        suspend();
        long version = memory.find(ANN, RUN).orElseThrow().end().version();
        StateStore damaged = reading(payload ->
                Payload.of(payload.kind(), payload.schema(), "{\"scope\":".getBytes(StandardCharsets.UTF_8)));
        try (LocalAgentRuntime runtime = runtime(damaged, asking)) {
            assertThatThrownBy(() -> runtime.resume(ANN, RUN))
                    .isInstanceOf(JournalFormatException.class)
                    .hasMessageContaining("damaged");
        }
        isUntouched(version);
    }

    @Test
    void an_output_that_the_store_does_not_take_fails_the_run_and_says_so() {
        StateStore small = EncodingStore.of(
                InMemoryStateStore.builder().maxPayload(1 << 20).build());
        FakeAgent<String> wordy = FakeAgent.returning(A, "x".repeat(2 << 20));
        try (LocalAgentRuntime runtime = runtime(small, wordy)) {
            OrchestrationResult<String> result = runtime.run(wordy, REQUEST);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow().failure().kind()).isEqualTo(FailureKind.INVALID_OUTPUT);
            assertThat(small.find(ANN, RUN).orElseThrow().phase()).isEqualTo(RunPhase.ENDED);
            assertThat(runtime.recover()).isEmpty();
        }
        try (LocalAgentRuntime later = runtime(small, wordy)) {
            assertThat(later.run(wordy, REQUEST).status()).isEqualTo(RunStatus.FAILED);
            assertThat(wordy.calls()).isOne();
        }
    }

    @Test
    void a_store_that_is_out_of_reach_refuses_runs_and_loses_none() throws InterruptedException {
        suspend();
        StateStore away = (StateStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    throw new StoreException.Unavailable("unplugged", new IllegalStateException("unplugged"));
                });
        try (LocalAgentRuntime runtime = runtime(away, asking)) {
            assertThatThrownBy(() -> runtime.run(asking, REQUEST)).isInstanceOf(StoreException.Unavailable.class);
            assertThatThrownBy(() -> runtime.resume(ANN, RUN)).isInstanceOf(StoreException.Unavailable.class);
            assertThatThrownBy(() -> runtime.run(asking, RunRequest.of("hello")))
                    .hasMessageContaining("unplugged");
        }
        isUntouched(memory.find(ANN, RUN).orElseThrow().end().version());
    }
}
