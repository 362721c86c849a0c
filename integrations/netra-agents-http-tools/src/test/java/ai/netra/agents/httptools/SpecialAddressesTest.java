package ai.netra.agents.httptools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialAddressesTest {
    private static boolean permits(String address, String... granted) throws Exception {
        return SpecialAddresses.permits(
                InetAddress.getByName(address),
                List.of(granted).stream().map(AddressRange::of).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.0.0",
                "169.254.169.254",
                "169.254.170.2",
                "169.254.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.0",
                "192.0.0.192",
                "192.0.0.255",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "::8.8.8.8",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "fdff::1",
                "ff02::1",
                "ff0e::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "2002:808:808::1",
                "2620:4f:8000::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "8000::1"
            })
    void special_addresses_are_not_reached(String address) throws Exception {
        assertThat(permits(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2000::1",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2003::1",
                "2606:4700:4700::1111",
                "3ffe:ffff::1"
            })
    void public_addresses_are_reached(String address) throws Exception {
        assertThat(permits(address)).isTrue();
    }

    @Test
    void a_grant_opens_its_range_alone() throws Exception {
        assertThat(permits("127.0.0.1", "127.0.0.1/32")).isTrue();
        assertThat(permits("::ffff:127.0.0.1", "127.0.0.1/32")).isTrue();
        assertThat(permits("127.0.0.2", "127.0.0.1/32")).isFalse();
        assertThat(permits("10.1.255.255", "10.0.0.0/15")).isTrue();
        assertThat(permits("10.2.0.0", "10.0.0.0/15")).isFalse();
        assertThat(permits("::1", "127.0.0.0/8")).isFalse();
        assertThat(permits("::1", "::1/128")).isTrue();
        assertThat(permits("fd12::1", "fd00::/8")).isTrue();
        assertThat(permits("169.254.169.254", "0.0.0.0/0")).isTrue();
    }

    @Test
    void an_address_that_stands_for_another_needs_both_granted() throws Exception {
        assertThat(permits("64:ff9b::808:808", "64:ff9b::/96")).isTrue();
        assertThat(permits("64:ff9b::7f00:1", "64:ff9b::/96")).isFalse();
        assertThat(permits("64:ff9b::7f00:1", "64:ff9b::/96", "127.0.0.0/8")).isTrue();
        assertThat(permits("2002:a9fe:a9fe::1", "2002::/16")).isFalse();
        assertThat(permits("::127.0.0.1", "::/96")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "localhost/8",
                "10/8",
                "::1/129",
                "fd00::1/8",
                "10.0.0.0/-1",
                "300.0.0.0/8"
            })
    void a_malformed_range_is_refused(String range) {
        assertThatThrownBy(() -> AddressRange.of(range))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("address range '" + range + "'");
    }
}
