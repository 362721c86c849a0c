package ai.netra.agents.httptools;

import ai.netra.agents.InvalidDefinitionException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A block of IP addresses, as {@code 10.0.0.0/8} or {@code fd00::/8}. */
@SuppressWarnings("ArrayRecordComponent") // of this package alone, which changes none
record AddressRange(String text, byte[] base, int bits) {
    private static final Pattern V4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]{2,39}");

    /**
     * Reads a range.
     *
     * @throws InvalidDefinitionException if it is malformed, or has bits set behind its prefix
     */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if ((!V4.matcher(address).matches() && !V6.matcher(address).matches()) || !length.matches("\\d{1,3}")) {
            throw malformed(text);
        }
        byte[] base;
        try {
            base = InetAddress.getByName(address).getAddress(); // a literal: nothing is looked up
        } catch (UnknownHostException e) {
            throw malformed(text);
        }
        int bits = Integer.parseInt(length);
        if (bits > base.length * Byte.SIZE || !Arrays.equals(base, masked(base, bits))) {
            throw malformed(text);
        }
        return new AddressRange(text, base, bits);
    }

    private static InvalidDefinitionException malformed(String text) {
        return new InvalidDefinitionException("address range '" + text
                + "' is malformed; use an address and the length of its prefix, with no bits behind it, such"
                + " as 10.0.0.0/8");
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == base.length && Arrays.equals(masked(bytes, bits), base);
    }

    private static byte[] masked(byte[] bytes, int bits) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp((long) bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            masked[i] &= (byte) (0xFF << (Byte.SIZE - kept));
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
