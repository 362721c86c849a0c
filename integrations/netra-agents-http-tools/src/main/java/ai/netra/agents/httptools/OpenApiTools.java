package ai.netra.agents.httptools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tools.NearestName;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tools made from the operations of an OpenAPI document, 3.0 or 3.1, in JSON: each an {@link HttpTool}.
 *
 * <pre>{@code
 * List<Tool> tools = OpenApiTools.builder(egress, document).only("listPets", "showPetById").server("https://pets.example.com/v1").build();
 * }</pre>
 *
 * <p>An operation's id is the tool's name, with {@code _} for what names may not have; without an id it is the method and path. Parameters are arguments of
 * their names, and a JSON body is the argument {@code body}. References within the document are resolved, others refused. A document is no grant: what its
 * servers are is decided by the {@link Egress}, and which agent calls what by the dispatcher. Its words reach the model, so use documents that you trust.
 */
public final class OpenApiTools {
    private static final List<String> METHODS = List.of("get", "head", "post", "put", "patch", "delete");
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final String BODY = "body";

    private final OpenApiSchemas schemas;
    private final Map<String, Object> document;
    private final Builder settings;

    private OpenApiTools(Builder settings) {
        this.settings = settings;
        this.document = SchemaProperties.parsed(settings.json, "the OpenAPI document");
        if (!(document.get("openapi") instanceof String version) || !version.matches("3\\.[01]\\..*")) {
            throw new InvalidDefinitionException("the OpenAPI document is not of version 3.0 or 3.1; convert it");
        }
        this.schemas = new OpenApiSchemas(document);
    }

    /** Builds tools of all operations. */
    public static Builder builder(Egress egress, String documentJson) {
        return new Builder(egress, documentJson);
    }

    private List<Tool> tools() {
        Map<String, Tool> tools = new LinkedHashMap<>();
        Set<String> known = new LinkedHashSet<>();
        SchemaProperties.objectIn(document, "paths").forEach((path, value) -> {
            Map<String, Object> item = schemas.resolved(value, "path " + path);
            for (String method : METHODS) {
                if (!(item.get(method) instanceof Map<?, ?> found)) {
                    continue;
                }
                Map<String, Object> operation = SchemaProperties.object(found, method + " " + path);
                String id = operation.get("operationId") instanceof String given ? given : method + "_" + path;
                known.add(id);
                if (settings.only.isEmpty() || settings.only.contains(id)) {
                    Tool tool = tool(id, method, path, item, operation);
                    if (tools.putIfAbsent(tool.spec().name(), tool) != null) {
                        throw new InvalidDefinitionException("two operations of the OpenAPI document are tool '"
                                + tool.spec().name() + "'; choose one with only(...)");
                    }
                }
            }
        });
        settings.only.stream().filter(id -> !known.contains(id)).forEach(id -> {
            throw new InvalidDefinitionException("the OpenAPI document has no operation '" + id + "'"
                    + NearestName.hint(id, known) + "; there are " + known);
        });
        return List.copyOf(tools.values());
    }

    private Tool tool(String id, String method, String path, Map<String, Object> item, Map<String, Object> operation) {
        String where = "operation '" + id + "'";
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        List<Placement> placements = new ArrayList<>();
        for (Map<String, Object> parameter : parameters(item, operation, where)) {
            parameter(parameter, where, properties, required).ifPresent(placements::add);
        }
        boolean body = body(operation, where, properties, required);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        Map<String, Object> definitions = schemas.definitions(properties);
        if (!definitions.isEmpty()) {
            schema.put("$defs", definitions);
        }
        HttpTool.Builder builder = HttpTool.builder(
                        settings.egress,
                        name(id),
                        description(operation, method, path),
                        JsonSchema.of(JsonCodec.standard().encode(schema)))
                .request(method, server(item, operation, where) + path);
        for (Placement placement : placements) {
            switch (placement.in()) {
                case PATH -> builder.path(placement.argument(), placement.name());
                case QUERY -> builder.query(placement.argument(), placement.name());
                case HEADER -> builder.header(placement.argument(), placement.name());
                case MEMBER, BODY -> throw new AssertionError("no parameter is in a body");
            }
        }
        if (body) {
            builder.body(BODY);
        }
        settings.each.accept(builder);
        return builder.build();
    }

