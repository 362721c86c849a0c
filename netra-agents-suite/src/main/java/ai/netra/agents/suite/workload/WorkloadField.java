package ai.netra.agents.suite.workload;

/** What a request to a workload can carry. The first three are always there, the rest are measured by some hosts and not by others. */
public enum WorkloadField {
    /** When the request arrived. */
    TIME("time"),
    /** Tokens sent to the model. */
    INPUT_TOKENS("input"),
    /** Tokens the model generated. */
    OUTPUT_TOKENS("output"),
    /** The model that served it. */
    MODEL("model"),
    /** The product feature it was made for. */
    FEATURE("feature"),
    /** The user or session it came from. */
    USER("user"),
    /** The time from arrival to the last token. */
    LATENCY("latency_ms"),
    /** The time from arrival to the first token. */
    TIME_TO_FIRST_TOKEN("ttft_ms"),
    /** Whether it failed. */
    ERROR("error");

    private final String key;

    WorkloadField(String key) {
        this.key = key;
    }

    /** The short name used in column mappings and messages, such as {@code latency_ms}. */
    public String key() {
        return key;
    }

    /** Whether every request carries it. */
    public boolean required() {
        return compareTo(OUTPUT_TOKENS) <= 0;
    }
}
