package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of an artifact among those of its user: what it holds has no other, and nothing else has the same.
 *
 * @param sha256 SHA-256 of its bytes, in lower-case hexadecimal
 */
public record ArtifactId(String sha256) {
    /** Refuses what is no such hash: ids become the names of files. */
    public ArtifactId {
        if (sha256.length() != 64 || !sha256.chars().allMatch(ArtifactId::isDigit)) {
            throw new InvalidDefinitionException("artifact id of " + sha256.length()
                    + " characters is malformed; use SHA-256 in 64 lower-case hexadecimal digits");
        }
    }

    private static boolean isDigit(int character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
    }

    /** The id of what holds these bytes. */
    public static ArtifactId of(byte[] bytes) {
        try {
            return new ArtifactId(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return sha256;
    }
}
