package ai.netra.agents.tools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolAudit;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolPolicy;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import ai.netra.agents.tools.json.SchemaCheck;
import ai.netra.agents.tools.json.SchemaProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls tools on behalf of agents: an agent reaches only what is granted to it, and whatever a model can cause is an error in the result.
 *
 * <p>In this order: the grant, the arguments against the tool's schema, the tool's own validation, the call within its time limit, the result's JSON
 * form. Tools are limited by the shorter of the caller's limit and their own. What a tool throws becomes a failure that says
 * no more than that, with the exception for those who call from code; interrupts and {@link Error}s pass through. Nothing is logged.
 *
 * <p>Immutable and thread-safe.
 */
public final class ToolDispatcher {
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_NAME = 64;

    private final JsonCodec codec;
    private final Map<String, Map<String, Entry>> grants;
    private final Map<String, ToolSpec> registered;
    private final ToolGuard guard;

    private ToolDispatcher(
            JsonCodec codec,
            Map<String, Map<String, Entry>> grants,
            Map<String, ToolSpec> registered,
            ToolGuard guard) {
        this.codec = codec;
        this.grants = grants;
        this.registered = registered;
        this.guard = guard;
    }

    /**
     * A tool, ready to be called.
     *
     * @param tool the tool
     * @param spec its specification
     * @param validator the validator of its arguments
     */
    private record Entry(Tool tool, ToolSpec spec, JsonSchemaValidator validator) {}

    /** What happens right before a tool is called. */
    public interface Beginning {
        /**
         * Makes what is handed to the tool.
         *
         * @param allowed how long the call may take
         * @throws InterruptedException if it is not to be called after all
         */
        ToolContext begin(Duration allowed) throws InterruptedException;
    }

    /** A dispatcher without any grants. */
    public static ToolDispatcher none() {
        return builder(ToolRegistry.empty()).build();
    }

    /** Builds a dispatcher for the tools of a registry. Nothing is granted to begin with. */
    public static Builder builder(ToolRegistry registry) {
        return new Builder(registry);
    }

    /** The specifications of the tools granted to an agent, in the order of their registration. */
    public List<ToolSpec> granted(String agent) {
        return tools(agent).values().stream().map(Entry::spec).toList();
    }

    /** What calling a tool does to the world; nothing more than reading for one that the agent cannot call. */
    public ToolEffect effect(String agent, String tool) {
        Entry entry = tools(agent).get(tool);
        return entry == null ? ToolEffect.READ : entry.spec().effect();
    }

    /** The specification of a tool that an agent may call. */
    public Optional<ToolSpec> granted(String agent, String tool) {
        return Optional.ofNullable(tools(agent).get(tool)).map(Entry::spec);
    }

    /** Whether a tool may be called beside others; one that the agent cannot call may not. */
    public boolean concurrent(String agent, String tool) {
        Entry entry = tools(agent).get(tool);
        return entry != null && entry.spec().concurrent();
    }

    /** The specification of a tool that there is, whoever may call it. */
    public Optional<ToolSpec> registered(String tool) {
        return Optional.ofNullable(registered.get(tool));
    }

    /** Who decides of the calls of granted tools. */
    public ToolGuard guard() {
        return guard;
    }

    /** Arguments as the tool would get them; empty for a tool that the agent cannot call, and where they do not fit what it takes. */
    public Optional<ToolArguments> arguments(String agent, String tool, Object arguments) {
        Entry entry = tools(agent).get(tool);
        if (entry == null) {
            return Optional.empty();
        }
        try {
            SchemaCheck check = entry.validator().check(json(arguments));
            return check.fits() ? Optional.of(new DecodedArguments(check.json(), codec)) : Optional.empty();
        } catch (JsonException noForm) {
            return Optional.empty();
        }
    }

    /**
     * Calls a tool that needs nothing but its grant; one that a policy, an approval, an audit log or a label guards is denied, since nobody decides of it here.
     *
     * @param agent who calls
     * @param tool the tool's name; one that is not granted is unknown
     * @param arguments untrusted: JSON as a model wrote it, or a record or map that has the form of the arguments
     * @param context makes what is handed to the tool, when it is about to be called, of how long it has
     * @param task the calling thread, which enforces the time limit
     * @param limit how long the call may take; the tool's own limit only shortens it
     * @return the result, which has a JSON form, or an error
     * @throws InterruptedException if the task was interrupted for another reason than this limit
     */
    public ToolResult dispatch(
            String agent, String tool, Object arguments, Beginning context, Task task, Duration limit)
            throws InterruptedException {
        Entry entry = tools(agent).get(tool);
        return entry == null || guard.isIdle(entry.spec())
                ? dispatchAllowed(agent, tool, arguments, context, task, limit)
                : failure(
                        ToolErrorKind.DENIED,
                        "tool '" + tool + "' is guarded, and only calls in a run are decided of",
                        "another tool");
    }

