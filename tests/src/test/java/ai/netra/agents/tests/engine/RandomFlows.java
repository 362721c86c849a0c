package ai.netra.agents.tests.engine;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Handoff;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.RouterDecision;
import ai.netra.agents.TypeRef;
import ai.netra.agents.core.orchestrator.BranchOutcomes;
import ai.netra.agents.core.orchestrator.ConditionalOrchestrator;
import ai.netra.agents.core.orchestrator.ForEachOrchestrator;
import ai.netra.agents.core.orchestrator.HandoffOrchestrator;
import ai.netra.agents.core.orchestrator.LoopOrchestrator;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Orchestrators made at random, of agents that end in whatever way agents end. */
final class RandomFlows {
    private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    private int names;

    /** What agents saw that should not be. */
    ConcurrentLinkedQueue<String> broken() {
        return broken;
    }

    private Agent<Integer> node(Random random, int depth) {
        return depth == 0 || random.nextInt(3) == 0
                ? leaf(name("leaf"), List.of(), random, Duration.ofMillis(random.nextInt(5)))
                : orchestrator(random, depth);
    }

    /** Any orchestrator, nested at most so deep. */
    Orchestrator<Integer> orchestrator(Random random, int depth) {
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

    private AgentKey<Integer> name(String kind) {
        return AgentKey.of(kind + names++, Integer.class);
    }

    /** An agent that takes a time and ends in one of the ways that agents do. It notes what it should not have been started with. */
    Agent<Integer> leaf(AgentKey<Integer> key, List<Dependency<?>> reads, Random random, Duration time) {
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
}
