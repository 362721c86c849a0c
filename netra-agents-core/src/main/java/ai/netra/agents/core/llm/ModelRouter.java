package ai.netra.agents.core.llm;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.tools.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks the client whose model a request names.
 *
 * <pre>{@code
 * LlmClient models = ModelRouter.builder()
 *         .provider("openai", gpt)                // "openai:gpt-5-mini" asks gpt for "gpt-5-mini"
 *         .models("claude-*", claude)             // "claude-sonnet-4-5" asks claude for that
 *         .defaultModel("openai:gpt-5-mini")      // where a request names none
 *         .build();
 * }</pre>
 *
 * <p>A provider's prefix goes first, then patterns in the order in which they were added. A name that fits none is refused with
 * {@link LlmException.InvalidRequest}, unspent, with the nearest name that is known; so is a request without a name where there is no default. Prices go by
 * the whole name, prefix included, and by the name that the provider has for the model that answered.
 *
 * <p>Stateless but for its clients. Thread-safe.
 */
public final class ModelRouter implements LlmClient {
    private final Map<String, LlmClient> providers;
    private final List<Route> routes;
    private final @Nullable String defaultModel;

    private ModelRouter(Builder builder) {
        this.providers = new LinkedHashMap<>(builder.providers);
        this.routes = List.copyOf(builder.routes.values());
        this.defaultModel = builder.defaultModel;
    }

    /** Builds a router. */
    public static Builder builder() {
        return new Builder();
    }

    /** The models that fit a pattern. */
    private record Route(String pattern, Pattern names, LlmClient client) {
        static Route of(String pattern, LlmClient client) {
            Pattern names = Pattern.compile(
                    List.of(pattern.split("\\*", -1)).stream()
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*")),
                    Pattern.DOTALL);
            return new Route(pattern, names, client);
        }
    }

    /** A client and the name it has for a model. */
    private record Destination(LlmClient client, String model) {}

    @Override
    public Optional<String> defaultModel() {
        return Optional.ofNullable(defaultModel);
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException.InvalidRequest where no client is known for the model
     */
    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        Destination to = destination(request);
        return to.client().generate(request.withModel(to.model()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException.InvalidRequest where no client is known for the model
     */
    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        Destination to = destination(request);
        return to.client().stream(request.withModel(to.model()), onDelta);
    }

    private Destination destination(LlmRequest request) {
        String model = request.model()
                .or(this::defaultModel)
                .orElseThrow(() -> new LlmException.InvalidRequest("the request names no model, and the router has no"
                        + " default; name one, or set defaultModel(name); known are " + known()));
        return find(model)
                .orElseThrow(() -> new LlmException.InvalidRequest(
                        "no client is known for model '" + model + "'" + hint(model) + "; known are " + known()));
    }

    private Optional<Destination> find(String model) {
        int colon = model.indexOf(':');
        LlmClient provider = colon < 0 ? null : providers.get(model.substring(0, colon));
        if (provider != null) {
            String name = model.substring(colon + 1);
            return name.isBlank() ? Optional.empty() : Optional.of(new Destination(provider, name));
        }
        return routes.stream()
                .filter(route -> route.names().matcher(model).matches())
                .findFirst()
                .map(route -> new Destination(route.client(), model));
    }

    /** Of all whole names that are known, and of providers. */
    private String hint(String model) {
        List<String> names = new ArrayList<>();
        routes.stream()
                .map(Route::pattern)
                .filter(name -> name.indexOf('*') < 0)
                .forEach(names::add);
        providers.forEach((name, client) -> client.defaultModel().ifPresent(own -> names.add(name + ":" + own)));
        routes.forEach(route -> route.client().defaultModel().ifPresent(names::add));
        Optional<String> nearest = NearestName.of(model, names);
        int colon = model.indexOf(':');
        if (nearest.isEmpty() && colon > 0) {
            nearest = NearestName.of(model.substring(0, colon), providers.keySet())
                    .map(provider -> provider + model.substring(colon));
        }
        return nearest.map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    private String known() {
        List<String> known = new ArrayList<>();
        providers.keySet().forEach(name -> known.add(name + ":*"));
        routes.forEach(route -> known.add(route.pattern()));
        return String.join(", ", known);
    }

    /** Builds a {@link ModelRouter}. Not thread-safe. */
    public static final class Builder {
        private final Map<String, LlmClient> providers = new LinkedHashMap<>();
        private final Map<String, Route> routes = new LinkedHashMap<>();
        private @Nullable String defaultModel;

        private Builder() {}

        /**
         * Models named with this and a colon before their own name are this client's.
         *
         * @throws InvalidDefinitionException if the name is taken, or is not letters, digits, {@code _}, {@code -} and {@code .}
         */
        public Builder provider(String name, LlmClient client) {
            if (!name.matches("[A-Za-z0-9_.-]+")) {
                throw new InvalidDefinitionException("name '" + name
                        + "' of a router's provider is malformed; use letters, digits, '_', '-' and '.'");
            }
            if (providers.putIfAbsent(name, client) != null) {
                throw new InvalidDefinitionException(
                        "provider '" + name + "' of a router is there twice; leave one out or rename it");
            }
            return this;
        }

        /**
         * Models of these names are this client's, which is asked for them by the same name.
         *
         * @param pattern a name, in which {@code *} stands for any characters, or none
         * @throws InvalidDefinitionException if the pattern is blank, or there already
         */
        public Builder models(String pattern, LlmClient client) {
            if (pattern.isBlank()) {
                throw new InvalidDefinitionException(
                        "a blank pattern of models for a router; use a name, or '*' for all");
            }
            if (routes.putIfAbsent(pattern, Route.of(pattern, client)) != null) {
                throw new InvalidDefinitionException(
                        "pattern '" + pattern + "' of a router is there twice; the second would never be asked");
            }
            return this;
        }

        /** Asks this model where a request names none. */
        public Builder defaultModel(String name) {
            defaultModel = name;
            return this;
        }

        /**
         * The router.
         *
         * @throws InvalidDefinitionException if it knows no client, or none for the default model
         */
        public ModelRouter build() {
            if (providers.isEmpty() && routes.isEmpty()) {
                throw new InvalidDefinitionException(
                        "a router without clients; add some with provider(name, client) or models(pattern, client)");
            }
            ModelRouter router = new ModelRouter(this);
            if (defaultModel != null && router.find(defaultModel).isEmpty()) {
                throw new InvalidDefinitionException("the router's default model '" + defaultModel + "' is no client's"
                        + router.hint(defaultModel) + "; known are " + router.known());
            }
            return router;
        }
    }
}
