package ai.netra.agents.testkit;

import ai.netra.agents.AgentClock;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model client that says what a test has written down, and fails the test where that does not fit.
 *
 * <pre>{@code
 * try (FakeLlmClient llm = FakeLlmClient.builder()
 *         .toolUse("get_cost_data", "{\"workload_id\": \"w1\"}")
 *         .reply("The cost is 12.50.")
 *         .whenUserMessageContains("weather", "I only know costs.")
 *         .build()) {
 *     …
 * }
 * }</pre>
 *
 * <p>A call is answered by the first rule that matches it, otherwise by the next entry of the script. An entry is used once, in order; a rule answers
 * any number of calls, none included. Strict: a call that nothing answers throws an {@link AssertionError} saying what was asked, what was expected and
 * which rule came nearest; it is remembered, so that {@link #verifyConsumed()} and {@link #close()} fail even where an agent swallowed it. So do
 * entries that nobody asked for.
 *
 * <p>Thread-safe. Where calls run side by side, answer them by rules: which of them takes an entry of the script first is nobody's promise.
 */
public final class FakeLlmClient implements LlmClient, AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Rule> rules;
    private final List<FakeReply> script;
    private final @Nullable AgentClock clock;
    private final Deque<FakeReply> remaining;
    private final List<LlmRequest> requests = new ArrayList<>();
    private final List<AssertionError> unmatched = new ArrayList<>();

    private FakeLlmClient(Builder builder) {
        this.rules = List.copyOf(builder.rules);
        this.script = List.copyOf(builder.script);
        this.clock = builder.clock;
        this.remaining = new ArrayDeque<>(script);
    }

    /** A client that says this, one after the other. */
    public static FakeLlmClient replying(String... texts) {
        Builder builder = builder();
        for (String text : texts) {
            builder.reply(text);
        }
        return builder.build();
    }

    /** Writes down what a client says. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The next answer.
     *
     * @throws AssertionError if nothing answers this request
     */
    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        return answer(request, delta -> {});
    }

    /**
     * The next answer, in its pieces.
     *
     * @throws AssertionError if nothing answers this request
     */
    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        return answer(request, onDelta);
    }

    private LlmResponse answer(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        FakeReply reply = next(request);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the model answered");
        }
        awaitLatency(reply);
        reply.pieces().forEach(piece -> onDelta.accept(new LlmDelta(piece)));
        Optional<LlmException> failure = reply.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return reply.response(toolUses(request));
    }

    /** Lets the time pass after which a reply comes. */
    void awaitLatency(FakeReply reply) throws InterruptedException {
        if (clock != null && !reply.latency().isZero()) {
            clock.sleep(reply.latency());
        }
    }

    /** The reply that answers a request, which is remembered. */
    FakeReply next(LlmRequest request) {
        lock.lock();
        try {
            requests.add(request);
            for (Rule rule : rules) {
                if (rule.pattern().matches(request)) {
                    return rule.reply();
                }
            }
            FakeReply scripted = remaining.poll();
            if (scripted != null) {
                return scripted;
            }
            AssertionError error = new AssertionError(explain(request));
            unmatched.add(error);
            throw error;
        } finally {
            lock.unlock();
        }
    }

    static int toolUses(LlmRequest request) {
        return (int) request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(LlmPart.ToolUse.class::isInstance)
                .count();
    }

    private String explain(LlmRequest request) {
        StringBuilder text = new StringBuilder("unexpected LLM call ")
                .append(requests.size())
                .append(": ")
                .append(describe(request));
        text.append("\nexpected: ");
        if (script.isEmpty() && rules.isEmpty()) {
            text.append("no call at all");
        } else if (script.isEmpty()) {
            text.append("a call that one of ").append(rules.size()).append(" rules matches");
        } else {
            text.append("no more calls: the script's ").append(script.size()).append(" entries are used");
            text.append(rules.isEmpty() ? "" : ", and none of " + rules.size() + " rules matches");
        }
        rules.stream()
                .max(Comparator.comparingDouble(rule -> rule.pattern().nearness(request)))
                .ifPresent(nearest -> text.append("\nnearest miss: rule ")
                        .append(rules.indexOf(nearest) + 1)
                        .append(" (")
                        .append(nearest)
                        .append(") would match if ")
                        .append(nearest.pattern().misses(request)));
        return text.toString();
    }

    /** A request as a test's message shows it, texts included. */
    private static String describe(LlmRequest request) {
        StringBuilder text = new StringBuilder();
        request.model().ifPresent(model -> text.append("model ").append(model).append(", "));
        text.append(request.messages().size()).append(" messages");
        if (!request.tools().isEmpty()) {
            text.append(", tools ")
                    .append(request.tools().stream().map(ToolSpec::name).collect(Collectors.joining(", ")));
        }
        request.messages()
                .forEach(message -> text.append("\n  ")
                        .append(message.role().label())
                        .append(": ")
                        .append(message.parts().stream()
                                .map(FakeLlmClient::describe)
                                .collect(Collectors.joining(", "))));
        return text.toString();
    }

    private static String describe(LlmPart part) {
        return switch (part) {
            case LlmPart.Text text -> Texts.quoted(text.text());
            case LlmPart.Image image -> "image " + image.mediaType();
            case LlmPart.ToolUse use -> "tool use " + use.tool() + " " + Texts.quoted(use.argumentsJson());
            case LlmPart.ToolAnswer answer -> "tool answer " + Texts.quoted(answer.resultJson());
            case LlmPart.Opaque opaque -> "opaque part of " + opaque.provider();
        };
    }

    /** Every request so far, in the order of arrival, unexpected ones included. A copy. */
    public List<LlmRequest> requests() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says whether everything went by the script.
     *
     * @throws AssertionError if a call was unexpected, or entries of the script are left; lists each
     */
    public void verifyConsumed() {
        lock.lock();
        try {
            if (unmatched.isEmpty() && remaining.isEmpty()) {
                return;
            }
            StringBuilder text = new StringBuilder();
            unmatched.forEach(error -> text.append(text.isEmpty() ? "" : "\n").append(error.getMessage()));
            int position = script.size() - remaining.size();
            for (FakeReply left : remaining) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append("never asked for: entry ")
                        .append(++position)
                        .append(" of ")
                        .append(script.size())
                        .append(", ")
                        .append(left);
            }
            AssertionError error = new AssertionError(text.toString());
            unmatched.forEach(error::addSuppressed);
            throw error;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #verifyConsumed()}. */
    @Override
    public void close() {
        verifyConsumed();
    }

    /** Writes down what a {@link FakeLlmClient} says. Not thread-safe. */
    public static final class Builder {
        private final List<Rule> rules = new ArrayList<>();
        private final List<FakeReply> script = new ArrayList<>();
        private @Nullable AgentClock clock;

        private Builder() {}

        /** Time for replies that come {@link FakeReply#after after} some. */
        public Builder clock(AgentClock newClock) {
            clock = newClock;
            return this;
        }

        /** Next, this. */
        public Builder reply(FakeReply reply) {
            script.add(reply);
            return this;
        }

        /** Next, this text. */
        public Builder reply(String text) {
            return reply(FakeReply.text(text));
        }

        /** Next, this response. */
        public Builder reply(LlmResponse response) {
            return reply(FakeReply.response(response));
        }

        /** Next, this text in pieces. */
        public Builder stream(String... pieces) {
            return reply(FakeReply.stream(pieces));
        }

        /** Next, the wish to have a tool called. */
        public Builder toolUse(String tool, String argumentsJson) {
            return reply(FakeReply.toolUse(tool, argumentsJson));
        }

        /** Next, this failure. */
        public Builder fail(LlmException failure) {
            return reply(FakeReply.failure(failure));
        }

        /**
         * Lets the newest entry of the script come after this time.
         *
         * @throws InvalidDefinitionException if there is no entry yet, or the time is negative
         */
        public Builder after(Duration latency) {
            if (script.isEmpty()) {
                throw new InvalidDefinitionException("after(" + latency
                        + ") before any reply; it delays the newest entry of the script, so add that first");
            }
            script.add(script.removeLast().after(latency));
            return this;
        }

        /** To every request like this, that. */
        public Builder when(LlmRequestPattern pattern, FakeReply reply) {
            rules.add(new Rule(pattern, reply));
            return this;
        }

        /** To every request for which this holds, that. */
        public Builder when(String description, Predicate<? super LlmRequest> condition, FakeReply reply) {
            return when(LlmRequestPattern.any().where(description, condition), reply);
        }

        /** To every request whose newest user message contains this, that. */
        public Builder whenUserMessageContains(String text, FakeReply reply) {
            return when(LlmRequestPattern.any().userMessageContains(text), reply);
        }

        /** To every request whose newest user message contains this, that text. */
        public Builder whenUserMessageContains(String text, String reply) {
            return whenUserMessageContains(text, FakeReply.text(reply));
        }

        /**
         * The client.
         *
         * @throws InvalidDefinitionException if a reply comes after some time, and there is no clock
         */
        public FakeLlmClient build() {
            List<FakeReply> replies = new ArrayList<>(script);
            rules.forEach(rule -> replies.add(rule.reply()));
            if (clock == null) {
                replies.stream()
                        .filter(reply -> !reply.latency().isZero())
                        .findFirst()
                        .ifPresent(late -> {
                            throw new InvalidDefinitionException("no clock for \"" + late
                                    + "\"; give the client one with clock(scheduler.clock()), that of a"
                                    + " VirtualClock say");
                        });
            }
            return new FakeLlmClient(this);
        }
    }

    /** A standing answer. */
    private record Rule(LlmRequestPattern pattern, FakeReply reply) {
        @Override
        public String toString() {
            return pattern + " -> " + reply;
        }
    }
}
