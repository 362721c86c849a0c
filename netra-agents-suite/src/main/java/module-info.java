/** The Netra agents with their workload tools, statistics, loaders and reports. */
module ai.netra.agents.suite {
    requires transitive ai.netra.agents.core;
    requires transitive java.sql;
    requires static transitive org.jspecify;
}
