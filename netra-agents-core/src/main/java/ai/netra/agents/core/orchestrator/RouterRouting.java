package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Progress;
import ai.netra.agents.RouterDecision;
import ai.netra.agents.RouterTurn;
import ai.netra.agents.tools.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks a router what to do next and does it, one agent at a time. All that a decision depends on stands in the newest few outcomes, so it costs the same
 * however many came before.
 */
final class RouterRouting<O> implements Routing<O> {
    private static final int MOST_STEPS = 20;

    private final String supervisor;
    private final AgentKey<RouterDecision> router;
    private final Numbered<RouterDecision> turns;
    private final Decision<O> first;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Bounds bounds;
    private final Ending<O> ending;

    RouterRouting(Wiring<O> wiring, Agent<RouterDecision> router, Bounds bounds, Ending<O> ending) {
        this.supervisor = wiring.key().name();
        this.router = router.key();
        this.turns = Numbered.rounds(router, bounds.picks);
        this.first = Decision.start(turns.get(0).previous(new RouterTurn(0, List.of(), Optional.empty())));
        this.bounds = bounds;
        this.ending = ending;
        for (Agent<?> agent : wiring.agents()) {
            if (!agent.key().equals(this.router)) {
                members.put(agent.key().name(), Member.of(agent));
            }
        }
    }

    /**
     * How long a router may go on.
     *
     * @param picks how many answers it may give
     * @param rejections how many unusable answers in a row end it
     * @param repeats how many equal calls in a row are too many
     */
    record Bounds(int picks, int rejections, int repeats) {}

    /** What becomes of it when the router is done. */
    sealed interface Ending<O> {
        /** The newest output of an agent, which runs now if it has none. */
        record InAgent<O>(AgentKey<O> key) implements Ending<O> {}

        /** What a function makes of it. */
        record WithFunction<O>(BiFunction<? super RouterDecision.Finish, ? super Progress, ? extends O> function)
                implements Ending<O> {}
    }

    /** An agent that the router may call. */
    private record Member(String name, Numbered<?> rounds, List<AgentKey<?>> requires) {
        private static final int LIKELY_ROUNDS = 4;

        static Member of(Agent<?> agent) {
            List<AgentKey<?>> requires = new ArrayList<>();
            for (Dependency<?> dependency : agent.dependencies()) {
                if (dependency.isRequired()) {
                    requires.add(dependency.key());
                }
            }
            return new Member(agent.key().name(), Numbered.rounds(agent, LIKELY_ROUNDS), requires);
        }

        /** The first output that it requires and that is not there. */
        @Nullable
        AgentKey<?> unmet(Progress progress) {
            for (AgentKey<?> required : requires) {
                if (!Ended.isReadable(required, progress)) {
                    return required;
                }
            }
            return null;
        }
    }

    @Override
    public Decision<O> decide(Progress progress) {
        int ended = progress.ended();
        if (ended == 0) {
            return first;
        }
        List<ActivationOutcome<?>> outcomes = progress.outcomes();
        ActivationOutcome<?> last = outcomes.get(ended - 1);
        if (!last.key().equals(router)) {
            return afterAgent(last, outcomes.get(ended - 2), progress);
        }
        if (!(Ended.output(last.outcome()) instanceof RouterDecision wanted)) {
            return Decision.fail(Ended.failure("router", last));
        }
        return switch (wanted) {
            case RouterDecision.Call call -> call(call, progress);
            case RouterDecision.Finish finish -> finish(finish, progress);
            case RouterDecision.GiveUp givenUp ->
                fail(FailureKind.AGENT_ERROR, "gave_up", "gave up: " + givenUp.message());
            case RouterDecision.Unreadable unreadable -> reject("unreadable", unreadable.message(), progress);
        };
    }

    private Decision<O> afterAgent(ActivationOutcome<?> ended, ActivationOutcome<?> asked, Progress progress) {
        return Ended.output(asked.outcome()) instanceof RouterDecision.Finish finish
                        && Ended.output(ended.outcome()) != null
                ? finish(finish, progress)
                : ask(Optional.empty(), progress);
    }