    /** Calls a tool as {@link #dispatch} does, for who has asked the {@link #guard()} of this call, and acts on what it said. */
    public ToolResult dispatchAllowed(
            String agent, String tool, Object arguments, Beginning context, Task task, Duration limit)
            throws InterruptedException {
        Entry entry = tools(agent).get(tool);
        if (entry == null) {
            return unknown(agent, tool);
        }
        String json;
        try {
            json = json(arguments);
        } catch (JsonException e) {
            return failure(
                    ToolErrorKind.INVALID_ARGUMENTS,
                    "arguments of tool '" + tool + "': " + e.getMessage(),
                    "a record or map that has a JSON form");
        }
        return call(entry, json, context, task, limit);
    }

    private String json(Object arguments) {
        return arguments instanceof String text ? text : codec.encode(arguments);
    }

    /**
     * A result as JSON, for a model to read. What an {@link ToolLabel#UNTRUSTED} tool gave is marked as data from outside.
     *
     * @throws JsonException if the value has no JSON form, which that of a dispatched call has
     */
    public String toJson(String tool, ToolResult result) {
        ToolResultJson json = ToolResultJson.of(codec);
        return (isUntrusted(tool) ? json.untrusted() : json).write(tool, result);
    }

    private boolean isUntrusted(String tool) {
        return registered(tool)
                .filter(spec -> spec.labels().contains(ToolLabel.UNTRUSTED))
                .isPresent();
    }

    private ToolResult call(Entry entry, String json, Beginning context, Task task, Duration limit)
            throws InterruptedException {
        String name = entry.spec().name();
        SchemaCheck check = entry.validator().check(json);
        if (!check.fits()) {
            return failure(
                    ToolErrorKind.INVALID_ARGUMENTS,
                    "arguments of tool '" + name + "': " + joined(check),
                    expected(check));
        }
        ToolArguments arguments = new DecodedArguments(check.json(), codec);
        Duration allowed =
                entry.spec().timeout().filter(own -> own.compareTo(limit) < 0).orElse(limit);
        ToolResult result;
        try {
            result = task.within(allowed, () -> execute(entry, arguments, () -> context.begin(allowed)));
        } catch (TimeLimitException e) {
            return failure(ToolErrorKind.TIMED_OUT, "tool '" + name + "' did not return within " + allowed, "");
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return ToolResult.failure(
                    new ToolError(ToolErrorKind.EXECUTION_FAILED, "tool '" + name + "' failed", ""), e);
        }
        return checked(name, result);
    }

    private static @Nullable ToolResult execute(Entry entry, ToolArguments arguments, Callable<ToolContext> context)
            throws Exception {
        Optional<String> wrong = entry.tool().validate(arguments);
        if (wrong.isPresent()) {
            return failure(
                    ToolErrorKind.INVALID_ARGUMENTS,
                    "arguments of tool '" + entry.spec().name() + "': " + wrong.get(),
                    "");
        }
        return entry.tool().execute(arguments, context.call());
    }

    /** A tool is foreign code: it may return null, whatever its signature says. */
    private ToolResult checked(String name, @Nullable ToolResult result) {
        if (result == null) {
            return failure(ToolErrorKind.INVALID_RESULT, "tool '" + name + "' returned null", "a ToolResult");
        }
        if (result.value().isPresent() && !isPlain(result.value().get())) {
            try {
                codec.encode(result.value().get());
            } catch (JsonException e) {
                return failure(
                        ToolErrorKind.INVALID_RESULT,
                        "result of tool '" + name + "': " + e.getMessage(),
                        "a value that has a JSON form");
            }
        }
        return result;
    }

    private static boolean isPlain(Object value) {
        return value instanceof String || value instanceof Boolean || value instanceof Integer || value instanceof Long;
    }

    private ToolResult unknown(String agent, String tool) {
        Set<String> known = tools(agent).keySet();
        return failure(
                ToolErrorKind.UNKNOWN_TOOL,
                "there is no tool '" + printable(tool) + "'" + NearestName.hint(tool, known),
                known.isEmpty()
                        ? "no call: no tool is granted to agent " + agent
                        : "one of " + String.join(", ", known));
    }

    private Map<String, Entry> tools(String agent) {
        Map<String, Entry> tools = grants.get(agent);
        return tools == null ? Map.of() : tools;
    }

