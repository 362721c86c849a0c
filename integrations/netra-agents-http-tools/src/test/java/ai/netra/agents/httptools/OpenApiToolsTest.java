package ai.netra.agents.httptools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenApiToolsTest {
    private static final String DOCUMENT = """
        {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
         "servers": [{"url": "https://{region}.pets.example/v1/", "variables": {"region": {"default": "eu"}}}],
         "paths": {
           "/pets": {
             "parameters": [{"$ref": "#/components/parameters/Trace"}],
             "get": {"operationId": "list.pets", "summary": "Lists pets", "description": "All of them.",
               "parameters": [
                 {"name": "limit", "in": "query", "description": "how many", "schema": {"type": "integer", "minimum": 0, "exclusiveMinimum": true}},
                 {"name": "kind", "in": "query", "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Kind"}}},
                 {"name": "session", "in": "cookie", "schema": {"type": "string"}}],
               "responses": {}},
             "post": {"operationId": "create_pet", "requestBody": {"$ref": "#/components/requestBodies/Pet"}, "responses": {}}},
           "/pets/{pet-id}": {
             "get": {"parameters": [{"name": "pet-id", "in": "path", "required": true, "schema": {"type": "string"}}], "responses": {}},
             "delete": {"operationId": "upload", "requestBody": {"required": true, "content": {"image/png": {}}}, "responses": {}}}},
         "components": {
           "parameters": {"Trace": {"name": "X-Trace", "in": "header", "schema": {"type": "string"}}},
           "requestBodies": {"Pet": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}},
           "schemas": {
             "Kind": {"type": "string", "enum": ["cat", "dog"], "example": "cat"},
             "Pet": {"type": "object", "required": ["name"], "properties": {
               "name": {"type": "string"}, "kind": {"$ref": "#/components/schemas/Kind"},
               "example": {"type": "string", "nullable": true},
               "parent": {"$ref": "#/components/schemas/Pet"}}}}}}
        """;

    private static Tool tool(String name, OpenApiTools.Builder builder) {
        return builder.build().stream()
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static OpenApiTools.Builder pets() {
        return OpenApiTools.builder(Egress.to("https://eu.pets.example"), DOCUMENT)
                .only("list.pets", "create_pet", "get_/pets/{pet-id}");
    }

    private static boolean fits(Tool tool, String json) {
        return JsonSchemaValidator.of(tool.spec().arguments()).check(json).fits();
    }

    @Test
    void operations_are_tools_by_their_ids() {
        List<Tool> tools = pets().build();

        assertThat(tools)
                .extracting(tool -> tool.spec().name())
                .containsExactly("list_pets", "create_pet", "get_pets_pet-id");
        assertThat(tools.getFirst().spec().description()).isEqualTo("Lists pets. All of them.");
        assertThat(tools)
                .extracting(tool -> tool.spec().effect())
                .containsExactly(ToolEffect.READ, ToolEffect.ONCE, ToolEffect.READ);
        assertThat(tools.getFirst().toString()).contains("https://eu.pets.example:443");
    }

    @Test
    void parameters_are_checked_as_the_document_has_them() {
        Tool list = tool("list_pets", pets());

        assertThat(fits(list, "{}")).isTrue();
        assertThat(fits(list, "{\"limit\":1,\"kind\":[\"cat\"],\"X-Trace\":\"t\"}"))
                .isTrue();
        assertThat(fits(list, "{\"limit\":0}")).isFalse();
        assertThat(fits(list, "{\"kind\":[\"cow\"]}")).isFalse();
        assertThat(fits(list, "{\"session\":\"x\"}")).isFalse();
        assertThat(list.spec().arguments().text()).contains("how many");
    }

    @Test
    void a_body_is_checked_through_references_that_go_around() {
        Tool create = tool("create_pet", pets());

        assertThat(fits(
                        create,
                        "{\"body\":{\"name\":\"a\",\"example\":null,\"parent\":{\"name\":\"b\",\"kind\":\"dog\"}}}"))
                .isTrue();
        assertThat(fits(create, "{\"body\":{\"name\":\"a\",\"parent\":{\"kind\":\"dog\"}}}"))
                .isFalse();
        assertThat(fits(create, "{\"body\":{\"name\":\"a\",\"parent\":{\"name\":\"b\",\"kind\":\"cow\"}}}"))
                .isFalse();
        assertThat(fits(create, "{}")).isFalse();
    }

    @Test
    void calls_go_where_and_how_the_document_says() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Trace") + " "
                    + exchange.getRequestHeaders().getFirst("X-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            OpenApiTools.Builder builder = OpenApiTools.builder(
                            Egress.builder().allow(base, "127.0.0.1/32").build(), DOCUMENT)
                    .only("list.pets", "create_pet", "get_/pets/{pet-id}")
                    .server(base + "/api/")
                    .each(one -> one.secretHeader("X-Key", () -> "k-123456"));

            FakeCall.call(tool("list_pets", builder), "{\"limit\":2,\"kind\":[\"cat\",\"dog\"],\"X-Trace\":\"t\"}");
            FakeCall.call(tool("create_pet", builder), "{\"body\":{\"name\":\"a\"}}");
            FakeCall.call(tool("get_pets_pet-id", builder), "{\"pet-id\":\"a b?\"}");
            var traversal = FakeCall.call(tool("get_pets_pet-id", builder), "{\"pet-id\":\"..\"}");

            assertThat(seen)
                    .containsExactly(
                            "GET /api/pets?limit=2&kind=cat&kind=dog t k-123456 ",
                            "POST /api/pets null k-123456 {\"name\":\"a\"}",
                            "GET /api/pets/a%20b%3F null k-123456 ");
            assertThat(traversal.error().orElseThrow().kind()).isEqualTo(ToolErrorKind.INVALID_ARGUMENTS);
        } finally {
            server.stop(0);
        }
    }

    private static void assertRefused(OpenApiTools.Builder builder, String... words) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidDefinitionException.class)
                .message()
                .contains(words);
    }

    @Test
    void a_document_is_no_grant() {
        assertRefused(
                OpenApiTools.builder(Egress.to("https://other.example"), DOCUMENT)
                        .only("create_pet"),
                "does not allow");
    }

    @Test
    void what_cannot_be_a_tool_is_refused_with_the_fix() {
        Egress egress = Egress.to("https://eu.pets.example");
        assertRefused(OpenApiTools.builder(egress, DOCUMENT), "'upload'", "not JSON", "only(...)");
        assertRefused(OpenApiTools.builder(egress, DOCUMENT).only("create_pets"), "did you mean 'create_pet'");
        assertRefused(OpenApiTools.builder(egress, "[]"), "not a JSON object");
        assertRefused(OpenApiTools.builder(egress, "{"), "not JSON");
        assertRefused(OpenApiTools.builder(egress, "{\"swagger\":\"2.0\"}"), "3.0 or 3.1");
        assertRefused(
                OpenApiTools.builder(egress, DOCUMENT.replace("#/components/schemas/Kind", "other.json#/Kind"))
                        .only("list.pets"),
                "bundle");
        assertRefused(
                OpenApiTools.builder(egress, DOCUMENT.replace("#/components/schemas/Kind", "#/components/schemas/Kin"))
                        .only("list.pets"),
                "there is no 'Kin'");
        assertRefused(
                OpenApiTools.builder(
                                egress,
                                DOCUMENT.replace(
                                        "\"Trace\": {\"name\"",
                                        "\"Trace\": {\"$ref\": \"#/components/parameters/Trace\", \"name\""))
                        .only("list.pets"),
                "refers to itself");
    }
}
