/** The Netra agents with their workload tools, statistics, loaders and reports. */
module ai.netra.agents.suite {
    requires transitive ai.netra.agents.core;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires ai.netra.agents.tools;
    requires org.apache.commons.statistics.descriptive;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports ai.netra.agents.suite.catalog;
    exports ai.netra.agents.suite.cost;
    exports ai.netra.agents.suite.quantity;
    exports ai.netra.agents.suite.statistics;
    exports ai.netra.agents.suite.trace;
    exports ai.netra.agents.suite.workload;
}
