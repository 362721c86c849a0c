/** What clients of models over HTTP have in common: the exchange, streams of events, and how they fail. */
module ai.netra.agents.http {
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents;
    requires transitive ai.netra.agents.tools;
    requires transitive java.net.http;

    exports ai.netra.agents.http;
}
