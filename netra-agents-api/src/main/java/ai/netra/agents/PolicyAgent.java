package ai.netra.agents;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An agent under another policy. */
class PolicyAgent<O> implements Agent<O> {
    private final Agent<O> agent;
    private final ActivationPolicy<O> policy;

    PolicyAgent(Agent<O> agent, ActivationPolicy<O> policy) {
        this.agent = agent;
        this.policy = policy;
        policy.fallback().ifPresent(fallback -> check(agent, fallback));
    }

    private static void check(Agent<?> agent, Agent<?> fallback) {
        String names =
                "fallback " + fallback.key().name() + " of agent " + agent.key().name();
        if (!fallback.key().type().equals(agent.key().type())) {
            throw new InvalidDefinitionException(names + " produces "
                    + fallback.key().type().getTypeName() + ", not "
                    + agent.key().type().getTypeName() + "; a fallback produces what it replaces");
        }
        Set<AgentKey<?>> read = new HashSet<>();
        agent.dependencies().forEach(dependency -> read.add(dependency.key()));
        for (Dependency<?> dependency : fallback.dependencies()) {
            if (dependency.isRequired() && !read.contains(dependency.key())) {
                throw new InvalidDefinitionException(names + " requires " + dependency.key()
                        + ", which that agent does not read; declare it on "
                        + agent.key().name()
                        + " too, optional if need be");
            }
        }
    }

    @Override
    public AgentKey<O> key() {
        return agent.key();
    }

    @Override
    public String description() {
        return agent.description();
    }

    @Override
    public String version() {
        return agent.version();
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return agent.dependencies();
    }

    @Override
    public ActivationPolicy<O> policy() {
        return policy;
    }

    @Override
    public O process(AgentInput input, AgentContext context) throws Exception {
        return agent.process(input, context);
    }

    @Override
    public String toString() {
        return agent.toString();
    }

    /** An orchestrator under another policy. */
    static final class Orchestrating<O> extends PolicyAgent<O> implements Orchestrator<O> {
        private final Orchestrator<O> orchestrator;

        Orchestrating(Orchestrator<O> orchestrator, ActivationPolicy<O> policy) {
            super(orchestrator, policy);
            this.orchestrator = orchestrator;
        }

        @Override
        public List<Agent<?>> agents() {
            return orchestrator.agents();
        }

        @Override
        public Decision<O> decide(Progress progress) {
            return orchestrator.decide(progress);
        }

        @Override
        public O process(AgentInput input, AgentContext context) throws Exception {
            return orchestrator.process(input, context);
        }
    }
}
