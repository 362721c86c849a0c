package ai.netra.agents.testkit;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.llm.LlmExchange;
import ai.netra.agents.core.redact.PatternRedactor;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Redactor;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model client that plays what an {@link ai.netra.agents.core.llm.LlmRecorder} has recorded, in place of the client that was recorded.
 *
 * <p>A call is answered by the first recorded one, not yet used, whose request is the same in everything but its user; redacted as the recording was. A
 * stream comes in its recorded pieces, or in one piece where it was recorded whole; a failure is thrown anew. Strict: a call that was not recorded throws an
 * {@link AssertionError} saying which recorded one came nearest and where it differs; it is remembered, so that {@link #verifyConsumed()} and
 * {@link #close()} fail even where an agent swallowed it. So do recorded calls that nobody made.
 *
 * <p>Thread-safe. Calls may be made in another order than they were recorded in.
 */
public final class CassetteLlmClient implements LlmClient, AutoCloseable {
    private final Path file;
    private final Redactor redactor;
    private final @Nullable String model;
    private final List<LlmExchange> recorded;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Integer> unused; // positions, as is the next, guarded by the lock
    private final List<AssertionError> unmatched = new ArrayList<>();

    private CassetteLlmClient(Path file, Redactor redactor, @Nullable String model, List<LlmExchange> recorded) {
        this.file = file;
        this.redactor = redactor;
        this.model = model;
        this.recorded = recorded;
        this.unused =
                new ArrayList<>(IntStream.range(0, recorded.size()).boxed().toList());
    }

    /**
     * Plays a file that was recorded with the standard redactor.
     *
     * @throws InvalidDefinitionException if the file cannot be read, or a line is no recorded call
     */
    public static CassetteLlmClient of(Path file) {
        return of(file, PatternRedactor.standard());
    }

    /**
     * Plays a file that was recorded with this redactor.
     *
     * @throws InvalidDefinitionException if the file cannot be read, or a line is no recorded call
     */
    public static CassetteLlmClient of(Path file, Redactor redactor) {
        List<LlmExchange> recorded = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                recorded.add(LlmExchange.ofJson(line));
            }
        } catch (IOException unreadable) {
            throw new InvalidDefinitionException("no recording can be read in " + file + ": " + unreadable.getMessage()
                    + "; make one with LlmRecorder.of(client, file)");
        } catch (JsonException malformed) {
            throw new InvalidDefinitionException("line " + (recorded.size() + 1) + " of the recording " + file
                    + " is no recorded call: " + malformed.getMessage());
        }
        return new CassetteLlmClient(file, redactor, null, recorded);
    }

    /** The same recording, not played yet, of a client whose default model was this. */
    public CassetteLlmClient defaultModel(String name) {
        return new CassetteLlmClient(file, redactor, name, recorded);
    }

    @Override
    public Optional<String> defaultModel() {
        return Optional.ofNullable(model);
    }

    /**
     * What was recorded.
     *
     * @throws AssertionError if this request was not
     */
    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        return play(request, piece -> {});
    }

    /**
     * What was recorded, in its pieces.
     *
     * @throws AssertionError if this request was not
     */
    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        return play(request, onDelta);
    }

    private LlmResponse play(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        LlmExchange exchange = next(redacted(request));
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the model answered");
        }
        List<String> pieces = exchange.pieces();
        if (pieces.isEmpty()) {
            String whole = exchange.response().map(LlmResponse::text).orElse("");
            pieces = whole.isEmpty() ? List.of() : List.of(whole);
        }
        pieces.forEach(piece -> onDelta.accept(new LlmDelta(piece)));
        return exchange.response()
                .orElseThrow(() -> exchange.failure().orElseThrow().toException());
    }

    /** A request as the recording has it. */
    private LlmRequest redacted(LlmRequest request) {
        LlmExchange asked = new LlmExchange(request, List.of(), Optional.empty(), Optional.empty());
        return LlmExchange.ofJson(asked.toJson(redactor)).request();
    }

    private LlmExchange next(LlmRequest request) {
        lock.lock();
        try {
            for (Iterator<Integer> positions = unused.iterator(); positions.hasNext(); ) {
                LlmExchange exchange = recorded.get(positions.next());
                if (exchange.request().equals(request)) {
                    positions.remove();
                    return exchange;
                }
            }
            AssertionError error = new AssertionError(explain(request));
            unmatched.add(error);
            throw error;
        } finally {
            lock.unlock();
        }
    }

    private String explain(LlmRequest request) {
        long times = recorded.stream()
                .filter(exchange -> exchange.request().equals(request))
                .count();
        if (times > 0) {
            return "the LLM call is in " + file.getFileName() + " " + times + " times, and was made once more: "
                    + shown(request.messages().getLast());
        }
        String missed = "an LLM call is not in " + file.getFileName() + ": "
                + shown(request.messages().getLast());
        return unused.stream()
                .min(Comparator.comparingDouble(
                        position -> distance(request, recorded.get(position).request())))
                .map(position -> missed + "\nnearest miss: line " + (position + 1) + ", where "
                        + String.join(
                                " and ",
                                differences(request, recorded.get(position).request())))
                .orElse(missed + "\nall " + recorded.size() + " recorded calls are used");
    }

    private static double distance(LlmRequest request, LlmRequest other) {
        List<LlmMessage> messages = request.messages();
        List<LlmMessage> others = other.messages();
        int common = Math.min(messages.size(), others.size());
        double distance = Math.abs(messages.size() - others.size());
        for (int i = 0; i < common; i++) {
            if (!messages.get(i).equals(others.get(i))) {
                String text = messages.get(i).text();
                distance += 1
                        - 0.9 * Texts.longestCommon(text, others.get(i).text()).length() / (text.length() + 1);
            }
        }
        return distance + differences(request, other).size() * 0.01;
    }

    /** What is other in a request than was recorded. */
    private static List<String> differences(LlmRequest request, LlmRequest other) {
        List<String> differences = new ArrayList<>();
        List<LlmMessage> messages = request.messages();
        List<LlmMessage> others = other.messages();
        if (messages.size() != others.size()) {
            differences.add("there were " + others.size() + " messages, not " + messages.size());
        }
        for (int i = 0; i < Math.min(messages.size(), others.size()); i++) {
            if (!messages.get(i).equals(others.get(i))) {
                differences.add(
                        "message " + (i + 1) + " was " + shown(others.get(i)) + ", not " + shown(messages.get(i)));
            }
        }
        differ("the model", LlmRequest::model, request, other, differences);
        differ(
                "the list of tools",
                asked -> asked.tools().stream().map(ToolSpec::name).toList(),
                request,
                other,
                differences);
        if (differences.isEmpty() && !request.tools().equals(other.tools())) {
            differences.add("the description or arguments of a tool were others");
        }
        if (!request.responseSchema().equals(other.responseSchema())) {
            differences.add("the schema of the answer was another");
        }
        differ("the temperature", LlmRequest::temperature, request, other, differences);
        differ("topP", LlmRequest::topP, request, other, differences);
        differ("the bound of the answer", LlmRequest::maxOutputTokens, request, other, differences);
        differ("the list of stop sequences", LlmRequest::stop, request, other, differences);
        differ("the map of labels", LlmRequest::metadata, request, other, differences);
        return differences;
    }

    private static void differ(
            String what,
            Function<LlmRequest, Object> read,
            LlmRequest request,
            LlmRequest other,
            List<String> differences) {
        Object now = read.apply(request);
        Object then = read.apply(other);
        if (!Objects.equals(now, then)) {
            differences.add(what + " was " + then + ", not " + now);
        }
    }

    private static String shown(LlmMessage message) {
        return message.role().label() + " "
                + (message.text().isEmpty() ? message.parts().toString() : Texts.quoted(message.text()));
    }

    /**
     * Says whether every call was a recorded one, and every recorded one made.
     *
     * @throws AssertionError if not; lists each
     */
    public void verifyConsumed() {
        lock.lock();
        try {
            List<String> problems = new ArrayList<>();
            unmatched.forEach(error -> problems.add(String.valueOf(error.getMessage())));
            unused.forEach(position -> problems.add("never made: line " + (position + 1) + " of " + recorded.size()
                    + ", " + shown(recorded.get(position).request().messages().getLast())));
            if (!problems.isEmpty()) {
                AssertionError error = new AssertionError(String.join("\n", problems));
                unmatched.forEach(error::addSuppressed);
                throw error;
            }
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #verifyConsumed()}. */
    @Override
    public void close() {
        verifyConsumed();
    }
}
