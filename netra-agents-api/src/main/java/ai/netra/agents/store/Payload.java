package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a record holds: opaque bytes to a store, with a kind and the number of the schema that they follow. It may be made of a live value that is
 * encoded when the bytes are first asked for; a store in memory keeps the payload and never asks, and gives the value back. Equal where kind, schema
 * and bytes are. Thread-safe.
 */
public final class Payload {
    private final String kind;
    private final int schema;
    private final Supplier<byte[]> encoding;
    private final Optional<Object> value;
    private volatile byte @Nullable [] bytes;

    private Payload(String kind, int schema, Optional<Object> value, Supplier<byte[]> encoding) {
        if (!isKind(kind)) {
            throw new InvalidDefinitionException("payload kind '" + kind + "' is malformed; use 1 to 64 ASCII letters,"
                    + " digits, '-', '_' and '.', such as 'decided'");
        }
        if (schema < 1) {
            throw new InvalidDefinitionException("payload schema " + schema + " of kind " + kind + "; count from 1");
        }
        this.kind = kind;
        this.schema = schema;
        this.value = value;
        this.encoding = encoding;
    }

    private static boolean isKind(String kind) {
        return !kind.isEmpty() && kind.length() <= 64 && kind.chars().allMatch(Payload::isInKind);
    }

    private static boolean isInKind(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || "-_.".indexOf(character) >= 0;
    }

    /** Of bytes, which are copied. */
    public static Payload of(String kind, int schema, byte[] bytes) {
        byte[] own = bytes.clone();
        return new Payload(kind, schema, Optional.empty(), () -> own);
    }

    /**
     * Of a value that is encoded when that is needed.
     *
     * @param value one that does not change
     * @param encoding gives the same bytes whenever it is asked; they are not copied
     */
    public static <T> Payload of(String kind, int schema, T value, Function<? super T, byte[]> encoding) {
        return new Payload(kind, schema, Optional.of(value), () -> encoding.apply(value));
    }

    /** The value that it was made of, if it was not read back from bytes since and is of this type. */
    public <T> Optional<T> value(Class<T> type) {
        return value.filter(type::isInstance).map(type::cast);
    }

    /** What sort of record it is, such as {@code decided}: 1 to 64 ASCII letters, digits, {@code -}, {@code _} and {@code .}. */
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
