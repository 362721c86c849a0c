package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecisionTest {
    private static final AgentKey<String> DRAFT = AgentKey.of("draft", String.class);

    private final Agent<String> draft = Agent.of(DRAFT, (input, context) -> "text");

    @Test
    void a_start_of_nothing_is_refused() {
        assertThatThrownBy(() -> Decision.start(List.of()))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("no activations", "Wait, Finish or Fail");
    }

    @Test
    void a_start_of_one_id_twice_is_refused_whatever_is_started() {
        Activation<?> skipped = Activation.skip(DRAFT, "not today");

        assertThatThrownBy(() -> Decision.start(List.of(Activation.of(draft), skipped)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("a Start of draft twice", "an id of its own");
    }

    @Test
    void a_start_of_one_agent_under_several_ids_is_none_of_one_id_twice() {
        List<Activation<?>> items = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            items.add(Activation.of(draft).id(ActivationId.item(DRAFT, i)));
        }
        Decision.Start<String> start = new Decision.Start<>(items);
        items.clear();

        assertThat(start.activations()).hasSize(3);
    }
}
