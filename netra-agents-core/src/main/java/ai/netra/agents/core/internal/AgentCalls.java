package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.Outcome;
import ai.netra.agents.core.journal.Inputs;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has agents work for a step of an activation, on its thread: those that an agent calls, routers, and fallbacks. */
final class AgentCalls {
    private AgentCalls() {}

    /** Spends the activation of an agent that is called from here, or says which limit forbids it. */
    static @Nullable Failure mayCall(Site site, StepId step) {
        RecordedStep before = site.run().past().recorded(step);
        if (before != null && before.called() != null) {
            return null;
        }
        Budget budget = site.run().budget();
        Failure tooDeep = budget.depth(site.depth() + 1);
        return tooDeep == null ? budget.activation() : tooDeep;
    }

    /** Has an agent work for a step of the activation at a site. */
    static <O> Result<O> called(Site site, StepId step, Agent<O> agent, AgentInput input) {
        Run<?> run = site.run();
        AgentKey<O> called = agent.key();
        String hash = run.hash(input.message(), input.attributes());
        RecordedStep before = run.past().recorded(step);
        JournalEntry.Returned ended = before == null ? null : before.returned();
        if (ended != null) {
            return Result.of(typed(run, called, ended.outcome()));
        }
        if (before == null || before.called() == null) {
            run.journal().appendStep(at -> new JournalEntry.Called(step, called, hash, at));
        }
        long now = run.engine().nanoTime();
        Site inner = site.call(
                step.toString(),
                ActivationId.of(called),
                run.deadline(now, site.deadline(), Optional.empty(), ActivationRun.policy(agent)));
        AgentInput read = Inputs.of(agent, input);
        Failure unmet = Scope.unmet(read, step.toString(), called);
        Result<O> result =
                unmet == null ? new Called<>(agent, read, inner).execute(now) : Result.of(new Outcome.Failed<>(unmet));
        if (result.thrown() instanceof Paused waiting) {
            return Result.paused(new Paused(reason -> {
                waiting.abandon(reason);
                run.journal()
                        .appendStep(at -> new JournalEntry.Returned(step, called, new Outcome.Cancelled<>(reason), at));
            }));
        }
        run.journal().appendStep(at -> new JournalEntry.Returned(step, called, result.outcome(), at));
        return result;
    }

    @SuppressWarnings("unchecked") // an outcome is of its agent's type
    private static <O> Outcome<O> typed(Run<?> run, AgentKey<O> key, Outcome<?> recorded) {
        return (Outcome<O>) run.engine().journalJson().typed(recorded, key.type());
    }

    /** An agent that another one calls. */
    private static final class Called<O> extends ActivationRun<O> {
        private final Agent<O> agent;
        private final AgentInput input;
        private final Site site;

        private Called(Agent<O> agent, AgentInput input, Site site) {
            this.agent = agent;
            this.input = input;
            this.site = site;
        }

        @Override
        Agent<O> agent() {
            return agent;
        }

        @Override
        AgentInput input() {
            return input;
        }

        @Override
        Site site() {
            return site;
        }
    }
}
