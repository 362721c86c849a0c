package ai.netra.agents.tool;

/** What is to be known of a tool by who guards its calls. */
public enum ToolLabel {
    /**
     * What it returns is from outside: pages, mail, documents, other people's words. Models are shown it as data, and a run that has seen any is tainted, for
     * its rest, as are the runs after it in the same conversation.
     */
    UNTRUSTED,
    /** What it is given may do harm, or leave: it sends, pays, deletes, runs code. In a tainted run people are asked before each of its calls. */
    DANGEROUS
}
