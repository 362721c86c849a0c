package ai.netra.agents.suite.triage;

/** What a figure in a request is a figure of. */
enum FigureKind {
    /** An amount of dollars, with or without a period. */
    MONEY,
    /** A share in percent. */
    PERCENT,
    /** A multiple: "3x", "twice", "half". */
    MULTIPLE,
    /** A length of time. */
    DURATION,
    /** Requests in a time. */
    RATE
}
