package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class AttributesTest {
    @Test
    void keep_whole_numbers_as_long_and_others_as_double_so_that_json_gives_them_back() {
        Attributes attributes = Attributes.of("i", 1).with("s", (short) 2).with("f", 0.5f);
        assertThat(attributes.asMap()).isEqualTo(Map.of("i", 1L, "s", 2L, "f", 0.5d));
    }

    @Test
    void read_values_by_their_type() {
        Attributes attributes =
                Attributes.of("name", "x").with("count", 3).with("on", true).with("tags", List.of("a", "b"));
        assertThat(attributes.text("name")).contains("x");
        assertThat(attributes.integer("count")).contains(3L);
        assertThat(attributes.number("count")).contains(3.0);
        assertThat(attributes.flag("on")).contains(true);
        assertThat(attributes.list("tags"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly("a", "b");
        assertThat(attributes.text("absent")).isEmpty();
    }

    @Test
    void name_the_attribute_that_is_of_another_type() {
        assertThatThrownBy(() -> Attributes.of("count", 3).text("count"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("attribute 'count' is a Long; pass a string");
    }

    @Test
    void refuse_what_has_no_plain_form() {
        assertThatThrownBy(() -> Attributes.of("price", new BigDecimal("1.10")))
                .hasMessageContaining("attribute 'price' holds java.math.BigDecimal");
        assertThatThrownBy(() -> Attributes.of("ratio", Double.NaN)).hasMessageContaining("'ratio'");
        assertThatThrownBy(() -> Attributes.of("nested", List.of(List.of()))).hasMessageContaining("'nested'");
        assertThatThrownBy(() -> Attributes.of(" ", 1)).hasMessageContaining("blank name");
    }

    @Test
    @SuppressWarnings("NullAway") // what host code may do
    void name_the_attribute_that_is_null_or_holds_it() {
        Map<String, Object> none = new HashMap<>();
        none.put("level", null);

        assertThatThrownBy(() -> Attributes.copyOf(none))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("attribute 'level' is or holds null; leave out what there is not");
        assertThatThrownBy(() -> Attributes.of("tags", Arrays.asList("a", null)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("attribute 'tags' is or holds null");
    }

    @Test
    void do_not_change_with_the_collections_they_were_made_of() {
        List<String> tags = new ArrayList<>(List.of("a"));
        Attributes attributes = Attributes.of("tags", tags);
        tags.add("b");
        assertThat(attributes.list("tags")).hasSize(1);
        assertThatThrownBy(() -> attributes.asMap().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void do_not_print_their_values() {
        assertThat(Attributes.of("token", "secret").toString())
                .contains("token")
                .doesNotContain("secret");
        assertThat(RunRequest.of("my secret").attribute("token", "hidden").toString())
                .doesNotContain("secret", "hidden");
    }
}
