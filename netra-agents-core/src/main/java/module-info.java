/** The engine of Netra Agents, and its orchestrators. */
module ai.netra.agents.core {
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents;
    requires transitive ai.netra.agents.tools;
    requires org.slf4j;

    exports ai.netra.agents.core;
    exports ai.netra.agents.core.agent;
    exports ai.netra.agents.core.cache;
    exports ai.netra.agents.core.factory;
    exports ai.netra.agents.core.journal;
    exports ai.netra.agents.core.json;
    exports ai.netra.agents.core.llm;
    exports ai.netra.agents.core.message;
    exports ai.netra.agents.core.metrics;
    exports ai.netra.agents.core.orchestrator;
    exports ai.netra.agents.core.pool;
    exports ai.netra.agents.core.redact;
    exports ai.netra.agents.core.schedule;
    exports ai.netra.agents.core.store;

    // The forms of journal entries are package-private records.
    opens ai.netra.agents.core.json to
            tools.jackson.databind;
}
