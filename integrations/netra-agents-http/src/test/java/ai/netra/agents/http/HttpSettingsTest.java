package ai.netra.agents.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HttpSettingsTest {
    private static final HttpSettings DEFAULTS = HttpSettings.defaults();

    @Test
    void wrong_settings_are_refused_by_name() {
        assertThatThrownBy(() -> DEFAULTS.deadline(Duration.ZERO))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("deadline");
        assertThatThrownBy(() -> DEFAULTS.connectTimeout(Duration.ofSeconds(-1)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> DEFAULTS.maxResponseBytes(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("maxResponseBytes");
    }

    @Test
    void a_header_that_cannot_be_sent_is_refused_without_its_value() {
        for (String name : new String[] {"host", "a b", "x-token"}) {
            assertThatThrownBy(() -> DEFAULTS.header(name, "secret\r\nvalue"))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining(name)
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
    }

    @Test
    void a_client_that_follows_redirects_is_refused() {
        try (HttpClient following = HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
                HttpClient own = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> DEFAULTS.httpClient(following))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("redirects");
            assertThatThrownBy(() -> DEFAULTS.httpClient(own).proxy(InetSocketAddress.createUnresolved("p", 1)))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("proxy");
            assertThat(DEFAULTS.httpClient(own).client()).isSameAs(own);
        }
    }

    @Test
    void values_of_headers_are_not_printed() {
        assertThat(DEFAULTS.header("x-token", "secret-value"))
                .asString()
                .contains("x-token")
                .doesNotContain("secret");
    }

    @Test
    void a_key_is_not_printed_and_comes_without_white_space_around_it() {
        ApiKey key = ApiKey.of(" sk-12345 \n");

        assertThat(key.current()).contains("sk-12345");
        assertThat(key).asString().doesNotContain("12345");
        assertThat(ApiKey.none().current()).isEmpty();
    }

    @Test
    void a_key_that_no_header_may_have_is_refused_without_it() {
        assertThatThrownBy(() -> ApiKey.of("sk-1\n2")).isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> ApiKey.of(" ")).isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> ApiKey.from(() -> "sk-1\n2").current())
                .isInstanceOf(LlmException.Authentication.class)
                .hasMessageNotContaining("sk-1");
    }

    @Test
    void a_supplier_that_fails_is_named_by_its_exception_alone() {
        ApiKey key = ApiKey.from(() -> {
            throw new IllegalStateException("vault said sk-12345");
        });

        assertThatThrownBy(key::current)
                .isInstanceOf(LlmException.Authentication.class)
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("sk-12345")
                .hasNoCause();
    }

    @Test
    void a_missing_variable_is_named() {
        assertThatThrownBy(() -> ApiKey.fromEnvironment("NETRA_NO_SUCH_KEY"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("NETRA_NO_SUCH_KEY");
    }
}