    private Decision<O> call(RouterDecision.Call call, Progress progress) {
        @Nullable Member member = members.get(call.agent());
        if (member == null) {
            return reject(
                    "unknown_agent",
                    "there is no agent '" + call.agent() + "'" + NearestName.hint(call.agent(), members.keySet())
                            + "; the agents are " + String.join(", ", members.keySet()),
                    progress);
        }
        @Nullable AgentKey<?> unmet = member.unmet(progress);
        if (unmet != null) {
            return reject("unmet_dependency", unmet(member, unmet), progress);
        }
        int repeats = inARow(call, progress);
        if (repeats > bounds.repeats) {
            return fail(
                    FailureKind.LIMIT_EXCEEDED,
                    "repeats",
                    "called " + call.agent() + " with the same message " + repeats
                            + " times in a row, though told not to; look at its instructions, or raise repeats");
        }
        if (repeats == bounds.repeats) {
            return reject(
                    "repeats",
                    "this is call " + repeats + " of " + call.agent()
                            + " in a row with the same message, and nothing new has come in between; ask something"
                            + " else, call another agent, or finish",
                    progress);
        }
        if (progress.started(router) >= bounds.picks) {
            return spent();
        }
        Activation<?> next = member.rounds.next(progress);
        return Decision.start(
                call.message().isPresent() ? next.message(call.message().get()) : next);
    }

    private static String unmet(Member member, AgentKey<?> unmet) {
        return member.name + " requires the output of " + unmet.name() + ", which has none; call " + unmet.name()
                + " first";
    }

    private Decision<O> finish(RouterDecision.Finish finish, Progress progress) {
        return switch (ending) {
            case Ending.WithFunction<O> with -> Decision.finish(with.function.apply(finish, progress));
            case Ending.InAgent<O> in -> {
                Optional<O> output = progress.output(in.key);
                if (output.isPresent()) {
                    yield Decision.finish(output.get());
                }
                Member member = Objects.requireNonNull(members.get(in.key.name()));
                @Nullable AgentKey<?> unmet = member.unmet(progress);
                yield unmet == null
                        ? Decision.start(member.rounds.next(progress))
                        : reject("unmet_dependency", "it cannot end yet: " + unmet(member, unmet), progress);
            }
        };
    }

    /** How many of the router's answers up to the newest are this same call. */
    private int inARow(RouterDecision.Call call, Progress progress) {
        List<ActivationOutcome<?>> outcomes = progress.outcomes();
        int equal = 0;
        for (int i = outcomes.size() - 1; i >= 0 && equal <= bounds.repeats; i--) {
            ActivationOutcome<?> ended = outcomes.get(i);
            if (ended.key().equals(router)) {
                if (!call.equals(Ended.output(ended.outcome()))) {
                    break;
                }
                equal++;
            }
        }
        return equal;
    }

    /** Hands an answer back to the router, with what is wrong with it; fails if that was one too many. */
    private Decision<O> reject(String type, String feedback, Progress progress) {
        List<ActivationOutcome<?>> outcomes = progress.outcomes();
        int rejected = 0;
        for (int i = outcomes.size() - 1; i >= 0 && outcomes.get(i).key().equals(router); i--) {
            rejected++;
        }
        return rejected < bounds.rejections
                ? ask(Optional.of(feedback), progress)
                : fail(
                        FailureKind.INVALID_OUTPUT,
                        type,
                        "gave " + rejected + " answers in a row that could not be carried out, the last because "
                                + feedback);
    }

    private Decision<O> ask(Optional<String> feedback, Progress progress) {
        int asked = progress.started(router);
        return asked < bounds.picks ? Decision.start(turns.get(asked).previous(turn(feedback, progress))) : spent();
    }

    private RouterTurn turn(Optional<String> feedback, Progress progress) {
        int steps = progress.ended() - progress.started(router);
        RouterTurn.Step[] newest = new RouterTurn.Step[Math.min(steps, MOST_STEPS)];
        List<ActivationOutcome<?>> outcomes = progress.outcomes();
        int left = newest.length;
        for (int i = outcomes.size() - 1; left > 0; i--) {
            ActivationOutcome<?> ended = outcomes.get(i);
            if (!ended.key().equals(router)) {
                newest[--left] = new RouterTurn.Step(ended.key().name(), message(outcomes.get(i - 1)), ended.outcome());
            }
        }
        return new RouterTurn(steps - newest.length, List.of(newest), feedback);
    }

    private static Optional<String> message(ActivationOutcome<?> asked) {
        return Ended.output(asked.outcome()) instanceof RouterDecision.Call call ? call.message() : Optional.empty();
    }

    private Decision<O> spent() {
        return fail(
                FailureKind.LIMIT_EXCEEDED,
                "picks",
                "did not finish within " + bounds.picks + " answers; raise picks, or look at its instructions");
    }

    private Decision<O> fail(FailureKind kind, String type, String what) {
        return Decision.fail(new Failure(
                kind, type, "router " + router.name() + " of supervisor " + supervisor + " " + what, false));
    }
}
