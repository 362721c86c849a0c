package ai.netra.agents.httptools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.TypeRef;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A tool that makes one request to an HTTP API: its arguments go into the path, the query, headers or a JSON body, and it reaches only where its
 * {@link Egress} lets it.
 *
 * <pre>{@code
 * record Args(String city, Optional<Integer> days) {}
 * Tool weather = HttpTool.builder(egress, "get_weather", "The weather in a city", Args.class)
 *         .get("https://api.example.com/v1/cities/{city}/weather")            // days goes into the query
 *         .secretHeader("authorization", () -> "Bearer " + vault.token())
 *         .build();
 * }</pre>
 *
 * <p>An argument stays in its place, whatever a model writes: it cannot change the host, add a step to the path, a parameter or a header. An answer of JSON is
 * the result as JSON, one of text as text, cut off at its bound with a word that says so. Any other answer, a status that is not 2xx and JSON that is too long
 * are failures. What a server says reaches the model: do not let tools call servers whose words you would not show it.
 *
 * <p>Secret headers go to the origin of the URL alone, not with a redirect elsewhere, and are taken out of what comes back. Immutable and thread-safe. It needs
 * no closing.
 */
public final class HttpTool implements Tool {
    private static final TypeRef<Map<String, JsonText>> MEMBERS = new TypeRef<>() {};

    private final ToolSpec spec;
    private final String method;
    private final UrlTemplate url;
    private final List<Placement> placements;
    private final Map<String, Supplier<String>> secrets;
    private final Optional<String> keyHeader;
    private final Duration timeout;
    private final HttpCaller caller;

    private HttpTool(Builder builder, ToolSpec spec, UrlTemplate url, HttpCaller caller) {
        this.spec = spec;
        this.method = builder.method;
        this.url = url;
        this.placements = List.copyOf(builder.placements.values());
        this.secrets = new LinkedHashMap<>(builder.secrets);
        this.keyHeader = Optional.ofNullable(builder.keyHeader);
        this.timeout = builder.timeout;
        this.caller = caller;
    }

    /**
     * Builds a tool whose arguments are the components of a record, by their names in JSON.
     *
     * @throws InvalidDefinitionException if the record cannot be read from JSON
     */
    public static Builder builder(Egress egress, String name, String description, Class<? extends Record> arguments) {
        return builder(egress, name, description, JsonCodec.standard().schema(arguments));
    }

