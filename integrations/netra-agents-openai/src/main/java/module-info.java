/** A client of models behind the APIs of OpenAI, at OpenAI itself and wherever these are spoken. */
module ai.netra.agents.openai {
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents.http;

    exports ai.netra.agents.openai;

    // The forms of answers are package-private records.
    opens ai.netra.agents.openai to
            tools.jackson.databind;
}
