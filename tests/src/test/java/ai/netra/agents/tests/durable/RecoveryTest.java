package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Durability;
import ai.netra.agents.FailureKind;
import ai.netra.agents.NetraException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.Encoded;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.core.orchestrator.BranchOutcomes;
import ai.netra.agents.core.orchestrator.LoopOrchestrator;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that dies at any append, and another that goes on with its run. */
class RecoveryTest {
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final AgentKey<String> B = AgentKey.of("b", String.class);
    private static final AgentKey<String> C = AgentKey.of("c", String.class);
    private static final AgentKey<Integer> COUNT = AgentKey.of("count", Integer.class);
    private static final UserId USER = UserId.of("ann");
    private static final RunId RUN = RunId.of("r1");
    private static final RunRequest REQUEST =
            RunRequest.of("hello").user(USER.value()).thread("t1").runId(RUN.value());

    /** What is run, anew for each process. */
    private record Scenario(String name, Orchestrator<?> flow) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Durability durability = Durability.STEP;
    private final Map<String, Integer> effects = new ConcurrentHashMap<>();

    /** A model whose answer follows from what it is asked. */
    private static final LlmClient MODEL = new LlmClient() {
        @Override
        public LlmResponse generate(LlmRequest request) {
            return LlmResponse.of("answer to " + request.messages().getLast().text());
        }

        @Override
        public Optional<String> defaultModel() {
            return Optional.of("m1");
        }
    };

    private final FunctionTool<Order> order = FunctionTool.of("order", "Orders it.", Order.class, (order, context) -> {
                effects.merge(context.idempotencyKey() + order.item(), 1, Integer::sum);
                return Map.of("ordered", order.item());
            })
            .effect(ToolEffect.KEYED);

    record Order(String item) {}

