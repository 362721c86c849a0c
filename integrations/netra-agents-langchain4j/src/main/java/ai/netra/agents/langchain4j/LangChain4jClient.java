package ai.netra.agents.langchain4j;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks a model of LangChain4j.
 *
 * <pre>{@code
 * LlmClient gemini = LangChain4jClient.builder(GoogleAiGeminiChatModel.builder()….maxRetries(0).build())
 *         .streaming(GoogleAiGeminiStreamingChatModel.builder()….build())
 *         .build();
 * }</pre>
 *
 * <p>Build the models with {@code maxRetries(0)}: a client makes one call, and a model that retries by itself pays for calls that no limit counts, and
 * does not give up on an interrupt.
 *
 * <table>
 * <caption>What becomes of a request</caption>
 * <tr><th>of the request</th><th>at the model</th></tr>
 * <tr><td>text, images, tools, tool calls and answers, model, temperature, topP, token limit, stop sequences</td><td>the same</td></tr>
 * <tr><td>schema of the answer</td><td>a response format where the model says that it supports {@link Capability#RESPONSE_FORMAT_JSON_SCHEMA}, otherwise an
 *     instruction</td></tr>
 * <tr><td>schemas of tools' arguments</td><td>members, definitions, and what is required; at the top nothing else</td></tr>
 * <tr><td>metadata, user</td><td>nothing: LangChain4j has no common place for them</td></tr>
 * <tr><td>thinking of an earlier answer</td><td>the same, where this provider made it</td></tr>
 * </table>
 *
 * <p>Of usage, only tokens read and written are known here; cached and reasoning tokens, which LangChain4j has by provider, are 0. Failures are told apart by
 * LangChain4j's exceptions, which have no time to come back: {@link LlmException#retryAfter()} is empty. Their texts are cut
 * short, and lose what they repeat of the request; their causes are left out.
 *
 * <p>A whole call runs on the caller's thread, for the time that the model was built with; an interrupt ends it as far as the model's HTTP client heeds one,
 * and the JDK's does. A streamed one runs on the model's threads while the caller's waits: an interrupt and the {@linkplain Builder#deadline deadline} end
 * the wait at once, and cancel the call at once, or with its first piece where none has come, as there is no way to before. Thread-safe, where the models are.
 */
public final class LangChain4jClient implements LlmClient {
    private final @Nullable ChatModel whole;
    private final @Nullable StreamingChatModel streaming;
    private final Duration deadline;

    private LangChain4jClient(Builder builder) {
        this.whole = builder.whole;
        this.streaming = builder.streaming;
        this.deadline = builder.deadline;
    }

    /** Builds a client that asks this model; its answers are whole, unless a {@link Builder#streaming} one is added. */
    public static Builder builder(ChatModel model) {
        return new Builder(model, null);
    }

    /** Builds a client that asks this model, also where nobody wants the pieces. */
    public static Builder builder(StreamingChatModel model) {
        return new Builder(null, model);
    }

    /** A client of a model that answers whole. */
    public static LangChain4jClient of(ChatModel model) {
        return builder(model).build();
    }

    @Override
    public Optional<String> defaultModel() {
        return Optional.ofNullable(
                whole != null
                        ? whole.defaultRequestParameters().modelName()
                        : present(streaming).defaultRequestParameters().modelName());
    }

    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        if (whole == null) {
            return stream(request, piece -> {});
        }
        checkInterrupt();
        ModelProvider provider = whole.provider();
        ChatRequest asked = ChatMessages.request(request, provider, jsonSchema(whole.supportedCapabilities()));
        try {
            return ChatMessages.response(
                    whole.chat(asked), provider, request.model().or(this::defaultModel));
        } catch (LlmException failure) {
            throw failure;
        } catch (RuntimeException failure) {
            if (ChatFailures.isInterrupt(failure) || Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("interrupted while the model answered");
                interrupted.initCause(failure);
                throw interrupted;
            }
            throw ChatFailures.of(failure, request);
        }
    }

    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        if (streaming == null) {
            return LlmClient.super.stream(request, onDelta);
        }
        checkInterrupt();
        ModelProvider provider = streaming.provider();
        ChatRequest asked = ChatMessages.request(request, provider, jsonSchema(streaming.supportedCapabilities()));
        StreamedChat chat = new StreamedChat(deadline);
        try {
            streaming.chat(asked, chat);
            return ChatMessages.response(
                    chat.await(onDelta), provider, request.model().or(this::defaultModel));
        } catch (ChatFailures.Thrown thrown) {
            throw ChatFailures.of(thrown.failure(), request);
        } finally {
            chat.end();
        }
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            InterruptedException interrupted = new InterruptedException("interrupted before the model was asked");
            interrupted.addSuppressed(LlmException.Unavailable.notSent("interrupted before the model was asked"));
            throw interrupted;
        }
    }

    private static ChatMessages.Schemas jsonSchema(Set<Capability> capabilities) {
        return capabilities.contains(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                ? ChatMessages.Schemas.NATIVE
                : ChatMessages.Schemas.INSTRUCTED;
    }

    private static <T> T present(@Nullable T model) {
        if (model == null) {
            throw new AssertionError("a client has one model at least");
        }
        return model;
    }

    /** Builds a {@link LangChain4jClient}. Not thread-safe. */
    public static final class Builder {
        private final @Nullable ChatModel whole;
        private @Nullable StreamingChatModel streaming;
        private Duration deadline = Duration.ofMinutes(5);

        private Builder(@Nullable ChatModel whole, @Nullable StreamingChatModel streaming) {
            this.whole = whole;
            this.streaming = streaming;
        }

        /** Asks this model where the pieces of the answer are wanted. */
        public Builder streaming(StreamingChatModel model) {
            streaming = model;
            return this;
        }

        /**
         * The time of a streamed call, to its last piece; 5 minutes by default. That of a whole one is the model's own.
         *
         * @throws InvalidDefinitionException unless it is positive, and a year at most
         */
        public Builder deadline(Duration time) {
            if (time.isZero() || time.isNegative() || time.compareTo(Duration.ofDays(366)) > 0) {
                throw new InvalidDefinitionException(
                        "deadline of a LangChain4j client is " + time + "; use a positive duration of a year at most");
            }
            deadline = time;
            return this;
        }

        /** The client. */
        public LangChain4jClient build() {
            return new LangChain4jClient(this);
        }
    }
}
