package ai.netra.agents.core.internal;

import ai.netra.agents.core.llm.TokenEstimate;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the measure of an activation's requests: the hash by which the journal knows a request again, and how many tokens it may read. What a request
 * has in common with the one before it is not read again, so that a turn of a conversation costs what it adds. Single-threaded.
 *
 * <p>The hash is the SHA-256 of, in this order, the messages, the hash of the tools, that of the answer's form, and whatever else the request sets. Each item is a letter and its
 * texts, each text ends with a byte that UTF-8 does not have, and what is not set is left out: no two requests come to the same bytes.
 */
final class RequestMeter {
    /** Only ever copied, which is a good deal cheaper than asking for one by name. */
    private static final MessageDigest SHA_256 = sha256();

    private static final byte END = (byte) 0xFF;

    private static final Part NOTHING = new Part(new byte[0], 0);

    private List<LlmMessage> messages;
    private MessageDigest said;
    private long saidTokens;
    private List<ToolSpec> tools;
    private Part ofTools;
    private @Nullable JsonSchema schema;
    private Part ofSchema;
    private @Nullable Prompt prompt;

    /** A meter that has read nothing. */
    RequestMeter() {
        this.messages = List.of();
        this.said = SHA_256;
        this.tools = List.of();
        this.ofTools = NOTHING;
        this.ofSchema = NOTHING;
    }

    /** A meter that has read what the agent's requests began with before. */
    RequestMeter(Prompt known) {
        this.messages = List.of(known.message);
        this.said = copy(known.said);
        this.saidTokens = known.tokens;
        this.tools = known.tools;
        this.ofTools = known.ofTools;
        this.schema = known.schema;
        this.ofSchema = known.ofSchema;
        this.prompt = known;
    }

    /** What a part of a request comes to that rarely changes. */
    private static final class Part {
        private final byte[] hash;
        private final long tokens;

        private Part(byte[] hash, long tokens) {
            this.hash = hash;
            this.tokens = tokens;
        }
    }

    /** What the requests of an agent begin with, and mostly have in common: its instructions, its tools, and the form of its answer. Immutable. */
    static final class Prompt {
        private final LlmMessage message;
        private final MessageDigest said; // only ever copied
        private final long tokens;
        private final List<ToolSpec> tools;
        private final Part ofTools;
        private final @Nullable JsonSchema schema;
        private final Part ofSchema;

        private Prompt(LlmMessage message, MessageDigest said, long tokens, RequestMeter meter) {
            this.message = message;
            this.said = said;
            this.tokens = tokens;
            this.tools = meter.tools;
            this.ofTools = meter.ofTools;
            this.schema = meter.schema;
            this.ofSchema = meter.ofSchema;
        }
    }

    /**
     * What a request comes to.
     *
     * @param hash SHA-256, in hexadecimal
     * @param tokens how many it makes the model read, by estimate
     */
    record Measure(String hash, long tokens) {}

    Measure of(LlmRequest request) {
        readTools(request.tools());
        readSchema(request.responseSchema().orElse(null));
        readMessages(request.messages());
        MessageDigest digest = copy(said);
        put(digest, 't', ofTools);
        put(digest, 'r', ofSchema);
        putRest(digest, request);
        return new Measure(HexFormat.of().formatHex(digest.digest()), saidTokens + ofTools.tokens + ofSchema.tokens);
    }

    /** What the newest request began with; null where that was no instruction. */
    @Nullable
    Prompt prompt() {
        return prompt;
    }

    private void readMessages(List<LlmMessage> now) {
        int known = messages.size();
        if (known == 0 || now.size() < known || !now.subList(0, known).equals(messages)) {
            known = 0;
            said = copy(SHA_256);
            saidTokens = 0;
            prompt = null;
        }
        messages = List.of(); // until they are read: what is read by halves is read again
        for (int i = known; i < now.size(); i++) {
            read(now.get(i));
            if (i == 0 && now.get(0).role() == LlmRole.SYSTEM) {
                prompt = new Prompt(now.get(0), copy(said), saidTokens, this);
            }
        }
        messages = now;
    }

    private void read(LlmMessage message) {
        put(said, 'm', message.role().label());
        for (LlmPart part : message.parts()) {
            put(said, part);
        }
        saidTokens += TokenEstimate.of(message);
    }

    private void readTools(List<ToolSpec> now) {
        if (!now.equals(tools)) {
            MessageDigest digest = copy(SHA_256);
            now.forEach(tool -> put(
                    digest,
                    't',
                    tool.name(),
                    tool.description(),
                    tool.arguments().text()));
            ofTools = now.isEmpty() ? NOTHING : new Part(digest.digest(), TokenEstimate.of(now));
            tools = now;
        }
    }

    private void readSchema(@Nullable JsonSchema now) {
        if (!Objects.equals(now, schema)) {
            ofSchema = now == null ? NOTHING : new Part(hash(now.text()), TokenEstimate.of(now));
            schema = now;
        }
    }

    private static byte[] hash(String text) {
        return copy(SHA_256).digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(MessageDigest digest, char letter, Part part) {
        if (part.hash.length > 0) {
            digest.update((byte) letter);
            digest.update(part.hash);
        }
    }

    private static void put(MessageDigest digest, LlmPart part) {
        switch (part) {
            case LlmPart.Text text -> put(digest, 'x', text.text());
            case LlmPart.Image image -> put(digest, 'i', image.mediaType(), image.base64());
            case LlmPart.ToolUse use -> put(digest, 'u', use.callId(), use.tool(), use.argumentsJson());
            case LlmPart.ToolAnswer answer ->
                put(
                        digest,
                        'a',
                        answer.callId(),
                        answer.resultJson(),
                        answer.status().name());
            case LlmPart.Opaque opaque -> put(digest, 'q', opaque.provider(), opaque.json());
        }
    }

    private static void putRest(MessageDigest digest, LlmRequest request) {
        request.model().ifPresent(model -> put(digest, 'n', model));
        request.temperature().ifPresent(value -> put(digest, 'h', Double.toString(value)));
        request.topP().ifPresent(value -> put(digest, 'p', Double.toString(value)));
        request.maxOutputTokens().ifPresent(value -> put(digest, 'o', Integer.toString(value)));
        request.stop().forEach(sequence -> put(digest, 's', sequence));
        if (!request.metadata().isEmpty()) {
            new TreeMap<>(request.metadata()).forEach((name, value) -> put(digest, 'l', name, value));
        }
    }

    private static void put(MessageDigest digest, char letter, String... texts) {
        digest.update((byte) letter);
        for (String text : texts) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update(END);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the SHA-256 of this platform cannot be copied", e);
        }
    }
}
