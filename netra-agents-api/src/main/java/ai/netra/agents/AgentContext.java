package ai.netra.agents;

import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.tool.AgentTools;
import java.time.Instant;

/**
 * What an agent works with, bound to one activation: models, tools, other agents, time, and a way to be heard. Not for implementation, though tests
 * may mock it.
 *
 * <p>Valid on the activation's thread until {@link Agent#process} returns. LLM calls, tool calls and calls of other agents are recorded in the order
 * of their ordinals, count against the run's {@link Limits}, and never outlast the {@link #deadline()}.
 */
public interface AgentContext {
    /** The agent that runs. */
    AgentKey<?> agent();

    /** The activation that runs. */
    ActivationId activation();

    /** The run it is part of. */
    RunId run();

    /** The user the run is for. */
    UserId user();

    /** The conversation the run belongs to. */
    ThreadId thread();

    /**
     * The model client.
     *
     * @throws InvalidDefinitionException if the runtime was built without one
     */
    LlmClient llm();

    /** The tools granted to this agent; possibly none. */
    AgentTools tools();

    /** Tells listeners what the agent is about: a live event {@code agent_thinking}, which is not recorded. */
    default void emit(String thought) {
        emit(thought, Attributes.empty());
    }

    /** Tells listeners what the agent is about, with details. */
    void emit(String thought, Attributes details);

    /** Marks this activation's output as degraded: something that was asked for failed or was replaced. The first cause stands. */
    void degrade(Failure cause);

    /**
     * Runs another agent or orchestrator as part of this activation, on this thread, and returns its output. A degraded output degrades this
     * activation too.
     *
     * @throws AgentCallException if it gave no output
     * @throws InterruptedException if the run was cancelled or this activation's deadline passed, meanwhile or before: then nothing is called
     */
    <O> O call(Agent<O> agent, AgentInput input) throws InterruptedException;

    /** The run's clock. */
    AgentClock clock();

    /** When this activation is interrupted, at the latest. */
    Instant deadline();

    /** Whether this activation should stop. */
    Cancellation cancellation();
}
