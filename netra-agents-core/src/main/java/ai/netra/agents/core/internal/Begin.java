package ai.netra.agents.core.internal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.spi.Task;

/** An activation whose turn has come: what is to be done, with what, and how deep in the run it stands. */
record Begin(Activation<?> activation, AgentInput input, int depth) {
    /** Does it now, on the thread of this task, as part of what takes place at a site. */
    Settled run(Site at, CancelNode node, Task task, long now) {
        return run(activation, at, node, task, now);
    }

    private <A> Settled run(Activation<A> typed, Site at, CancelNode node, Task task, long now) {
        Run<?> run = at.run();
        Agent<A> agent = typed.agent().orElseThrow();
        long deadline = run.deadline(now, at.deadline(), typed.timeout(), ActivationRun.policy(agent));
        Site site = at.activation(typed.id(), depth, deadline, node, task);
        Result<A> result = new ActivationRun<>(agent, input, site).execute(now);
        return new Settled(typed, new ActivationOutcome<>(typed.id(), typed.key(), result.outcome()), result.thrown());
    }
}
