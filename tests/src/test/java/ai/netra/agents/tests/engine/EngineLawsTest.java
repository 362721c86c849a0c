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
import ai.netra.agents.Handoff;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import ai.netra.agents.RouterDecision;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.TypeRef;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.Replay;
import ai.netra.agents.core.orchestrator.BranchOutcomes;
import ai.netra.agents.core.orchestrator.ConditionalOrchestrator;
import ai.netra.agents.core.orchestrator.ForEachOrchestrator;
import ai.netra.agents.core.orchestrator.HandoffOrchestrator;
import ai.netra.agents.core.orchestrator.ItemOutcomes;
import ai.netra.agents.core.orchestrator.LoopOrchestrator;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    private List<String> tooEarly = List.of();
    private int names;

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void agents_with_dependencies_start_once_and_with_all_that_they_require_in_whatever_order_they_end(
            @ForAll long graph, @ForAll long firstOrder, @ForAll long secondOrder) {
        Map<String, String> first = endings(graph, new Random(firstOrder));
        Map<String, String> second = endings(graph, new Random(secondOrder));

        assertThat(broken).isEmpty();
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
            agents.add(leaf(AgentKey.of("agent" + i, Integer.class), reads, random, time));
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
        Agent<Integer> flow = random.nextBoolean() ? orchestrator(random, 3) : orchestrator(random, 2);
        Duration cancelAfter = random.nextInt(4) == 0 ? Duration.ofMillis(random.nextInt(20)) : null;
        Limits limits = Limits.defaults()
                .activations(1 + random.nextInt(60))
                .width(1 + random.nextInt(8))
                .depth(1 + random.nextInt(6));

        run(flow, random.nextBoolean() ? limits : Limits.defaults(), cancelAfter);

        assertThat(broken).isEmpty();
        assertThat(tooEarly).as("started without what they require").isEmpty();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void decisions_without_sense_end_leave_no_thread_and_replay(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int activations) {
        Random random = new Random(seed);
        List<Agent<?>> agents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            agents.add(leaf(
                    AgentKey.of("agent" + i, Integer.class), List.of(), random, Duration.ofMillis(random.nextInt(5))));
        }
        agents.add(leaf(
                AgentKey.of("needy", Integer.class),
                List.of(Dependency.required(AgentKey.of("agent0", Integer.class))),
                random,
                Duration.ofMillis(1)));
        var senseless = new DecidingOrchestrator<Integer>(
                AgentKey.of("senseless", Integer.class), agents, progress -> senseless(seed, agents, progress));

        run(senseless, Limits.defaults().activations(activations).width(1 + random.nextInt(8)), null);

        assertThat(broken).isEmpty();
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

    private Agent<Integer> node(Random random, int depth) {
        return depth == 0 || random.nextInt(3) == 0
                ? leaf(name("leaf"), List.of(), random, Duration.ofMillis(random.nextInt(5)))
                : orchestrator(random, depth);
    }

    private Orchestrator<Integer> orchestrator(Random random, int depth) {
        AgentKey<Integer> key = name("orchestrator");
        return switch (random.nextInt(10)) {
            case 0 -> {
                SequentialOrchestrator.Builder<Integer> sequence = SequentialOrchestrator.of(key);
                for (int i = random.nextInt(3); i > 0; i--) {
                    Agent<Integer> step = node(random, depth - 1);
                    if (random.nextBoolean()) {
                        sequence.then(step);
                    } else {
                        sequence.thenOptional(step);
                    }
                }
                yield sequence.endingIn(node(random, depth - 1));
            }
            case 1 -> {
                int branches = 1 + random.nextInt(4);
                ParallelOrchestrator.Builder<Integer> parallel = switch (random.nextInt(3)) {
                    case 0 -> ParallelOrchestrator.all(key);
                    case 1 -> ParallelOrchestrator.collect(key);
                    default -> ParallelOrchestrator.quorum(key, 1 + random.nextInt(branches));
                };
                for (int i = 0; i < branches; i++) {
                    parallel.agent(node(random, depth - 1));
                }
                yield parallel.aggregating(BranchOutcomes::ended);
            }
            case 2 -> {
                int enough = random.nextInt(20);
                yield LoopOrchestrator.of(key)
                        .body(node(random, depth - 1))
                        .until(value -> value >= enough)
                        .atMost(1 + random.nextInt(3));
            }
            case 3 -> {
                Agent<Integer> first = node(random, depth - 1);
                int high = random.nextInt(20);
                yield ConditionalOrchestrator.of(key)
                        .first(first)
                        .when(first.key(), value -> value > high, node(random, depth - 1))
                        .otherwise(node(random, depth - 1));
            }
            case 4 -> {
                ParallelOrchestrator.RaceBuilder<Integer> race = ParallelOrchestrator.firstSuccess(key);
                for (int i = random.nextInt(4); i >= 0; i--) {
                    race.agent(node(random, depth - 1));
                }
                yield race.build();
            }
            case 5 -> forEach(key, random, node(random, depth - 1));
            case 6 -> {
                Agent<Integer> first = node(random, depth - 1);
                yield ConditionalOrchestrator.of(key)
                        .first(first)
                        .on(first.key(), value -> value % 3)
                        .when(0, node(random, depth - 1))
                        .when(1, node(random, depth - 1))
                        .otherwise(node(random, depth - 1));
            }
            case 7 -> routed(key, random, depth);
            case 8 -> handoffs(key, random);
            default -> {
                SupervisorOrchestrator.Builder<Integer> supervisor = SupervisorOrchestrator.of(key);
                Agent<Integer> member = node(random, depth - 1);
                supervisor.agent(member);
                for (int i = random.nextInt(3); i > 0; i--) {
                    member = leaf(
                            name("member"),
                            List.of(Dependency.required(member.key())),
                            random,
                            Duration.ofMillis(random.nextInt(5)));
                    supervisor.agent(member);
                }
                yield supervisor.endingIn(member.key());
            }
        };
    }

    private static ForEachOrchestrator<Integer> forEach(AgentKey<Integer> key, Random random, Agent<Integer> agent) {
        List<Integer> items = IntStream.range(0, random.nextInt(6)).boxed().toList();
        ForEachOrchestrator.Builder<Integer> each =
                random.nextBoolean() ? ForEachOrchestrator.all(key) : ForEachOrchestrator.collect(key);
        return each.over(input -> items)
                .width(1 + random.nextInt(4))
                .each(agent)
                .aggregating(results -> results.outputs().size());
    }

    /** A supervisor whose router says one thing or another, sense and nonsense, about agents that read each other. */
    private SupervisorOrchestrator<Integer> routed(AgentKey<Integer> key, Random random, int depth) {
        SupervisorOrchestrator.Builder<Integer> builder = SupervisorOrchestrator.of(key);
        List<String> callable = new ArrayList<>(List.of("nobody"));
        Agent<Integer> last = node(random, depth - 1);
        builder.agent(last);
        callable.add(last.key().name());
        for (int i = random.nextInt(3); i >= 0; i--) {
            Dependency<Integer> reads =
                    random.nextBoolean() ? Dependency.required(last.key()) : Dependency.optional(last.key());
            last = leaf(name("member"), List.of(reads), random, Duration.ofMillis(random.nextInt(3)));
            builder.agent(last);
            callable.add(last.key().name());
        }
        long seed = random.nextLong();
        Agent<RouterDecision> router = Agent.of(
                AgentKey.of("router" + names++, RouterDecision.class),
                (input, context) ->
                        answer(new Random(seed + context.activation().hashCode()), callable));
        SupervisorOrchestrator.RouterBuilder<Integer> routed = builder.router(router)
                .picks(1 + random.nextInt(12))
                .rejections(1 + random.nextInt(4))
                .repeats(1 + random.nextInt(4));
        return random.nextBoolean()
                ? routed.endingIn(last.key())
                : routed.endingWith((finish, progress) -> progress.ended());
    }

    private static RouterDecision answer(Random random, List<String> callable) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> RouterDecision.finish();
            case 2 -> random.nextInt(3) == 0 ? RouterDecision.giveUp("too hard") : RouterDecision.finish("done");
            case 3 -> new RouterDecision.Unreadable("what?");
            case 4 -> throw new IllegalStateException("no idea");
            default ->
                new RouterDecision.Call(
                        callable.get(random.nextInt(callable.size())),
                        random.nextBoolean() ? Optional.empty() : Optional.of("task " + random.nextInt(2)));
        };
    }

    private HandoffOrchestrator<Integer> handoffs(AgentKey<Integer> key, Random random) {
        List<AgentKey<Handoff<Integer>>> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            keys.add(AgentKey.of("desk" + names++, new TypeRef<>() {}));
        }
        HandoffOrchestrator.Builder<Integer> builder =
                HandoffOrchestrator.of(key).atMost(1 + random.nextInt(6));
        if (random.nextInt(3) == 0) {
            builder.allow(keys.getFirst(), keys.getLast());
        }
        for (int i = 1; i < keys.size(); i++) {
            builder.agent(desk(keys.get(i), keys, random.nextLong()));
        }
        return builder.startingWith(desk(keys.getFirst(), keys, random.nextLong()));
    }

    private static Agent<Handoff<Integer>> desk(
            AgentKey<Handoff<Integer>> key, List<AgentKey<Handoff<Integer>>> keys, long seed) {
        return Agent.of(key, (input, context) -> {
            Random random = new Random(seed + context.activation().hashCode());
            return switch (random.nextInt(8)) {
                case 0, 1 -> Handoff.done(random.nextInt(20));
                case 2 -> new Handoff.To<>("nobody", Optional.empty());
                case 3 -> throw new IllegalStateException(key.name() + " failed");
                default -> Handoff.to(keys.get(random.nextInt(keys.size())), "go on");
            };
        });
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
                broken.add("more than " + width + " at once");
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
        assertThat(broken).isEmpty();
        assertThat(both).hasSize(2 * count + 1);
        return both;
    }

    private AgentKey<Integer> name(String kind) {
        return AgentKey.of(kind + names++, Integer.class);
    }

    /** An agent that takes a time and ends in one of the ways that agents do. It notes what it should not have been started with. */
    private Agent<Integer> leaf(AgentKey<Integer> key, List<Dependency<?>> reads, Random random, Duration time) {
        int value = random.nextInt(20);
        int way = random.nextInt(10);
        return Agent.of(key, reads, (input, context) -> {
            for (Dependency<?> dependency : reads) {
                if (dependency.isRequired() && input.find(dependency.key()).isEmpty()) {
                    broken.add(key.name() + " was started without "
                            + dependency.key().name());
                }
            }
            context.clock().sleep(time);
            switch (way) {
                case 0 -> throw new IllegalStateException(key.name() + " failed");
                case 1 -> context.degrade(Failure.of(FailureKind.TOOL_ERROR, "half done"));
                default -> {}
            }
            return value;
        });
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

            assertThat(scheduler.running()).as("threads left").isZero();
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
