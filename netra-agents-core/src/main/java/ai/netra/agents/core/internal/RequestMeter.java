package ai.netra.agents.core.internal;

import ai.netra.agents.core.llm.TokenEstimate;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * Takes the measure of an activation's requests: the hash by which the journal knows a request again, and how many tokens it may read. What a request
 * has in common with the one before it is not read again, so that a turn of a conversation costs what it adds. Single-threaded.
 *
 * <p>The hash is the SHA-256 of, in this order, the messages, the hash of the tools, and whatever else the request sets. Each item is a letter and its
 * texts, each text ends with a byte that UTF-8 does not have, and what is not set is left out: no two requests come to the same bytes.
 */
final class RequestMeter {
    /** Only ever copied, which is a good deal cheaper than asking for one by name. */
    private static final MessageDigest SHA_256 = sha256();

    private static final byte END = (byte) 0xFF;

    private List<LlmMessage> messages = List.of();
    private MessageDigest said = SHA_256;
    private long saidTokens;
    private List<ToolSpec> tools = List.of();
    private byte[] toolsHash = {};
    private long toolTokens;

    /**
     * What a request comes to.
     *
     * @param hash SHA-256, in hexadecimal
     * @param tokens how many it makes the model read, by estimate
     */
    record Measure(String hash, long tokens) {}

    Measure of(LlmRequest request) {
        readMessages(request.messages());
        readTools(request.tools());
        MessageDigest digest = copy(said);
        if (!tools.isEmpty()) {
            digest.update((byte) 't');
            digest.update(toolsHash);
        }
        putRest(digest, request);
        long schema = request.responseSchema().isPresent()
                ? TokenEstimate.of(request.responseSchema().get())
                : 0;
        return new Measure(HexFormat.of().formatHex(digest.digest()), saidTokens + toolTokens + schema);
    }

    private void readMessages(List<LlmMessage> now) {
        int known = messages.size();
        if (known == 0 || now.size() < known || !now.subList(0, known).equals(messages)) {
            known = 0;
            said = copy(SHA_256);
            saidTokens = 0;
        }
        messages = List.of(); // until they are read: what is read by halves is read again
        for (LlmMessage message : now.subList(known, now.size())) {
            put(said, 'm', message.role().label());
            message.parts().forEach(part -> put(said, part));
            saidTokens += TokenEstimate.of(message);
        }
        messages = now;
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
            toolsHash = digest.digest();
            toolTokens = TokenEstimate.of(now);
            tools = now;
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
        }
    }

    private static void putRest(MessageDigest digest, LlmRequest request) {
        request.responseSchema().ifPresent(schema -> put(digest, 'r', schema.text()));
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
