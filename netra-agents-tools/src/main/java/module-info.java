/** JSON codec and JSON Schema, typed tools, tool registry and dispatcher. */
module ai.netra.agents.tools {
    requires transitive ai.netra.agents;
    requires static transitive org.jspecify;
}
