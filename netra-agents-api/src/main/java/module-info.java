/** What host code compiles against: interfaces and value types of Netra Agents. */
module ai.netra.agents {
    requires static transitive org.jspecify;

    exports ai.netra.agents;
    exports ai.netra.agents.event;
    exports ai.netra.agents.llm;
    exports ai.netra.agents.message;
    exports ai.netra.agents.spi;
    exports ai.netra.agents.state;
    exports ai.netra.agents.store;
    exports ai.netra.agents.tool;
}
