/** What tests of agents need: fakes, a virtual clock, a recorder and assertions. */
module ai.netra.agents.testkit {
    requires transitive ai.netra.agents.core;
    requires static transitive org.jspecify;
}
