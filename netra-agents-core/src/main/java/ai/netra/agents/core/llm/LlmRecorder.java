package ai.netra.agents.core.llm;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.redact.PatternRedactor;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Redactor;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that writes each call and what came of it into a file: an {@link LlmExchange} a line, in the order in which the calls end. The testkit's
 * {@code CassetteLlmClient} plays the file.
 *
 * <p>Secrets do not get into the file as far as the redactor knows them: mail addresses, payment cards, and keys and tokens of the usual forms by default. It
 * reads every text of requests, answers and failures, but no names of members. The user is left out.
 *
 * <p>A line is written whole, before the call returns; to the end of the file, if there is one. A call that was interrupted, or ended in anything else than an
 * answer or an {@link LlmException}, is not recorded. A line that cannot be written is logged, and the call goes on. Thread-safe; one for a file.
 */
public final class LlmRecorder implements LlmClient {
    private static final Logger LOG = LoggerFactory.getLogger(LlmRecorder.class);

    private final LlmClient client;
    private final Path file;
    private final Redactor redactor;
    private final ReentrantLock lock = new ReentrantLock();

    private LlmRecorder(LlmClient client, Path file, Redactor redactor) {
        this.client = client;
        this.file = file;
        this.redactor = redactor;
    }

    /**
     * A recorder that takes out what {@link PatternRedactor#standard()} finds.
     *
     * @throws InvalidDefinitionException if the file cannot be written
     */
    public static LlmRecorder of(LlmClient client, Path file) {
        return of(client, file, PatternRedactor.standard());
    }

    /**
     * A recorder that takes out what a redactor finds. A cassette is to be given the same.
     *
     * @throws InvalidDefinitionException if the file cannot be written
     */
    public static LlmRecorder of(LlmClient client, Path file, Redactor redactor) {
        LlmRecorder recorder = new LlmRecorder(client, file, redactor);
        try {
            recorder.append("");
        } catch (IOException unwritable) {
            throw new InvalidDefinitionException("a recording in " + file + ", which cannot be written: "
                    + unwritable.getMessage() + "; use a file in a directory that is there");
        }
        return recorder;
    }

    @Override
    public Optional<String> defaultModel() {
        return client.defaultModel();
    }

    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        return recorded(request, List.of(), () -> client.generate(request));
    }

    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        List<String> pieces = new ArrayList<>();
        return recorded(
                request,
                pieces,
                () -> client.stream(request, delta -> {
                    pieces.add(delta.text());
                    onDelta.accept(delta);
                }));
    }

    private LlmResponse recorded(LlmRequest request, List<String> pieces, ModelCall call) throws InterruptedException {
        try {
            LlmResponse response = call.make();
            write(new LlmExchange(request, pieces, Optional.of(response), Optional.empty()));
            return response;
        } catch (LlmException failure) {
            write(new LlmExchange(request, pieces, Optional.empty(), Optional.of(LlmExchange.Failed.of(failure))));
            throw failure;
        }
    }

    private void write(LlmExchange exchange) {
        try {
            append(exchange.toJson(redactor) + "\n");
        } catch (IOException | RuntimeException unwritten) {
            LOG.warn("a call of a model is missing in the recording {}", file, unwritten);
        }
    }

    /** A channel would be closed by an interrupt of the caller's thread; this is not one. */
    private void append(String text) throws IOException {
        lock.lock();
        try (Writer writer = new FileWriter(file.toFile(), StandardCharsets.UTF_8, true)) {
            writer.write(text);
        } finally {
            lock.unlock();
        }
    }
}
