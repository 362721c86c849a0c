package ai.netra.agents;

import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.tool.AgentTools;
import ai.netra.agents.tool.ToolEffect;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

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
     * What was said in the conversation before this run began, newest last: a summary as a system message, where there is one, and as many of the newest
     * messages as the runtime's {@link ai.netra.agents.state.ConversationPolicy} lets an agent see. Loaded when a run first asks for it, and the same for
     * all of the run, wherever it goes on. Empty for a run whose request names no thread. An output that was made with it is not cached.
     *
     * @throws ai.netra.agents.store.StoreException if it cannot be loaded
     */
    default List<ConversationMessage> history() {
        return List.of();
    }

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

    /**
     * Does a piece of work of the agent's own once, and keeps what it gives: where the run goes on in another process or after an answer, the work is not
     * done again. Inside, this context does nothing.
     *
     * @param name what it is, the same whenever the agent comes here
     * @param effect what it does to the world; if {@link ToolEffect#ONCE}, and it is not known whether it took place, the run is suspended and asks with a
     *     question whose answer is an {@link EffectOutcome}
     * @param type what it gives, which has a JSON form
     * @throws StepFailedException if the work throws, now or before
     * @throws InterruptedException as {@link #call} does
     */
    <T> T step(String name, ToolEffect effect, Class<T> type, Callable<T> work) throws InterruptedException;

    /**
     * Asks people, and waits for an answer without holding a thread: unless there is one, it throws. The run is suspended as soon as nothing else is
     * left to do; with the answer this agent is called again, gets from its models, tools and steps what they gave before, and then the answer from here.
     *
     * @throws Suspension unless there is an answer, and to be let through
     * @throws QuestionExpiredException if nobody answered in time
     * @throws InterruptedException as {@link #call} does
     */
    <T> T await(Question<T> question) throws InterruptedException;

    /**
     * What stands for what is done here whenever it is done: the same when the run goes on in another process, and another for each activation, and for
     * each {@link #step}. For systems that take something once for a key.
     */
    String idempotencyKey();

    /** The run's clock. */
    AgentClock clock();

    /** When this activation is interrupted, at the latest. */
    Instant deadline();

    /** Whether this activation should stop. */
    Cancellation cancellation();
}