    private static String joined(SchemaCheck check) {
        return check.problems().stream().map(SchemaProblem::toString).collect(Collectors.joining("; "));
    }

    private static String expected(SchemaCheck check) {
        return check.problems().stream()
                .map(problem -> problem.path() + ": " + problem.expected())
                .collect(Collectors.joining("; "));
    }

    private static ToolResult failure(ToolErrorKind kind, String message, String expected) {
        return ToolResult.failure(new ToolError(kind, bounded(message), bounded(expected)));
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static String printable(String name) {
        String safe = name.codePoints()
                .limit(LONGEST_NAME)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return safe.length() < name.length() ? safe + "…" : safe;
    }

    /** Arguments that fit the schema. For one call, which reads them as the same type again after it has validated them. */
    private static final class DecodedArguments implements ToolArguments {
        private final String text;
        private final JsonCodec codec;
        private volatile @Nullable Object read;

        private DecodedArguments(String text, JsonCodec codec) {
            this.text = text;
            this.codec = codec;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public <T> T as(Class<T> type) {
            Object known = read;
            if (known instanceof Record && known.getClass() == type) {
                return type.cast(known);
            }
            T value = codec.decode(text, type);
            read = value;
            return value;
        }

        @Override
        public String toString() {
            return "ToolArguments of " + text.length() + " characters";
        }
    }

    /** Builds a {@link ToolDispatcher}. */
    public static final class Builder {
        private final ToolRegistry registry;
        private final Map<String, Set<String>> grants = new LinkedHashMap<>();
        private JsonCodec codec = JsonCodec.standard();
        private @Nullable ToolPolicy policy;
        private @Nullable ToolAudit audit;

        private Builder(ToolRegistry registry) {
            this.registry = registry;
        }

        /** Lets an agent call these tools, besides those granted to it before. */
        public Builder grant(String agentName, String... tools) {
            Set<String> granted = grants.computeIfAbsent(agentName, key -> new LinkedHashSet<>());
            Collections.addAll(granted, tools);
            return this;
        }

        /** Sets what reads arguments and writes results; by default {@link JsonCodec#standard()}. */
        public Builder codec(JsonCodec newCodec) {
            codec = newCodec;
            return this;
        }

        /** Adds a policy for calls of granted tools; of several the most restrictive verdict holds. By default each is made. */
        public Builder policy(ToolPolicy newPolicy) {
            policy = policy == null ? newPolicy : policy.and(newPolicy);
            return this;
        }

        /** Sets who keeps what is decided of calls; by default nobody does. */
        public Builder audit(ToolAudit newAudit) {
            audit = newAudit;
            return this;
        }

        /**
         * The dispatcher.
         *
         * @throws InvalidDefinitionException if a tool is granted that is not registered, or one that is has a schema that is not an object's
         */
        public ToolDispatcher build() {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (String name : registry.names()) {
                Tool tool = registry.tool(name).orElseThrow();
                entries.put(name, entry(tool));
            }
            Map<String, Map<String, Entry>> byAgent = new LinkedHashMap<>();
            grants.forEach((agent, granted) -> {
                for (String name : granted) {
                    if (!entries.containsKey(name)) {
                        throw new InvalidDefinitionException("tool '" + name + "' is granted to agent '" + agent
                                + "' but not registered" + NearestName.hint(name, entries.keySet())
                                + "; registered are " + new ArrayList<>(entries.keySet()));
                    }
                }
                Map<String, Entry> inOrder = new LinkedHashMap<>();
                entries.forEach((name, entry) -> {
                    if (granted.contains(name)) {
                        inOrder.put(name, entry);
                    }
                });
                byAgent.put(agent, Collections.unmodifiableMap(inOrder));
            });
            Map<String, ToolSpec> registered = new LinkedHashMap<>();
            entries.forEach((name, entry) -> registered.put(name, entry.spec()));
            return new ToolDispatcher(codec, Map.copyOf(byAgent), Map.copyOf(registered), new ToolGuard(policy, audit));
        }

        private static Entry entry(Tool tool) {
            ToolSpec spec = tool.spec();
            JsonSchemaValidator validator;
            try {
                validator = JsonSchemaValidator.of(spec.arguments());
            } catch (InvalidDefinitionException e) {
                throw new InvalidDefinitionException("schema of tool '" + spec.name() + "': " + e.getMessage());
            }
            if (!validator.wantsObject()) {
                throw new InvalidDefinitionException("schema of tool '" + spec.name()
                        + "' is not that of an object; arguments have names: add \"type\":\"object\"");
            }
            return new Entry(tool, spec, validator);
        }
    }
}
