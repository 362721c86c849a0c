package ai.netra.agents;

import java.util.List;

/** An agent made of a key, its dependencies and a function. */
record FunctionAgent<O>(AgentKey<O> key, List<Dependency<?>> dependencies, Agent.Body<O> body) implements Agent<O> {
    @Override
    public O process(AgentInput input, AgentContext context) throws Exception {
        return body.process(input, context);
    }

    @Override
    public String toString() {
        return "Agent[" + key + "]";
    }
}
