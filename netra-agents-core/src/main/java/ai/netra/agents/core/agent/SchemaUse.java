package ai.netra.agents.core.agent;

/** How a model is told the form of its answer. Either way the answer is checked. */
public enum SchemaUse {
    /** By the request's response schema, where the form is that of an object: for providers that have one. */
    PROVIDER,
    /** By the prompt: for models that know of no schemas. */
    PROMPT
}
