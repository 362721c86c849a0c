package ai.netra.agents.core.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.store.ArtifactId;
import ai.netra.agents.store.Payload;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stream says of a payload that is kept as an artifact.
 *
 * @param kind the payload's kind
 * @param schema the payload's schema
 * @param artifact its bytes
 */
record SpilledPayload(String kind, int schema, ArtifactId artifact) {
    private static final String REFERENCE = "netra.artifact";
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,9}|1[0-9]{9}|2[01][0-9]{8}) (.+)");

    static SpilledPayload of(Payload payload, ArtifactId artifact) {
        return new SpilledPayload(payload.kind(), payload.schema(), artifact);
    }

    /** Whether a payload is a reference, or would be taken for one. */
    static boolean looksLikeOne(Payload payload) {
        return payload.kind().equals(REFERENCE);
    }

    /** Reads a reference. */
    static SpilledPayload of(Payload reference) {
        Matcher form = FORM.matcher(new String(reference.bytes(), StandardCharsets.US_ASCII));
        if (reference.schema() != 1 || !form.matches()) {
            throw new InvalidDefinitionException("its reference to an artifact is malformed, or of a newer version");
        }
        return new SpilledPayload(form.group(3), Integer.parseInt(form.group(2)), new ArtifactId(form.group(1)));
    }

    Payload reference() {
        return Payload.of(REFERENCE, 1, (artifact + " " + schema + " " + kind).getBytes(StandardCharsets.US_ASCII));
    }

    Payload payload(byte[] bytes) {
        return Payload.of(kind, schema, bytes);
    }
}
