package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentKeyTest {
    @Test
    void is_equal_where_name_and_type_are() {
        assertThat(AgentKey.of("draft", String.class)).isEqualTo(AgentKey.of("draft", new TypeRef<String>() {}));
        assertThat(AgentKey.of("draft", String.class))
                .isNotEqualTo(AgentKey.of("draft", Integer.class))
                .isNotEqualTo(AgentKey.of("review", String.class));
    }

    @Test
    void of_a_list_equals_the_captured_type_and_hashes_like_it() {
        AgentKey<List<String>> listed = AgentKey.listOf("drafts", String.class);
        AgentKey<List<String>> captured = AgentKey.of("drafts", new TypeRef<List<String>>() {});
        assertThat(listed).isEqualTo(captured).hasSameHashCodeAs(captured);
        assertThat(captured).isEqualTo(listed);
    }

    @Test
    void keeps_type_arguments() {
        assertThat(AgentKey.of("m", new TypeRef<Map<String, Integer>>() {})
                        .type()
                        .getTypeName())
                .isEqualTo("java.util.Map<java.lang.String, java.lang.Integer>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1st", "a b", "a/b", "draft~2", "draft[3]", "a!1"})
    void refuses_a_name_that_activation_ids_could_not_hold(String name) {
        assertThatThrownBy(() -> AgentKey.of(name, String.class))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("agent name '" + name + "'")
                .hasMessageContaining("use 1 to 100 letters");
    }

    @Test
    @SuppressWarnings("rawtypes")
    void refuses_a_type_reference_without_its_argument() {
        assertThatThrownBy(() -> new TypeRef() {}).isInstanceOf(InvalidDefinitionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "draft~2", "draft[0]", "draft[12]"})
    void activation_ids_take_a_name_with_a_round_or_an_item(String id) {
        assertThat(new ActivationId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "draft~", "draft[]", "draft[1][2]", "draft~2[1]", "a/b", "draft!1"})
    void activation_ids_refuse_anything_else(String id) {
        assertThatThrownBy(() -> new ActivationId(id))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("'" + id + "'");
    }

    @Test
    void the_first_round_is_the_bare_name() {
        AgentKey<String> draft = AgentKey.of("draft", String.class);
        assertThat(ActivationId.round(draft, 1)).isEqualTo(ActivationId.of(draft));
        assertThat(ActivationId.round(draft, 3)).hasToString("draft~3");
        assertThat(ActivationId.item(draft, 0)).hasToString("draft[0]");
        assertThatThrownBy(() -> ActivationId.round(draft, 0)).hasMessageContaining("round 0");
        assertThatThrownBy(() -> ActivationId.item(draft, -1)).hasMessageContaining("item -1");
    }
}