    /** Those of the operation, and those of its path that it does not change. */
    private List<Map<String, Object>> parameters(
            Map<String, Object> item, Map<String, Object> operation, String where) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        Stream.of(item, operation)
                .flatMap(holder -> holder.get("parameters") instanceof List<?> list ? list.stream() : Stream.empty())
                .map(value -> schemas.resolved(value, "a parameter of " + where))
                .forEach(parameter -> all.put(parameter.get("in") + " " + parameter.get("name"), parameter));
        return List.copyOf(all.values());
    }

    private Optional<Placement> parameter(
            Map<String, Object> parameter, String where, Map<String, Object> properties, List<String> required) {
        String name = String.valueOf(parameter.get("name"));
        String in = String.valueOf(parameter.get("in"));
        boolean needed = Boolean.TRUE.equals(parameter.get("required")) || in.equals("path");
        String usual = in.equals("query") ? "form" : "simple";
        Object explode = parameter.getOrDefault("explode", in.equals("query"));
        boolean simple = parameter.get("schema") != null
                && parameter.getOrDefault("style", usual).equals(usual)
                && explode.equals(in.equals("query"));
        boolean ignored = in.equals("header")
                && List.of("accept", "content-type", "authorization").contains(name.toLowerCase(Locale.ROOT));
        if (ignored || (!needed && (in.equals("cookie") || !simple))) {
            return Optional.empty();
        }
        if (!simple || in.equals("cookie")) {
            throw new InvalidDefinitionException("parameter '" + name + "' of " + where
                    + " is required, and in a cookie, in a style of its own or described by content, which tools do"
                    + " not send; leave the operation out with only(...)");
        }
        if (properties.putIfAbsent(name, schemas.schema(parameter.getOrDefault("schema", Map.of()), parameter))
                != null) {
            throw new InvalidDefinitionException("parameter '" + name + "' of " + where
                    + " is in two places; leave the operation out with only(...)");
        }
        if (needed) {
            required.add(name);
        }
        Placement.In place = switch (in) {
            case "path" -> Placement.In.PATH;
            case "query" -> Placement.In.QUERY;
            case "header" -> Placement.In.HEADER;
            default ->
                throw new InvalidDefinitionException(
                        "parameter '" + name + "' of " + where + " is in '" + in + "', which is no place");
        };
        return Optional.of(new Placement(name, place, name));
    }

    /** Whether there is one. */
    private boolean body(
            Map<String, Object> operation, String where, Map<String, Object> properties, List<String> required) {
        Object described = operation.get("requestBody");
        if (described == null) {
            return false;
        }
        Map<String, Object> body = schemas.resolved(described, "the body of " + where);
        boolean needed = Boolean.TRUE.equals(body.get("required"));
        Optional<Object> json = SchemaProperties.objectIn(body, "content").entrySet().stream()
                .filter(entry -> entry.getKey().matches("application/([A-Za-z0-9.-]+\\+)?json(;.*)?"))
                .map(entry ->
                        SchemaProperties.object(entry.getValue(), "content").getOrDefault("schema", Map.of()))
                .findFirst();
        if (json.isEmpty()) {
            if (needed) {
                throw new InvalidDefinitionException(
                        where + " needs a body that is not JSON; leave it out with only(...)");
            }
            return false;
        }
        if (properties.putIfAbsent(BODY, schemas.schema(json.get(), body)) != null) {
            throw new InvalidDefinitionException(
                    where + " has a body and a parameter named body; leave it out with only(...)");
        }
        if (needed) {
            required.add(BODY);
        }
        return true;
    }

    private String server(Map<String, Object> item, Map<String, Object> operation, String where) {
        if (settings.server != null) {
            return settings.server;
        }
        for (Map<String, Object> holder : List.of(operation, item, document)) {
            if (holder.get("servers") instanceof List<?> list && !list.isEmpty()) {
                Map<String, Object> server = SchemaProperties.object(list.getFirst(), "a server");
                String url = String.valueOf(server.get("url"));
                for (Map.Entry<String, Object> variable :
                        SchemaProperties.objectIn(server, "variables").entrySet()) {
                    Object preset = SchemaProperties.object(variable.getValue(), "a variable")
                            .get("default");
                    url = url.replace("{" + variable.getKey() + "}", String.valueOf(preset));
                }
                return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            }
        }
        throw new InvalidDefinitionException(
                "the OpenAPI document names no server for " + where + "; give it one with server(...)");
    }

    private static String name(String id) {
        String safe =
                id.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("_{2,}", "_").replaceAll("^_|_$", "");
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME);
    }

    private static String description(Map<String, Object> operation, String method, String path) {
        String words = String.join(
                        ". ",
                        Stream.of(operation.get("summary"), operation.get("description"))
                                .filter(text -> text instanceof String string && !string.isBlank())
                                .map(String::valueOf)
                                .toList())
                .strip();
        String some = words.isEmpty() ? method.toUpperCase(Locale.ROOT) + " " + path : words;
        return some.length() <= LONGEST_DESCRIPTION ? some : some.substring(0, LONGEST_DESCRIPTION) + "…";
    }

    /** Builds the tools of a document. */
    public static final class Builder {
        private final Egress egress;
        private final String json;
        private final Set<String> only = new HashSet<>();
        private @Nullable String server;
        private Consumer<HttpTool.Builder> each = builder -> {};

        private Builder(Egress egress, String json) {
            this.egress = egress;
            this.json = json;
        }

        /** Takes these operations, by id, besides those named before; all if none is ever named. */
        public Builder only(String... operationIds) {
            only.addAll(List.of(operationIds));
            return this;
        }

        /** Calls this server, {@code https://pets.example.com/v1} say, whatever the document names; the first that it names by default. */
        public Builder server(String baseUrl) {
            server = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
            return this;
        }

        /** Sets more of each tool before it is built: credentials, approval, bounds. */
        public Builder each(Consumer<HttpTool.Builder> settings) {
            each = each.andThen(settings);
            return this;
        }

        /**
         * The tools, in the order of the document.
         *
         * @throws InvalidDefinitionException if the document is not OpenAPI 3.0 or 3.1 in JSON, or an operation taken cannot be a tool; names it and the fix
         */
        public List<Tool> build() {
            return new OpenApiTools(this).tools();
        }
    }
}
