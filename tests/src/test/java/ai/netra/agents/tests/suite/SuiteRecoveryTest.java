package ai.netra.agents.tests.suite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.NetraException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.suite.NetraSuite;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.trace.CsvTrace;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tests.Workloads;
import ai.netra.agents.tests.durable.DyingStore;
import ai.netra.agents.tests.durable.EncodingStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite with a model, in a process that dies at any of its appends. */
final class SuiteRecoveryTest {
    private static final UserId ANN = UserId.of("ann");
    private static final RunId RUN = RunId.of("r1");
    private static final RunRequest REQUEST = RunRequest.of("Optimize my GPU workload for cost")
            .user("ann")
            .runId("r1")
            .attribute("workload_id", "w")
            .attribute("time_range", "all")
            .attribute("model", "frontier-large");
    private static final int PHASES = 5;

    private final AtomicInteger asked = new AtomicInteger();
    private Workloads workloads;
    private FakeLlmClient script;

    @BeforeEach
    void load() {
        workloads = Workloads.inMemory();
        workloads.load("ann", "w", CsvTrace.bundledSample());
        NetraSuite rules =
                NetraSuite.builder().repository(workloads.repository()).build();
        try (TestRuntime runtime =
                TestRuntime.builder().setup(rules::registerWith).build()) {
            script = new ScriptedDrafts(runtime.run(rules.supervisor(), REQUEST))
                    .without()
                    .build();
        }
    }

    @AfterEach
    void close() {
        script.close();
        workloads.close();
    }

    private NetraSuite suite() {
        LlmClient model = request -> {
            asked.incrementAndGet();
            return script.generate(request);
        };
        return NetraSuite.builder()
                .repository(workloads.repository())
                .llm(SuiteLlm.of(model))
                .build();
    }

    private static TestRuntime runtime(NetraSuite suite, VirtualClock clock, StateStore store) {
        return TestRuntime.builder()
                .scheduler(clock)
                .setup(builder -> suite.registerWith(builder).stateStore(store))
                .withoutLifecycleValidation()
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void a_draft_that_is_recorded_is_not_asked_for_again(DyingStore.When when) throws InterruptedException {
        int died = 0;
        for (int append = 1; lost(append, when); append++) {
            died++;
        }
        assertThat(died).isGreaterThan(10);
    }

    /** Whether it was lost at this write, and so went on in another process. */
    private boolean lost(int append, DyingStore.When when) throws InterruptedException {
        asked.set(0);
        VirtualClock clock = VirtualClock.automatic();
        StateStore store =
                EncodingStore.of(InMemoryStateStore.builder().scheduler(clock).build());
        Task here = clock.adopt("test");
        try {
            NetraSuite first = suite();
            boolean over;
            try (TestRuntime dying = runtime(first, clock, DyingStore.at(store, append, when))) {
                over = dying.run(first.supervisor(), REQUEST).success();
            } catch (NetraException dead) { // it died at its beginning
                over = false;
            }
            if (over) {
                assertThat(asked).hasValue(PHASES);
                return false;
            }
            clock.clock().sleep(Duration.ofSeconds(31));
            asked.set(0);
            NetraSuite second = suite();
            try (TestRuntime next = runtime(second, clock, store)) {
                long drafted = next.journal(ANN, RUN).orElse(List.of()).stream()
                        .filter(entry ->
                                entry instanceof JournalEntry.Stepped step && step.kind() == JournalEntry.StepKind.LLM)
                        .count();
                OrchestrationResult<?> result = resumed(next, second);
                assertThat(result.output().map(Report.class::cast).map(Report::fullReport))
                        .as("%s append %s: %s", when, append, result.error())
                        .hasValueSatisfying(text -> assertThat(text).contains(ScriptedDrafts.SUMMARY));
                assertThat(asked).as("%s append %s", when, append).hasValue(PHASES - (int) drafted);
            }
            return true;
        } finally {
            here.release();
        }
    }

    private static OrchestrationResult<?> resumed(TestRuntime runtime, NetraSuite suite) throws InterruptedException {
        boolean recorded =
                runtime.journal(ANN, RUN).filter(entries -> !entries.isEmpty()).isPresent();
        List<RunHandle<?>> taken = runtime.recover();
        if (!recorded) {
            return runtime.run(suite.supervisor(), REQUEST);
        }
        return taken.isEmpty()
                ? runtime.resume(ANN, RUN).result()
                : taken.getFirst().result();
    }
}
