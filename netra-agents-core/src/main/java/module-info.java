/** The engine and the orchestrators. */
module ai.netra.agents.core {
    requires transitive ai.netra.agents;
    requires transitive ai.netra.agents.tools;
    requires static transitive org.jspecify;
    requires org.slf4j;
}
