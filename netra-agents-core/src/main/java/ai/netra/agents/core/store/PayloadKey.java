package ai.netra.agents.core.store;

import ai.netra.agents.InvalidDefinitionException;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/**
 * A key for payloads, with the id that is kept beside what it encrypted.
 *
 * @param id which key it is, never to be another's: 1 to 64 ASCII letters, digits, {@code -}, {@code _} and {@code .}. No secret
 * @param key for AES, of 256 bits where it tells
 */
public record PayloadKey(String id, SecretKey key) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Refuses what is no such id or key. */
    public PayloadKey {
        if (!isId(id)) {
            throw new InvalidDefinitionException("the id of a payload key has " + id.length()
                    + " characters and is malformed; use 1 to 64 ASCII letters, digits, '-', '_' and '.', such as"
                    + " '2026-11'");
        }
        Objects.requireNonNull(key, "key");
        byte[] encoded = Objects.requireNonNullElseGet(key.getEncoded(), () -> new byte[32]); // not told by a vault
        int bits = encoded.length * 8;
        Arrays.fill(encoded, (byte) 0);
        if (bits != 256 || !key.getAlgorithm().equals("AES")) {
            throw new InvalidDefinitionException("payload key '" + id + "' is for " + key.getAlgorithm() + " and has "
                    + bits + " bits; use an AES key of 256 bits");
        }
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** The id, never the key. */
    @Override
    public String toString() {
        return "PayloadKey[" + id + "]";
    }
}
