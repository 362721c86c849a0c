/** Tools that call HTTP APIs, made by hand or from OpenAPI documents, and reach only where they may. */
@SuppressWarnings("requires-automatic") // Apache's client declares no more than its modules' names
module ai.netra.agents.httptools {
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents;
    requires transitive ai.netra.agents.tools;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;

    exports ai.netra.agents.httptools;
}
