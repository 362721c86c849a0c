/** The cache of agents' outputs on Caffeine. */
module ai.netra.agents.caffeine {
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents.core;
    requires com.github.benmanes.caffeine;

    exports ai.netra.agents.caffeine;
}