    private static Agent<String> asking(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> {
            LlmResponse first = context.llm().generate(LlmRequest.of(key.name() + input.message()));
            LlmResponse second = context.llm().generate(LlmRequest.of(first.text()));
            String stepped = context.step("note", ToolEffect.READ, String.class, () -> "noted");
            return second.text() + stepped;
        });
    }

    private static Agent<String> ordering(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> {
            String first = context.tools()
                    .call("order", new Order(key.name() + "1"))
                    .as(Map.class)
                    .toString();
            return first
                    + context.tools().call("order", new Order(key.name() + "2")).as(Map.class);
        });
    }

    private static String joined(BranchOutcomes branches) {
        return branches.outcomes().stream()
                .flatMap(ended -> ended.outcome().output().stream())
                .map(Object::toString)
                .collect(Collectors.joining());
    }

    static Stream<Scenario> scenarios() {
        Agent<String> caller = Agent.of(C, (input, context) -> context.call(asking(B), input) + "!");
        Agent<Integer> counting = Agent.of(
                COUNT,
                (input, context) ->
                        input.previous().map(previous -> (Integer) previous).orElse(0) + 1);
        Agent<String> flaky = Agent.of(A, (input, context) -> {
                    context.llm().generate(LlmRequest.of("once"));
                    int attempt =
                            context.llm().generate(LlmRequest.of("more")).text().length();
                    throw new IllegalStateException("always fails " + attempt);
                })
                .with(policy -> policy.retry(RetryPolicy.defaults().jitter(0).on(FailureKind.AGENT_ERROR))
                        .fallback(asking(B)));
        return Stream.of(
                new Scenario(
                        "sequence",
                        SequentialOrchestrator.of(FLOW)
                                .then(asking(A))
                                .then(ordering(B))
                                .endingIn(caller)),
                new Scenario(
                        "parallel",
                        ParallelOrchestrator.all(FLOW)
                                .agent(asking(A))
                                .agent(ordering(B))
                                .agent(caller)
                                .aggregating(RecoveryTest::joined)),
                new Scenario(
                        "nested",
                        SequentialOrchestrator.of(FLOW)
                                .then(ParallelOrchestrator.all(AgentKey.of("inner", String.class))
                                        .agent(asking(A))
                                        .agent(ordering(B))
                                        .aggregating(RecoveryTest::joined))
                                .endingIn(caller)),
                new Scenario(
                        "loop",
                        LoopOrchestrator.of(AgentKey.of("flow", Integer.class))
                                .body(counting)
                                .until(count -> count == 3)
                                .atMost(5)),
                new Scenario("retries", SequentialOrchestrator.of(FLOW).endingIn(flaky)));
    }

    private TestRuntime runtime(Scenario scenario, StateStore store, VirtualClock clock) {
        return TestRuntime.builder()
                .scheduler(clock)
                .llm(MODEL)
                .tools(ToolRegistry.of(order))
                .grant(A, "order")
                .grant(B, "order")
                .register(scenario.flow())
                .setup(builder -> builder.stateStore(store).durability(durability))
                .build();
    }

    static Stream<Arguments> scenariosInDetail() {
        return Arrays.stream(Durability.values())
                .flatMap(durability -> scenarios().map(scenario -> Arguments.of(scenario, durability)));
    }

    @ParameterizedTest
    @MethodSource("scenariosInDetail")
    void goes_on_wherever_the_process_died(Scenario scenario, Durability durability) throws InterruptedException {
        this.durability = durability;
        Recorded whole = whole(scenario);
        int died = 0;
        for (DyingStore.When when : DyingStore.When.values()) {
            for (int append = 1; ; append++) {
                effects.clear();
                Recorded recovered = recovered(scenario, append, when);
                if (recovered == null) {
                    break;
                }
                died++;
                String where = scenario + " " + when + " append " + append;
                assertThat(recovered.result.status()).as(where).isEqualTo(whole.result.status());
                assertThat(recovered.result.output().map(Object::toString))
                        .as(where)
                        .isEqualTo(whole.result.output().map(Object::toString));
                assertThat(recovered.result.outcomes())
                        .as(where)
                        .containsExactlyInAnyOrderElementsOf(whole.result.outcomes());
                assertThat(recovered.decisions()).as(where).isEqualTo(whole.decisions());
                assertThat(recovered.steps()).as(where).isEqualTo(whole.steps());
                assertThat(effects.keySet()).as(where).isEqualTo(whole.effects);
            }
        }
        assertThat(died).isGreaterThan(durability == Durability.RUN ? 2 : 6);
    }

    private Recorded whole(Scenario scenario) {
        effects.clear();
        VirtualClock clock = VirtualClock.automatic();
        StateStore store =
                EncodingStore.of(InMemoryStateStore.builder().scheduler(clock).build());
        try (TestRuntime runtime = runtime(scenario, store, clock)) {
            OrchestrationResult<?> result = runtime.run(scenario.flow(), REQUEST);
            return new Recorded(result, runtime.journal(USER, RUN).orElseThrow(), Set.copyOf(effects.keySet()));
        }
    }

    /** What comes out when a process dies and another goes on; null where it lived to the end. */
    private Recorded recovered(Scenario scenario, int append, DyingStore.When when) throws InterruptedException {
        VirtualClock clock = VirtualClock.automatic();
        StateStore store =
                EncodingStore.of(InMemoryStateStore.builder().scheduler(clock).build());
        Task here = clock.adopt("test");
        try {
            boolean begun = true;
            TestRuntime first = TestRuntime.builder()
                    .scheduler(clock)
                    .llm(MODEL)
                    .tools(ToolRegistry.of(order))
                    .grant(A, "order")
                    .grant(B, "order")
                    .register(scenario.flow())
                    .withoutLifecycleValidation()
                    .withoutPurityCheck()
                    .setup(builder -> builder.stateStore(DyingStore.at(store, append, when))
                            .durability(durability))
                    .build();
            try (first) {
                OrchestrationResult<?> ended = first.run(scenario.flow(), REQUEST);
                if (ended.error()
                        .filter(error -> error.failure().kind() == FailureKind.STATE_UNAVAILABLE)
                        .isEmpty()) {
                    return null;
                }
            } catch (NetraException rejected) {
                begun = append > 1 || when == DyingStore.When.AFTER;
            }
            clock.clock().sleep(Duration.ofSeconds(31));
            try (TestRuntime second = runtime(scenario, store, clock)) {
                RunHandle<?> handle;
                if (begun) {
                    List<RunHandle<?>> taken = second.recover();
                    handle = taken.isEmpty() ? second.find(USER, RUN).orElseThrow() : taken.getFirst();
                } else {
                    assertThat(second.recover()).isEmpty();
                    handle = second.start(scenario.flow(), REQUEST);
                }
                OrchestrationResult<?> result = handle.result();
                return new Recorded(result, second.journal(USER, RUN).orElseThrow(), Set.copyOf(effects.keySet()));
            }
        } finally {
            here.release();
        }
    }

    private record Recorded(OrchestrationResult<?> result, List<JournalEntry> journal, Set<String> effects) {
        /** The decisions of each scope, in their order; without the order of outcomes of parallel branches, which may differ. */
        Map<String, List<String>> decisions() {
            Map<String, List<String>> decisions = new TreeMap<>();
            for (JournalEntry entry : journal) {
                if (entry instanceof JournalEntry.Decided decided
                        && decided.decision().kind() != RecordedDecision.Kind.WAIT) {
                    decisions
                            .computeIfAbsent(decided.scope(), scope -> new ArrayList<>())
                            .add(text(decided.decision()));
                }
            }
            return decisions;
        }

        private static String text(RecordedDecision decision) {
            return decision.kind()
                    + decision.starts().stream()
                            .map(start -> start.id() + " reads "
                                    + start.reads().stream()
                                            .map(RecordedDecision.Read::activation)
                                            .toList()
                                    + start.previous().map(Recorded::json))
                            .toList()
                            .toString()
                    + decision.output().map(Recorded::json)
                    + decision.failure();
        }

        private static String json(Object value) {
            return value instanceof Encoded encoded
                    ? encoded.text()
                    : JsonCodec.standard().encode(value);
        }

        private static String given(Object result) {
            return switch (result) {
                case LlmResponse response -> response.text();
                case ToolResult tool -> json(tool.value().orElseThrow());
                default -> json(result);
            };
        }

        /** What each step gave. A step that is there twice ran twice. */
        Map<String, String> steps() {
            Map<String, String> steps = new TreeMap<>();
            for (JournalEntry entry : journal) {
                if (entry instanceof JournalEntry.Stepped stepped) {
                    steps.merge(
                            stepped.step().toString(),
                            stepped.name() + stepped.result().map(Recorded::given) + stepped.failure(),
                            (one, other) -> one + " AGAIN " + other);
                }
            }
            return steps;
        }
    }
}
