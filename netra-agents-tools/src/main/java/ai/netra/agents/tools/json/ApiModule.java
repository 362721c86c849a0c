package ai.netra.agents.tools.json;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Attributes;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.TypeRef;
import ai.netra.agents.UserId;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolSpec;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.std.StdConvertingDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdConvertingSerializer;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.StdConverter;

/** The api's value types that are not plain records, each by a form that is. The api itself knows nothing of JSON. */
final class ApiModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** The types that are a string in JSON. */
    static final Set<Class<?>> TEXTS =
            Set.of(UserId.class, ThreadId.class, RunId.class, ActivationId.class, JsonSchema.class);

    /** The types that have a form of their own, and need no look inside. */
    static final Set<Class<?>> TYPES = Set.of(Attributes.class, ToolSpec.class, LlmRequest.class, JsonText.class);

    ApiModule() {
        super("netra-agents-api");
        text(UserId.class, UserId::value, UserId::new);
        text(ThreadId.class, ThreadId::value, ThreadId::new);
        text(RunId.class, RunId::value, RunId::new);
        text(ActivationId.class, ActivationId::value, ActivationId::new);
        text(JsonSchema.class, JsonSchema::text, JsonSchema::new);
        converted(
                Attributes.class, new TypeRef<Map<String, Object>>() {}.type(), Attributes::asMap, Attributes::copyOf);
        converted(ToolSpec.class, ToolSpecForm.class, ToolSpecForm::of, ToolSpecForm::toToolSpec);
        converted(LlmRequest.class, LlmRequestForm.class, LlmRequestForm::of, LlmRequestForm::toLlmRequest);
    }

    private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> read) {
        converted(type, String.class, write, read);
        addKeySerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator generator, SerializationContext context) {
                generator.writeName(write.apply(value));
            }
        });
        addKeyDeserializer(type, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return read.apply(key);
            }
        });
    }

    private <T, F> void converted(Class<T> type, Type form, Function<T, F> write, Function<F, T> read) {
        addSerializer(type, new StdConvertingSerializer(type, new Conversion<>(type, form, write)));
        addDeserializer(type, new StdConvertingDeserializer<>(new Conversion<>(form, type, read)));
    }

    private static final class Conversion<I, O> extends StdConverter<I, O> {
        private final Type from;
        private final Type to;
        private final Function<I, O> function;

        Conversion(Type from, Type to, Function<I, O> function) {
            this.from = from;
            this.to = to;
            this.function = function;
        }

        @Override
        public O convert(I value) {
            return function.apply(value);
        }

        @Override
        public JavaType getInputType(TypeFactory types) {
            return types.constructType(from);
        }

        @Override
        public JavaType getOutputType(TypeFactory types) {
            return types.constructType(to);
        }
    }

    private record ToolSpecForm(
            String name, String description, JsonSchema arguments, Optional<Duration> timeout, ToolEffect effect) {
        static ToolSpecForm of(ToolSpec spec) {
            return new ToolSpecForm(spec.name(), spec.description(), spec.arguments(), spec.timeout(), spec.effect());
        }

        ToolSpec toToolSpec() {
            ToolSpec spec = ToolSpec.of(name, description, arguments).effect(effect);
            return timeout.map(spec::timeout).orElse(spec);
        }
    }

    private record LlmRequestForm(
            List<LlmMessage> messages,
            List<ToolSpec> tools,
            Optional<JsonSchema> responseSchema,
            Optional<String> model,
            OptionalDouble temperature,
            OptionalDouble topP,
            OptionalInt maxOutputTokens,
            List<String> stop,
            Map<String, String> metadata,
            Optional<UserId> user) {
        static LlmRequestForm of(LlmRequest request) {
            return new LlmRequestForm(
                    request.messages(),
                    request.tools(),
                    request.responseSchema(),
                    request.model(),
                    request.temperature(),
                    request.topP(),
                    request.maxOutputTokens(),
                    request.stop(),
                    request.metadata(),
                    request.user());
        }

        LlmRequest toLlmRequest() {
            LlmRequest.Builder builder = LlmRequest.builder();
            messages.forEach(builder::message);
            tools.forEach(builder::tool);
            responseSchema.ifPresent(builder::responseSchema);
            model.ifPresent(builder::model);
            temperature.ifPresent(builder::temperature);
            topP.ifPresent(builder::topP);
            maxOutputTokens.ifPresent(builder::maxOutputTokens);
            stop.forEach(builder::stop);
            metadata.forEach(builder::metadata);
            LlmRequest request = builder.build();
            return user.map(request::withUser).orElse(request);
        }
    }
}
