/** What host code compiles against: interfaces and value types. */
module ai.netra.agents {
    requires static transitive org.jspecify;
}
