package ai.netra.agents.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Progress;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.Replay;
import ai.netra.agents.core.orchestrator.ForEachOrchestrator;
import ai.netra.agents.core.orchestrator.ItemOutcomes;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * What holds of every run: whatever orchestrators decide, whatever agents do, in whatever order they end, and whenever it is cancelled. Each case is
 * made from a seed. The runtime for tests checks lifecycle, purity and replay besides.
 */
class EngineLawsTest {
    private static final RunRequest REQUEST = RunRequest.of("hello").runId("r1");

    private final RandomFlows flows = new RandomFlows();
    private List<String> tooEarly = List.of();

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void agents_with_dependencies_start_once_and_with_all_that_they_require_in_whatever_order_they_end(
            @ForAll long graph, @ForAll long firstOrder, @ForAll long secondOrder) {
        Map<String, String> first = endings(graph, new Random(firstOrder));
        Map<String, String> second = endings(graph, new Random(secondOrder));

        assertThat(flows.broken()).isEmpty();
        assertThat(second).as("how each agent ended, in another order").isEqualTo(first);
    }

    /** How each agent of a random graph ends, where these are the times that they take. */
    private Map<String, String> endings(long graph, Random times) {
        Random random = new Random(graph);
        List<Agent<Integer>> agents = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            List<Dependency<?>> reads = new ArrayList<>();
            for (Agent<Integer> earlier : agents) {
                switch (random.nextInt(4)) {
                    case 0 -> reads.add(Dependency.required(earlier.key()));
                    case 1 -> reads.add(Dependency.optional(earlier.key()));
                    default -> {}
                }
            }
            Duration time = Duration.ofMillis(times.nextInt(5));
            agents.add(flows.leaf(AgentKey.of("agent" + i, Integer.class), reads, random, time));
        }
        AgentKey<Integer> last = agents.getLast().key();
        AgentKey<Integer> key = AgentKey.of("supervisor", Integer.class);
        SupervisorOrchestrator.Builder<Integer> builder = SupervisorOrchestrator.of(key);
        agents.forEach(builder::agent);
        SupervisorOrchestrator<Integer> supervisor = random.nextBoolean()
                ? builder.endingIn(last)
                : builder.fallback(progress -> progress.ended()).endingIn(last);
        OrchestrationResult<Integer> result = run(supervisor, Limits.defaults(), null);
        assertThat(tooEarly).as("started without what they require").isEmpty();
        Map<String, String> endings = new TreeMap<>();
        for (ActivationOutcome<?> ended : result.outcomes()) {
            String twice = endings.put(ended.key().name(), ended.outcome().label());
            assertThat(twice).as("earlier outcome of %s", ended.key()).isNull();
        }
        assertThat(endings).hasSize(count);
        return endings;
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void orchestrators_of_any_depth_end_leave_no_thread_and_replay(@ForAll long seed) {
        Random random = new Random(seed);
        Agent<Integer> flow = random.nextBoolean() ? flows.orchestrator(random, 3) : flows.orchestrator(random, 2);
        Duration cancelAfter = random.nextInt(4) == 0 ? Duration.ofMillis(random.nextInt(20)) : null;
        Limits limits = Limits.defaults()
                .activations(1 + random.nextInt(60))
                .width(1 + random.nextInt(8))
                .depth(1 + random.nextInt(6));

        run(flow, random.nextBoolean() ? limits : Limits.defaults(), cancelAfter);

        assertThat(flows.broken()).isEmpty();
        assertThat(tooEarly).as("started without what they require").isEmpty();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void decisions_without_sense_end_leave_no_thread_and_replay(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int activations) {
        Random random = new Random(seed);
        List<Agent<?>> agents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            agents.add(flows.leaf(
                    AgentKey.of("agent" + i, Integer.class), List.of(), random, Duration.ofMillis(random.nextInt(5))));
        }
        agents.add(flows.leaf(
                AgentKey.of("needy", Integer.class),
                List.of(Dependency.required(AgentKey.of("agent0", Integer.class))),
                random,
                Duration.ofMillis(1)));
        var senseless = new DecidingOrchestrator<Integer>(
                AgentKey.of("senseless", Integer.class), agents, progress -> senseless(seed, agents, progress));

        run(senseless, Limits.defaults().activations(activations).width(1 + random.nextInt(8)), null);

        assertThat(flows.broken()).isEmpty();
    }

    /** A decision out of the blue, but the same for the same progress. */
    @SuppressWarnings("NullAway") // what host code may do
    private static Decision<Integer> senseless(long seed, List<Agent<?>> agents, Progress progress) {
        Random random = new Random(seed * 31 + progress.ended() * 7L + progress.started());
        return switch (random.nextInt(12)) {
            case 0 -> Decision.finish(progress.ended());
            case 1 -> Decision.fail(Failure.of(FailureKind.AGENT_ERROR, "out of the blue"));
            case 2 -> random.nextInt(4) == 0 ? null : Decision.await();
            case 3, 4 -> Decision.await();
            default -> {
                List<Activation<?>> starts = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    Agent<?> agent = agents.get(random.nextInt(agents.size()));
                    Activation<?> start =
                            random.nextInt(5) == 0 ? Activation.skip(agent.key(), "no") : Activation.of(agent);
                    int round = random.nextInt(20) == 0 ? 1 : 1 + progress.started() + i;
                    starts.add(start.id(ActivationId.round(agent.key(), round)));
                }
                yield Decision.start(starts);
            }
        };
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void results_keep_the_declared_order_in_whatever_order_they_end(
            @ForAll @IntRange(min = 0, max = 40) int count, @ForAll long first, @ForAll long second) {
        assertThat(outputs(count, new Random(first))).isEqualTo(outputs(count, new Random(second)));
    }

