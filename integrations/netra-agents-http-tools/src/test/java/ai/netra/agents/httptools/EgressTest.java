package ai.netra.agents.httptools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
    private static boolean allows(Egress egress, String uri) {
        return egress.allows(URI.create(uri));
    }

    @Test
    void an_origin_is_scheme_host_and_port() {
        Egress egress = Egress.to("https://api.example.com", "http://api.example.com:8080");

        assertThat(allows(egress, "https://api.example.com/x?y")).isTrue();
        assertThat(allows(egress, "https://API.Example.com:443")).isTrue();
        assertThat(allows(egress, "http://api.example.com:8080/")).isTrue();
        assertThat(allows(egress, "http://api.example.com/")).isFalse();
        assertThat(allows(egress, "https://api.example.com:8443/")).isFalse();
        assertThat(allows(egress, "https://example.com/")).isFalse();
        assertThat(allows(egress, "https://x.api.example.com/")).isFalse();
        assertThat(allows(egress, "https://api.example.com.evil.org/")).isFalse();
        assertThat(allows(egress, "https://evil.org/api.example.com")).isFalse();
        assertThat(allows(egress, "https://api.example.com@evil.org/")).isFalse();
        assertThat(allows(egress, "https://user@api.example.com/")).isFalse();
        assertThat(allows(egress, "ftp://api.example.com/")).isFalse();
        assertThat(allows(egress, "https:opaque")).isFalse();
    }

    @Test
    void subdomains_are_not_the_domain_nor_what_ends_alike() {
        Egress egress = Egress.to("https://*.example.com");

        assertThat(allows(egress, "https://a.example.com")).isTrue();
        assertThat(allows(egress, "https://a.b.example.com")).isTrue();
        assertThat(allows(egress, "https://example.com")).isFalse();
        assertThat(allows(egress, "https://badexample.com")).isFalse();
        assertThat(allows(egress, "https://.example.com")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.0.1./",
                "http://0x7f.0.0.1/",
                "http://127.0.0.01/",
                "http://256.0.0.1/",
                "http://example.com./",
                "http://[fe80::1%25eth0]/",
                "http://example.0x1/",
                "http://exa%6Dple.com/",
                "http://localhost:0/",
                "http://localhost:70000/"
            })
    void a_host_in_a_form_that_others_may_read_otherwise_is_no_origin(String uri) {
        assertThat(Origin.of(uri)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://[::1]/",
                "http://[::ffff:1.2.3.4]:80/",
                "http://localhost",
                "https://a-b.c1.example",
                "http://xn--bcher-kva.example"
            })
    void a_host_in_its_usual_form_is_an_origin(String uri) {
        assertThat(Origin.of(uri)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "https://",
                "https://*",
                "https://*.com",
                "https://*.127.0.0.1",
                "https://example.com/path",
                "https://example.com?x",
                "https://example.com#x",
                "https://a@example.com",
                "ftp://example.com",
                "https://*.*.example.com",
                "https://ex*.example.com"
            })
    void a_malformed_origin_is_refused(String origin) {
        assertThatThrownBy(() -> Egress.to(origin))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("origin '" + origin + "'");
    }

    @Test
    void an_egress_that_allows_nothing_is_refused() {
        assertThatThrownBy(Egress::to).isInstanceOf(InvalidDefinitionException.class);
    }

    @Test
    void a_grant_holds_for_its_origin_alone() throws Exception {
        InetAddress inside = InetAddress.getByName("10.1.2.3");
        Egress egress = Egress.builder()
                .allow("http://billing.internal:8080", "10.0.0.0/8")
                .allow("https://api.example.com")
                .resolver(host -> List.of(inside))
                .build();

        assertThat(egress.addresses(new Origin("http", "billing.internal", 8080)))
                .containsExactly(inside);
        assertThatThrownBy(() -> egress.addresses(new Origin("https", "api.example.com", 443)))
                .isInstanceOf(EgressDeniedException.class)
                .message()
                .contains("private")
                .doesNotContain("10.1.2.3");
    }

    @Test
    void one_special_address_among_public_ones_is_enough_to_refuse() {
        Egress egress = Egress.builder()
                .allow("https://api.example.com")
                .resolver(host -> List.of(InetAddress.getByName("8.8.8.8"), InetAddress.getLoopbackAddress()))
                .build();

        assertThatThrownBy(() -> egress.addresses(new Origin("https", "api.example.com", 443)))
                .isInstanceOf(EgressDeniedException.class);
    }
}
