package ai.netra.agents.suite.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.suite.quantity.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonSupplyCatalogTest {
    private static final String OPTION = """
        {"name": "small", "provider": "p", "input_usd_per_1m_tokens": 0.15, "output_usd_per_1m_tokens": 0.6}\
        """;

    @Test
    void the_bundled_catalog_is_illustrative_and_so_are_its_figures() {
        JsonSupplyCatalog catalog = JsonSupplyCatalog.bundled();

        assertThat(catalog.illustrative()).isTrue();
        assertThat(catalog.source()).contains("illustrative");
        assertThat(catalog.options()).hasSizeGreaterThanOrEqualTo(6).allSatisfy(option -> {
            assertThat(option.inputPrice().provenance()).isEqualTo(Provenance.ASSUMED);
            assertThat(option.inputPrice().basis()).contains(option.name()).contains("illustrative");
            assertThat(option.throughput()).isPresent();
            assertThat(option.quality()).isPresent();
        });
        assertThat(catalog.options().stream().map(SupplyOption::provider).distinct())
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void a_hosts_own_figures_are_stated(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("prices.json"), catalog(OPTION));

        SupplyOption option = JsonSupplyCatalog.read(file).require("small");

        assertThat(option.inputPrice().value()).isEqualByComparingTo("0.15");
        assertThat(option.inputPrice().provenance()).isEqualTo(Provenance.USER_STATED);
        assertThat(option.inputPrice().basis()).contains("prices.json");
        assertThat(option.contextWindow()).isEmpty();
        assertThat(option.throughput()).isEmpty();
        assertThat(option.quality()).isEmpty();
        assertThat(option.region()).isEmpty();
    }

    @Test
    void prices_the_models_that_it_has() {
        LlmPricing pricing = JsonSupplyCatalog.parse(catalog(OPTION), "test").pricing();

        assertThat(pricing.price("small").orElseThrow().cost(LlmUsage.of(1_000_000, 1_000_000)))
                .isEqualByComparingTo("0.75");
        assertThat(pricing.price("large")).isEmpty();
    }

    @Test
    void reads_every_field_exactly() {
        SupplyOption option = JsonSupplyCatalog.parse(catalog("""
            {"name": "m", "provider": "p", "region": "eu", "note": "remark",
             "input_usd_per_1m_tokens": 0.100000000000055, "output_usd_per_1m_tokens": 0,
             "context_window_tokens": 1000, "max_output_tokens": 100,
             "throughput": {"input_tokens_per_second": 5000.5, "output_tokens_per_second": 50, "concurrency": 8},
             "quality": {"score": 0.8, "source": "own evaluation"}, "availability": 0.999}\
            """), "test").require("m");

        assertThat(option.inputPrice().value()).isEqualByComparingTo("0.100000000000055");
        assertThat(option.outputPrice().value()).isZero();
        assertThat(option.contextWindow().orElseThrow().value()).isEqualByComparingTo("1000");
        assertThat(option.throughput().orElseThrow().inputTokensPerSecond().value())
                .isEqualByComparingTo("5000.5");
        assertThat(option.quality().orElseThrow().basis()).contains("own evaluation");
        assertThat(option.availability().orElseThrow().value()).isEqualByComparingTo("0.999");
        assertThat(option.region()).contains("eu");
    }

    @Test
    void knows_which_requests_fit() {
        SupplyOption option = JsonSupplyCatalog.parse(
                        catalog(OPTION.replace("}", ", \"context_window_tokens\": 1000, \"max_output_tokens\": 100}")),
                        "test")
                .require("small");

        assertThat(option.fits(900, 100)).isTrue();
        assertThat(option.fits(901, 100)).isFalse();
        assertThat(option.fits(0, 101)).isFalse();
        assertThat(JsonSupplyCatalog.parse(catalog(OPTION), "test")
                        .require("small")
                        .fits(1_000_000, 1_000_000))
                .isTrue();
    }

    @Test
    void an_unknown_model_is_answered_with_those_known_and_the_nearest() {
        assertThatThrownBy(() -> JsonSupplyCatalog.bundled().require("balanced-medum"))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("'balanced-medum'")
                .hasMessageContaining("frontier-large, ")
                .hasMessageContaining("Did you mean 'balanced-medium'?");
    }

    @Test
    void a_negative_price_is_refused_naming_option_field_value_and_fix() {
        refused(catalog(OPTION.replace("0.15", "-0.15")))
                .hasMessageContaining("'small'")
                .hasMessageContaining("input price")
                .hasMessageContaining("-0.15")
                .hasMessageContaining("give 0 to");
    }

    @Test
    void figures_that_cannot_be_are_refused() {
        refused(catalog(OPTION.replace("}", ", \"availability\": 1.5}"))).hasMessageContaining("availability");
        refused(catalog(OPTION.replace("}", ", \"context_window_tokens\": 10.5}")))
                .hasMessageContaining("whole number");
        refused(catalog(OPTION.replace("}", ", \"max_output_tokens\": 0}"))).hasMessageContaining("max output");
        refused(catalog(OPTION.replace("}", ", \"quality\": {\"score\": 0.5}}")))
                .hasMessageContaining("'source'");
        refused(catalog(OPTION.replace("0.15", "\"cheap\""))).hasMessageContaining("a number of usd_per_1m_tokens");
        refused(catalog(OPTION.replace(
                        "}",
                        ", \"throughput\": {\"input_tokens_per_second\": 0,"
                                + " \"output_tokens_per_second\": 1, \"concurrency\": 1}}")))
                .hasMessageContaining("input speed")
                .hasMessageContaining("0.001");
    }

    @Test
    void two_options_of_a_name_are_refused() {
        refused(catalog(OPTION + "," + OPTION)).hasMessageContaining("two options named 'small'");
    }

    @Test
    void a_missing_field_is_named() {
        refused(catalog("{\"name\": \"small\", \"provider\": \"p\"}"))
                .hasMessageContaining("'input_usd_per_1m_tokens'")
                .hasMessageContaining("'small'");
        refused(catalog("{\"provider\": \"p\"}")).hasMessageContaining("'name'").hasMessageContaining("option 1");
    }

    @Test
    void an_unknown_field_is_answered_with_the_nearest() {
        refused(catalog(OPTION.replace("}", ", \"availabilty\": 0.9}")))
                .hasMessageContaining("'availabilty'")
                .hasMessageContaining("Did you mean 'availability'?");
    }

    @Test
    void malformed_json_is_refused_with_line_and_column() {
        refused("{\n  \"options\": [,]\n}").hasMessageContaining("line 2").hasMessageContaining("column");
        refused("").hasMessageContaining("catalog");
        refused("{\"options\": [], \"options\": []}").hasMessageContaining("line 1");
        refused("[]").hasMessageContaining("an object");
        refused("{\"options\": []}").hasMessageContaining("at least one");
        refused("{\"illustrative\": 1, \"options\": []}").hasMessageContaining("true or false");
    }

    @Test
    void a_missing_file_is_named(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() -> JsonSupplyCatalog.read(directory.resolve("none.json")))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("none.json")
                .hasMessageContaining("check the path");
        Path latin = directory.resolve("latin.json");
        Files.write(latin, "{\"note\": \"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> JsonSupplyCatalog.read(latin)).hasMessageContaining("UTF-8");
    }

    private static String catalog(String options) {
        return "{\"options\": [" + options + "]}";
    }

    private static AbstractThrowableAssert<?, ?> refused(String json) {
        return assertThatThrownBy(() -> JsonSupplyCatalog.parse(json, "test")).isInstanceOf(CatalogException.class);
    }
}
