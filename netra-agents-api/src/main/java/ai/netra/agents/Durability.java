package ai.netra.agents;

/** When what a run does is in its state store: what is there is never done again, and what is not is lost with the process, and done again. */
public enum Durability {
    /** Each call of a model or tool before the agent hears of its result, and all that {@link #AGENT} says. The default. */
    STEP,
    /** Each outcome, with the decision it leads to, before anything that this starts begins. The calls of an agent are there with its outcome. */
    AGENT,
    /** The run's beginning, and all of it at its end or when it is suspended. */
    RUN
}
