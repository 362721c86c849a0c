package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Handoff;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Progress;
import ai.netra.agents.tools.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Agents that hand a conversation to each other: each gives a {@link Handoff}, to another agent by name or with the output that ends it. There is no
 * head; whoever has the conversation decides.
 *
 * <p>The one that takes over is asked what the handoff says, or else the run's own message, and sees the handoff itself as {@code input.previous()}. It
 * runs under the ids {@code billing}, {@code billing~2} and so on. An agent may read what others gave before, where it declares that as optional.
 *
 * <p>It fails when an agent does; when a handoff names nobody, or somebody it may not go to, as invalid output; and after 10 handoffs, unless another
 * bound is set, as limit exceeded.
 *
 * <pre>{@code
 * var desk = HandoffOrchestrator.of(AgentKey.of("desk", Answer.class))
 *         .agent(billing)
 *         .agent(technics)
 *         .allow(BILLING, TECHNICS)
 *         .startingWith(front);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 *
 * @param <O> the type of the output
 */
public final class HandoffOrchestrator<O> extends WiredOrchestrator<O> {
    private static final int DEFAULT_HANDOFFS = 10;
    private static final int MOST_NAMED = 6;

    private final Decision<O> start;
    private final Map<String, Numbered<?>> turns = new LinkedHashMap<>();
    private final Map<String, Set<String>> allowed = new HashMap<>();
    private final int handoffs;

    private HandoffOrchestrator(Builder<O> builder, Agent<Handoff<O>> first) {
        super(builder.wiring);
        this.start = Decision.start(Activation.of(first));
        builder.allowed.forEach((from, to) -> allowed.put(from, new LinkedHashSet<>(to)));
        this.handoffs = builder.handoffs;
        agents().forEach(agent -> turns.put(agent.key().name(), Numbered.rounds(agent, handoffs + 1)));
    }

    /** Builds one; {@link Builder#startingWith} ends it. */
    public static <O> Builder<O> of(AgentKey<O> key) {
        return new Builder<>(key);
    }

    @Override
    @SuppressWarnings("unchecked") // every agent gives a Handoff<O>
    public Decision<O> decide(Progress progress) {
        int ended = progress.ended();
        if (ended == 0) {
            return start;
        }
        ActivationOutcome<?> last = progress.outcomes().get(ended - 1);
        @Nullable Handoff<O> given = (Handoff<O>) Ended.output(last.outcome());
        return switch (given) {
            case null -> Decision.fail(Ended.failure("agent", last));
            case Handoff.Done<O> done -> Decision.finish(done.output());
            case Handoff.To<O> to -> handOver(last.key().name(), to, progress);
        };
    }

    private Decision<O> handOver(String from, Handoff.To<O> to, Progress progress) {
        @Nullable Numbered<?> next = turns.get(to.agent());
        if (next == null) {
            return fail(
                    FailureKind.INVALID_OUTPUT,
                    "unknown_agent",
                    from,
                    "hands over to '" + to.agent() + "', which there is not"
                            + NearestName.hint(to.agent(), turns.keySet()) + "; the agents are "
                            + String.join(", ", turns.keySet()));
        }
        @Nullable Set<String> rule = allowed.get(from);
        if (rule != null && !rule.contains(to.agent())) {
            return fail(
                    FailureKind.INVALID_OUTPUT,
                    "forbidden_handoff",
                    from,
                    "hands over to " + to.agent() + ", which it may not"
                            + (rule.isEmpty() ? "" : ", but only to " + String.join(", ", rule))
                            + "; let it end the conversation, or extend its rule with allow(...)");
        }
        if (progress.ended() > handoffs) {
            return fail(
                    FailureKind.LIMIT_EXCEEDED,
                    "handoffs",
                    from,
                    "hands over once more after " + handoffs + " handoffs, lately " + way(progress) + " -> "
                            + to.agent() + "; raise atMost, or look at who should have ended it");
        }
        Activation<?> start = next.next(progress).previous(to);
        return Decision.start(
                to.message().isPresent() ? start.message(to.message().get()) : start);
    }

    private static String way(Progress progress) {
        List<ActivationOutcome<?>> outcomes = progress.outcomes();
        return outcomes.subList(Math.max(0, outcomes.size() - MOST_NAMED), outcomes.size()).stream()
                .map(ended -> ended.key().name())
                .collect(Collectors.joining(" -> "));
    }

    private Decision<O> fail(FailureKind kind, String type, String from, String what) {
        return Decision.fail(
                new Failure(kind, type, "agent " + from + " of orchestrator " + key().name() + " " + what, false));
    }

    /**
     * Builds a {@link HandoffOrchestrator}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> extends WiredBuilder<O, Builder<O>> {
        private final Map<String, Set<String>> allowed = new LinkedHashMap<>();
        private final List<AgentKey<?>> named = new ArrayList<>();
        private int handoffs = DEFAULT_HANDOFFS;

        private Builder(AgentKey<O> key) {
            super(key);
        }

        /**
         * Adds an agent.
         *
         * @throws InvalidDefinitionException if another one has its name
         */
        public Builder<O> agent(Agent<Handoff<O>> agent) {
            wiring.add(agent);
            return this;
        }

        /** Lets an agent hand over to these alone, and to those of earlier calls; one that no call is about may hand over to any. */
        public Builder<O> allow(AgentKey<?> from, AgentKey<?>... to) {
            Set<String> names = allowed.computeIfAbsent(from.name(), name -> new LinkedHashSet<>());
            named.add(from);
            for (AgentKey<?> key : to) {
                names.add(key.name());
                named.add(key);
            }
            return this;
        }

        /**
         * Sets how many handoffs there may be; 10 by default.
         *
         * @throws InvalidDefinitionException if it is less than one
         */
        public Builder<O> atMost(int newHandoffs) {
            handoffs = Wiring.positive(
                    "bound of handoffs of orchestrator " + wiring.key().name(), newHandoffs);
            return this;
        }

        /**
         * Adds the agent that has the conversation first, and builds it.
         *
         * @throws InvalidDefinitionException if another one has its name, a rule names one that there is not, or an agent requires what the orchestrator
         *     does not read
         */
        public HandoffOrchestrator<O> startingWith(Agent<Handoff<O>> agent) {
            wiring.add(agent);
            named.forEach(key -> wiring.registered(key, "is named by allow(...)", "add it with agent(...)"));
            wiring.producedEarlier();
            return new HandoffOrchestrator<>(this, agent);
        }
    }
}
