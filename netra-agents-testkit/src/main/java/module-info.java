/** What tests of agents need: fakes, a virtual clock, a recorder, contract kits and assertions. */
module ai.netra.agents.testkit {
    requires transitive ai.netra.agents.core;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports ai.netra.agents.testkit;
}
