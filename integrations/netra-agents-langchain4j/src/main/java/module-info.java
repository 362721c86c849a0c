/** Models of LangChain4j as clients of models, and tools as its tools. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // LangChain4j declares nothing: its module is named after its file
module ai.netra.agents.langchain4j {
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents;
    requires transitive ai.netra.agents.tools;
    requires ai.netra.agents.core;
    requires ai.netra.agents.http;
    requires java.net.http;
    requires transitive langchain4j.core;

    exports ai.netra.agents.langchain4j;
}
