/** The Netra agents with their workload tools, statistics, loaders and reports. */
module ai.netra.agents.suite {
    requires transitive ai.netra.agents.core;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents.tools;
    requires org.apache.commons.statistics.descriptive;

    exports ai.netra.agents.suite;
    exports ai.netra.agents.suite.actions;
    exports ai.netra.agents.suite.catalog;
    exports ai.netra.agents.suite.cost;
    exports ai.netra.agents.suite.data;
    exports ai.netra.agents.suite.guard;
    exports ai.netra.agents.suite.guidance;
    exports ai.netra.agents.suite.llm;
    exports ai.netra.agents.suite.optimization;
    exports ai.netra.agents.suite.quantity;
    exports ai.netra.agents.suite.reporting;
    exports ai.netra.agents.suite.statistics;
    exports ai.netra.agents.suite.sufficiency;
    exports ai.netra.agents.suite.supply;
    exports ai.netra.agents.suite.tool;
    exports ai.netra.agents.suite.trace;
    exports ai.netra.agents.suite.triage;
    exports ai.netra.agents.suite.workflow;
    exports ai.netra.agents.suite.workload;

    // What models are shown, and what they answer, are package-private records.
    opens ai.netra.agents.suite.actions to
            tools.jackson.databind;
    opens ai.netra.agents.suite.data to
            tools.jackson.databind;
    opens ai.netra.agents.suite.guidance to
            tools.jackson.databind;
    opens ai.netra.agents.suite.internal to
            tools.jackson.databind;
    opens ai.netra.agents.suite.optimization to
            tools.jackson.databind;
    opens ai.netra.agents.suite.reporting to
            tools.jackson.databind;
    opens ai.netra.agents.suite.triage to
            tools.jackson.databind;
}
