package ai.netra.agents;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An agent whose work is to decide which other agents run, and when it is done. Implement me.
 *
 * <p>An orchestrator is a pure function from what has happened to what should start next. It runs nothing itself: the engine starts what it says,
 * hands it each outcome, and asks again. So the same code routes live, is tested without running an agent, and is checked against a recorded run.
 *
 * <p>Being an agent, it can be used wherever an agent can: orchestrators nest, and outside of one only its own output is seen.
 *
 * @param <O> the type of the output
 */
public interface Orchestrator<O> extends Agent<O> {
    /** Every agent a decision may start, in declared order. The same on every call. */
    List<Agent<?>> agents();

    /**
     * Says what happens next. Called first when nothing has happened yet, then once after each outcome, in the order of the journal.
     *
     * <p>Pure: no I/O, clock, randomness or fields that change; the same progress gives the same decision. It is called again on replay, and a
     * different answer there ends the run as diverged. What it throws ends the orchestrator as failed.
     *
     * @param progress what has happened so far, valid during this call only
     */
    Decision<O> decide(Progress progress);

    /** This orchestrator under another policy. See {@link Agent#with}. */
    @Override
    default Orchestrator<O> with(UnaryOperator<ActivationPolicy<O>> change) {
        return new PolicyAgent.Orchestrating<>(this, change.apply(policy()));
    }

    /** Runs this orchestrator within the caller's run; the engine handles orchestrators itself and does not come this way. */
    @Override
    default O process(AgentInput input, AgentContext context) throws Exception {
        return context.call(this, input);
    }
}