    /**
     * Builds a tool whose arguments are the properties of a schema.
     *
     * @throws InvalidDefinitionException if the schema's text is not JSON
     */
    public static Builder builder(Egress egress, String name, String description, JsonSchema arguments) {
        return new Builder(egress, name, description, arguments);
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Optional<String> validate(ToolArguments arguments) {
        try {
            call(arguments, Map.of());
            return Optional.empty();
        } catch (UrlTemplate.Misfit misfit) {
            return Optional.ofNullable(misfit.getMessage());
        }
    }

    @Override
    public ToolResult execute(ToolArguments arguments, ToolContext context) throws InterruptedException {
        Map<String, String> hidden = new LinkedHashMap<>();
        for (Map.Entry<String, Supplier<String>> secret : secrets.entrySet()) {
            Optional<String> value = current(secret.getValue());
            if (value.isEmpty()) {
                return ToolResult.failure("the credentials of tool '" + spec.name() + "' are not available");
            }
            hidden.put(secret.getKey(), value.get());
        }
        HttpCall call;
        try {
            call = call(arguments, hidden);
        } catch (UrlTemplate.Misfit misfit) {
            return ToolResult.failure(
                    new ToolError(ToolErrorKind.INVALID_ARGUMENTS, String.valueOf(misfit.getMessage()), ""));
        }
        if (keyHeader.isPresent()) {
            Map<String, String> headers = new LinkedHashMap<>(call.headers());
            headers.put(keyHeader.get(), context.idempotencyKey());
            call = new HttpCall(call.method(), call.uri(), headers, call.secrets(), call.body());
        }
        try {
            return ReplyReading.result(caller.send(call, timeout), call.secretWords());
        } catch (TimeoutException late) {
            return ToolResult.failure(new ToolError(
                    ToolErrorKind.TIMED_OUT,
                    "the server of tool '" + spec.name() + "' did not answer within " + timeout,
                    ""));
        } catch (EgressDeniedException denied) {
            return ToolResult.failure("tool '" + spec.name() + "' may not reach there: " + denied.getMessage());
        } catch (IOException broken) { // its message may name addresses
            return ToolResult.failure("the exchange with the server of tool '" + spec.name() + "' broke: "
                    + broken.getClass().getSimpleName());
        }
    }

    /** A secret as a header may have it; empty where there is none. What a supplier throws may hold what must not be told. */
    private static Optional<String> current(Supplier<String> supplier) {
        try {
            return Optional.ofNullable(supplier.get()).filter(HttpTool::isHeaderValue);
        } catch (RuntimeException failed) {
            return Optional.empty();
        }
    }

    private static boolean isHeaderValue(String text) {
        return !text.isBlank() && text.equals(text.strip()) && text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private HttpCall call(ToolArguments arguments, Map<String, String> hidden) {
        Map<String, JsonText> given = JsonCodec.standard().decode(arguments.text(), MEMBERS);
        Map<String, String> path = new HashMap<>();
        List<Map.Entry<String, String>> query = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("accept", "application/json, text/*;q=0.9");
        Map<String, JsonText> members = new LinkedHashMap<>();
        String whole = null;
        for (Placement placement : placements) {
            JsonText value = given.get(placement.argument());
            if (value == null || (value.text().equals("null") && placement.in() != Placement.In.MEMBER)) {
                continue;
            }
            switch (placement.in()) {
                case PATH -> path.put(placement.name(), String.join(",", texts(placement, value)));
                case QUERY -> texts(placement, value).forEach(text -> query.add(Map.entry(placement.name(), text)));
                case HEADER -> headers.put(placement.name(), header(placement, value));
                case MEMBER -> members.put(placement.name(), value);
                case BODY -> whole = value.text();
            }
        }
        boolean hasMembers = placements.stream().anyMatch(one -> one.in() == Placement.In.MEMBER);
        Optional<String> body =
                hasMembers ? Optional.of(JsonCodec.standard().encode(members)) : Optional.ofNullable(whole);
        return new HttpCall(method, url.expand(path, query), headers, hidden, body);
    }

    private static String header(Placement placement, JsonText value) {
        String text = String.join(",", texts(placement, value));
        if (!isHeaderValue(text)) {
            throw new UrlTemplate.Misfit("argument '" + placement.argument()
                    + "' becomes a header; it may have ASCII characters that can be seen, and spaces between them");
        }
        return text;
    }

    /** A value as it stands outside of JSON: itself, or, of a list, its elements. */
    private static List<String> texts(Placement placement, JsonText value) {
        Object plain = JsonCodec.standard().plain(value).orElse("");
        if (plain instanceof List<?> list) {
            return list.stream().map(element -> scalar(placement, element)).toList();
        }
        return List.of(scalar(placement, plain));
    }

    private static String scalar(Placement placement, @Nullable Object value) {
        if (value == null || value instanceof Map || value instanceof List) {
            throw new UrlTemplate.Misfit("argument '" + placement.argument()
                    + "' stands outside of JSON; it may be text, a number, a boolean, or a list of those");
        }
        return value.toString();
    }

    /** Its name, and where it calls; nothing of its secrets. */
    @Override
    public String toString() {
        return "HttpTool[" + spec.name() + ", " + method + " " + url.origin() + "]";
    }

    /** Builds an {@link HttpTool}. */
    public static final class Builder {
        private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
        private static final int DEFAULT_BYTES = 256 << 10;
        private static final int MOST_BYTES = 64 << 20;

        private final Egress egress;
        private final String name;
        private final String description;
        private final JsonSchema schema;
        private final Set<String> properties;
        private final Map<String, Placement> placements = new LinkedHashMap<>();
        private final Map<String, Supplier<String>> secrets = new LinkedHashMap<>();
        private String method = "";
        private String template = "";
        private @Nullable ToolEffect effect;
        private ToolLabel[] labels = {};
        private @Nullable ToolApproval approval;
        private @Nullable String keyHeader;
        private @Nullable SSLContext tls;
        private Duration timeout = DEFAULT_TIMEOUT;
        private int maxBytes = DEFAULT_BYTES;

        private Builder(Egress egress, String name, String description, JsonSchema schema) {
            this.egress = egress;
            this.name = name;
            this.description = description;
            this.schema = schema;
            this.properties = SchemaProperties.of(schema);
        }

        /** Reads with GET. Arguments without another place go into the query. */
        public Builder get(String urlTemplate) {
            return request("GET", urlTemplate);
        }

        /** Sends with POST. Arguments without another place are the members of a JSON body. */
        public Builder post(String urlTemplate) {
            return request("POST", urlTemplate);
        }

        /**
         * Sends with a method: GET, HEAD, DELETE, whose arguments without another place go into the query, or POST, PUT, PATCH, whose are the members of a JSON body.
         *
         * @param urlTemplate the address, with places for arguments in its path, such as {@code https://api.example.com/cities/{city}}
         * @throws InvalidDefinitionException if the method is another
         */
        public Builder request(String newMethod, String urlTemplate) {
            String upper = newMethod.toUpperCase(Locale.ROOT);
            if (!List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE").contains(upper)) {
                throw new InvalidDefinitionException("method '" + newMethod + "' of tool '" + name
                        + "' is none that tools use; use GET, HEAD, POST, PUT, PATCH or DELETE");
            }
            method = upper;
            template = urlTemplate;
            return this;
        }

        /** Puts an argument into the query, under its own name. */
        public Builder query(String argument) {
            return place(new Placement(argument, Placement.In.QUERY, argument));
        }

        /**
         * Puts an argument into a header. A model's words can be anything that a header may have: choose one whose server expects that.
         *
         * @throws InvalidDefinitionException if the header is malformed, or not for arguments
         */
        public Builder header(String argument, String header) {
            return place(new Placement(argument, Placement.In.HEADER, checked(header, "authorization")));
        }

        /** Makes an argument the whole body. */
        public Builder body(String argument) {
            return place(new Placement(argument, Placement.In.BODY, ""));
        }

        /**
         * Adds a header that is never printed, shown or sent to another origin: credentials. The value is asked for before each call, on its thread; where the
         * supplier throws, or gives nothing a header may have, the call fails and nothing is sent.
         *
         * @throws InvalidDefinitionException if the header is malformed, or the client's own
         */
        public Builder secretHeader(String header, Supplier<String> value) {
            secrets.put(checked(header, ""), value);
            return this;
        }

        /**
         * Sends {@link ToolContext#idempotencyKey()} in a header, such as {@code Idempotency-Key}: the server acts once for each. Makes the effect
         * {@link ToolEffect#KEYED}, unless another is set.
         *
         * @throws InvalidDefinitionException if the header is malformed, or the client's own
         */
        public Builder idempotencyKeyHeader(String header) {
            keyHeader = checked(header, "authorization");
            return this;
        }

        /** Sets the effect; by default that of the method: READ for GET and HEAD, IDEMPOTENT for PUT and DELETE, ONCE for others. */
        public Builder effect(ToolEffect newEffect) {
            effect = newEffect;
            return this;
        }

        /** Has people asked before each call; nobody is by default. */
        public Builder approval(ToolApproval newApproval) {
            approval = newApproval;
            return this;
        }

        /** Sets labels, besides {@link ToolLabel#UNTRUSTED}, which it has. */
        public Builder label(ToolLabel... newLabels) {
            labels = newLabels.clone();
            return this;
        }

        /** Gives a call this time, with its redirects and to the last byte of its answer; 30 seconds by default. */
        public Builder timeout(Duration newTimeout) {
            timeout = newTimeout;
            return this;
        }

        /**
         * Reads no more than this of an answer; 256 KiB by default. Of text the rest is cut off, and the result says so; JSON that is longer is a failure.
         *
         * @throws InvalidDefinitionException unless it is 1 to 64 MiB
         */
        public Builder maxResponseBytes(int bytes) {
            if (bytes < 1 || bytes > MOST_BYTES) {
                throw new InvalidDefinitionException(
                        "maxResponseBytes of tool '" + name + "' is " + bytes + "; use 1 to " + MOST_BYTES);
            }
            maxBytes = bytes;
            return this;
        }

        /** Sets whom to trust, for servers with certificates of their own; by default the JVM's. Names are checked in any case. */
        public Builder tls(SSLContext context) {
            tls = context;
            return this;
        }

        Builder path(String argument, String place) {
            return place(new Placement(argument, Placement.In.PATH, place));
        }

        Builder query(String argument, String parameter) {
            return place(new Placement(argument, Placement.In.QUERY, parameter));
        }

        /**
         * The tool.
         *
         * @throws InvalidDefinitionException if there is no method or URL, one that is malformed or that the egress does not allow, a place in the path without an
         *     argument, an argument with two places, or a body for a method that has none
         */
        public HttpTool build() {
            if (method.isEmpty()) {
                throw new InvalidDefinitionException(
                        "tool '" + name + "' has no URL; give it one with get(...), post(...) or request(...)");
            }
            UrlTemplate url = UrlTemplate.of(template);
            if (!egress.allows(URI.create(url.origin().toString()))) {
                throw new InvalidDefinitionException("tool '" + name + "' calls " + url.origin()
                        + ", which its Egress does not allow; allow it there");
            }
            url.places().stream().filter(place -> !isPlaced(place)).forEach(place -> path(place, place));
            boolean bodied = List.of("POST", "PUT", "PATCH").contains(method);
            boolean whole = placements.values().stream().anyMatch(one -> one.in() == Placement.In.BODY);
            if (whole && !bodied) {
                throw new InvalidDefinitionException(
                        "tool '" + name + "' has a body, and " + method + " has none; use POST, PUT or PATCH");
            }
            for (String property : properties) {
                if (!placements.containsKey(property)) {
                    place(new Placement(
                            property, bodied && !whole ? Placement.In.MEMBER : Placement.In.QUERY, property));
                }
            }
            Set<String> headers = new HashSet<>(secrets.keySet());
            Optional.ofNullable(keyHeader).ifPresent(headers::add);
            placements.values().stream()
                    .filter(one -> one.in() == Placement.In.HEADER && !headers.add(one.name()))
                    .forEach(one -> {
                        throw new InvalidDefinitionException(
                                "tool '" + name + "' has header '" + one.name() + "' twice");
                    });
            ToolSpec spec = ToolSpec.of(name, description, schema)
                    .timeout(timeout)
                    .effect(effect())
                    .label(labels)
                    .label(ToolLabel.UNTRUSTED);
            if (approval != null) {
                spec = spec.approval(approval);
            }
            return new HttpTool(this, spec, url, new HttpCaller(egress, maxBytes, Optional.ofNullable(tls)));
        }

        private boolean isPlaced(String place) {
            return placements.values().stream()
                    .anyMatch(one -> one.in() == Placement.In.PATH && one.name().equals(place));
        }

        private ToolEffect effect() {
            if (effect != null) {
                return effect;
            }
            return switch (method) {
                case "GET", "HEAD" -> ToolEffect.READ;
                case "PUT", "DELETE" -> ToolEffect.IDEMPOTENT;
                default -> keyHeader == null ? ToolEffect.ONCE : ToolEffect.KEYED;
            };
        }

        private Builder place(Placement placement) {
            if (!properties.contains(placement.argument())) {
                throw new InvalidDefinitionException(
                        "tool '" + name + "' has no argument '" + placement.argument() + "'; there are " + properties);
            }
            if (placements.putIfAbsent(placement.argument(), placement) != null) {
                throw new InvalidDefinitionException(
                        "argument '" + placement.argument() + "' of tool '" + name + "' has two places; give it one");
            }
            return this;
        }

        private String checked(String header, String other) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (!HEADER.matcher(header).matches() || HttpCaller.reserved().contains(lower) || lower.equals(other)) {
                throw new InvalidDefinitionException("header '" + header + "' of tool '" + name
                        + "' is malformed, or not for this; use letters, digits and '-', and none that the"
                        + " client sets");
            }
            return lower;
        }
    }
}
