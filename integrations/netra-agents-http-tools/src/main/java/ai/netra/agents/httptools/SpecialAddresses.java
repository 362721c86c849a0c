package ai.netra.agents.httptools;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The addresses that are nobody's on the public internet: IANA's special-purpose registries for IPv4 and IPv6, multicast and what is reserved, and one of
 * Azure's own. Those of metadata services are among them. Of IPv6 only 2000::/3 is public at all.
 */
final class SpecialAddresses {
    private static final List<AddressRange> SPECIAL = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carrier-grade NAT
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // Azure's platform, in every virtual network
                    "169.254.0.0/16", // link-local, metadata
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, broadcast
                    "2001::/23", // protocol assignments, Teredo among them
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4
                    "2620:4f:8000::/48", // AS112
                    "3fff::/20") // documentation
            .map(AddressRange::of)
            .toList();

    private static final AddressRange PUBLIC_V6 = AddressRange.of("2000::/3");
    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.of("2002::/16");
    private static final AddressRange COMPATIBLE = AddressRange.of("::/96");
    private static final int LENGTH_V4 = 4;

    private SpecialAddresses() {}

    /** Whether an address may be connected to: a public one, or one that is granted. What stands for another one needs that granted besides. */
    static boolean permits(InetAddress address, Collection<AddressRange> granted) {
        if (granted.stream().noneMatch(range -> range.contains(address)) && isSpecial(address)) {
            return false;
        }
        return embedded(address).map(inner -> permits(inner, granted)).orElse(true);
    }

    private static boolean isSpecial(InetAddress address) {
        return (!(address instanceof Inet4Address) && !PUBLIC_V6.contains(address))
                || SPECIAL.stream().anyMatch(range -> range.contains(address));
    }

    /** The IPv4 address that an IPv6 one stands for. Java makes one of the form ::ffff:0:0/96 into that by itself. */
    private static Optional<InetAddress> embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (NAT64.contains(address) || (COMPATIBLE.contains(address) && !address.isLoopbackAddress())) {
            return Optional.of(v4(bytes, bytes.length - LENGTH_V4));
        }
        return SIX_TO_FOUR.contains(address) ? Optional.of(v4(bytes, 2)) : Optional.empty();
    }

    private static InetAddress v4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + LENGTH_V4));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