    /** What comes of items and of branches that take these times; no more than the width may run at once. */
    private List<Integer> outputs(int count, Random times) {
        AgentKey<List<Integer>> key = AgentKey.listOf("flow", Integer.class);
        int width = 1 + times.nextInt(6);
        long seed = times.nextLong();
        AtomicInteger running = new AtomicInteger();
        Agent<Integer> square = Agent.of(AgentKey.of("square", Integer.class), (input, context) -> {
            if (running.incrementAndGet() > width) {
                flows.broken().add("more than " + width + " at once");
            }
            int item = (Integer) input.previous().orElseThrow();
            context.clock().sleep(Duration.ofMillis(new Random(seed + item).nextInt(9)));
            running.decrementAndGet();
            return item * item;
        });
        var items = ForEachOrchestrator.all(key)
                .over(input -> IntStream.range(0, count).boxed().toList())
                .width(width)
                .each(square)
                .aggregating(ItemOutcomes::outputs);
        ParallelOrchestrator.Builder<List<Integer>> branches = ParallelOrchestrator.all(key);
        for (int i = 0; i <= count; i++) {
            int number = i;
            Duration time = Duration.ofMillis(times.nextInt(9));
            branches.agent(Agent.of(AgentKey.of("branch" + i, Integer.class), (input, context) -> {
                context.clock().sleep(time);
                return number;
            }));
        }
        var parallel = branches.aggregating(outcomes -> outcomes.outputs(Integer.class));

        List<Integer> both =
                new ArrayList<>(run(items, Limits.defaults(), null).output().orElseThrow());
        both.addAll(run(parallel, Limits.defaults(), null).output().orElseThrow());
        assertThat(flows.broken()).isEmpty();
        assertThat(both).hasSize(2 * count + 1);
        return both;
    }

    /** Runs, cancels where asked to, and checks what holds of every run. */
    private <O> OrchestrationResult<O> run(Agent<O> flow, Limits limits, Duration cancelAfter) {
        CountingScheduler scheduler = new CountingScheduler(VirtualClock.automatic());
        try (scheduler;
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .limits(limits)
                        .register(flow)
                        .build()) {
            if (cancelAfter != null) {
                scheduler.schedule(cancelAfter, () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));
            }
            OrchestrationResult<O> result = runtime.run(flow, REQUEST);

            scheduler.join(); // no thread is left
            List<JournalEntry> journal = Flows.journal(runtime, result);
            checkJournal(journal);
            tooEarly = tooEarly(journal);
            assertThat(Replay.verify(flow, journal))
                    .isEqualTo(journal.stream()
                            .filter(JournalEntry.Decided.class::isInstance)
                            .count());
            assertThat(result.usage().activations()).isLessThanOrEqualTo(limits.activations());
            return result;
        }
    }

    /** What the engine kept from beginning: those that an orchestrator started though an output that they require was not there. */
    private static List<String> tooEarly(List<JournalEntry> journal) {
        return journal.stream()
                .filter(JournalEntry.Ended.class::isInstance)
                .flatMap(entry -> ((JournalEntry.Ended) entry).outcome().outcome().failure().stream())
                .filter(failure -> failure.kind() == FailureKind.UNMET_DEPENDENCY)
                .map(Failure::message)
                .filter(message -> message.contains("start it after that agent has succeeded"))
                .toList();
    }

    /** Every activation is decided on before it ends, ends once, and each outcome that was decided on has its decision right behind it. */
    private static void checkJournal(List<JournalEntry> journal) {
        Set<String> started = new HashSet<>();
        Map<String, Integer> ended = new HashMap<>();
        Set<String> finished = new HashSet<>();
        for (int i = 0; i < journal.size(); i++) {
            switch (journal.get(i)) {
                case JournalEntry.Decided decided -> {
                    assertThat(finished).as("scopes that have decided to end").doesNotContain(decided.scope());
                    decided.decision()
                            .starts()
                            .forEach(start -> assertThat(started.add(decided.scope() + "/" + start.id()))
                                    .as("started once")
                                    .isTrue());
                    switch (decided.decision().kind()) {
                        case FINISH, FAIL -> finished.add(decided.scope());
                        case START, WAIT -> {}
                    }
                    if (ended.containsKey(decided.scope() + "/")) {
                        assertThat(journal.get(i - 1))
                                .isInstanceOfSatisfying(
                                        JournalEntry.Ended.class,
                                        before -> assertThat(before.scope()).isEqualTo(decided.scope()));
                    }
                }
                case JournalEntry.Ended end -> {
                    String path = end.scope() + "/" + end.outcome().id();
                    assertThat(started).contains(path);
                    assertThat(ended.merge(path, 1, Integer::sum))
                            .as("ends of %s", path)
                            .isEqualTo(1);
                    ended.put(end.scope() + "/", 1);
                }
                default -> {}
            }
        }
        ended.keySet().removeIf(path -> path.endsWith("/"));
        assertThat(ended.keySet()).isEqualTo(started);
    }
}
