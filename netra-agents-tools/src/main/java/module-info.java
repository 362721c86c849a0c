/** JSON codec and JSON Schema, typed tools, tool registry and dispatcher. */
module ai.netra.agents.tools {
    requires transitive ai.netra.agents;
    requires static transitive org.jspecify;
    requires com.fasterxml.classmate;
    requires com.fasterxml.jackson.annotation;
    requires com.github.victools.jsonschema.generator;
    requires com.networknt.schema;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports ai.netra.agents.tools;
    exports ai.netra.agents.tools.json;

    // The forms that the api's types take in JSON are private records.
    opens ai.netra.agents.tools.json to
            tools.jackson.databind;
}
