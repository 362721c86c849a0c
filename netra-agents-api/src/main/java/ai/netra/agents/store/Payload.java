package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a record holds: opaque bytes to a store, with a kind and the number of the schema that they follow. It may be made of a live value that is
 * encoded when the bytes are first asked for; a store in memory keeps the payload and never asks. Equal where kind, schema and bytes are. Thread-safe.
 */
public final class Payload {
    private final String kind;
    private final int schema;
    private final Supplier<byte[]> encoding;
    private volatile byte @Nullable [] bytes;

    private Payload(String kind, int schema, Supplier<byte[]> encoding) {
        if (kind.isEmpty() || kind.length() > 64) {
            throw new InvalidDefinitionException("payload kind '" + kind + "' has " + kind.length()
                    + " characters; use 1 to 64, such as 'decided'");
        }
        if (schema < 1) {
            throw new InvalidDefinitionException("payload schema " + schema + " of kind " + kind + "; count from 1");
        }
        this.kind = kind;
        this.schema = schema;
        this.encoding = encoding;
    }

    /** Of bytes, which are copied. */
    public static Payload of(String kind, int schema, byte[] bytes) {
        byte[] own = bytes.clone();
        return new Payload(kind, schema, () -> own);
    }

    /**
     * Of a value that is encoded when that is needed, once.
     *
     * @param encoding the same bytes whenever it is asked; they are not copied
     */
    public static Payload encodedBy(String kind, int schema, Supplier<byte[]> encoding) {
        return new Payload(kind, schema, Objects.requireNonNull(encoding, "encoding"));
    }

    /** What sort of record it is, such as {@code decided}: 1 to 64 characters. */
    public String kind() {
        return kind;
    }

    /** The number of the schema that the bytes follow, from 1. A reader refuses one that is newer than it knows. */
    public int schema() {
        return schema;
    }

    /** The bytes; a copy. */
    public byte[] bytes() {
        return encoded().clone();
    }

    /** How many bytes there are. */
    public int size() {
        return encoded().length;
    }

    private byte[] encoded() {
        byte[] known = bytes;
        if (known == null) {
            known = Objects.requireNonNull(encoding.get(), "encoding of a payload");
            bytes = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && kind.equals(that.kind)
                && schema == that.schema
                && Arrays.equals(encoded(), that.encoded());
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, schema, Arrays.hashCode(encoded()));
    }

    /** The kind and schema, never the bytes. */
    @Override
    public String toString() {
        return "Payload[" + kind + ", schema " + schema + "]";
    }
}
