/** A client of models behind the Messages API of Anthropic. */
module ai.netra.agents.anthropic {
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents.http;

    exports ai.netra.agents.anthropic;

    // The forms of answers are package-private records.
    opens ai.netra.agents.anthropic to
            tools.jackson.databind;
}
