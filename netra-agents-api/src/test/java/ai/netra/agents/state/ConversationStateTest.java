package ai.netra.agents.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Attributes;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.state.ConversationState.AgentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConversationStateTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final ConversationState EMPTY = ConversationState.begun(UserId.of("alice"), ThreadId.of("t1"), NOON);

    private static ConversationMessage message(String id, Instant at) {
        return new ConversationMessage(id, LlmRole.USER, "secret of " + id, at, Attributes.empty());
    }

    @Test
    void grows_by_messages_and_states_without_changing() {
        ConversationState grown = EMPTY.withMessage(message("m1", NOON.plusSeconds(1)))
                .withAgentState("triage", "cost", NOON.plusSeconds(2))
                .withAgentState("triage", "latency", NOON.plusSeconds(3))
                .withContext(Attributes.of("workload_id", "w1"));

        assertThat(grown.messages()).extracting(ConversationMessage::id).containsExactly("m1");
        assertThat(grown.agentStates()).isEqualTo(Map.of("triage", new AgentState("latency", NOON.plusSeconds(3))));
        assertThat(grown.context()).isEqualTo(Attributes.of("workload_id", "w1"));
        assertThat(grown.createdAt()).isEqualTo(NOON);
        assertThat(grown.updatedAt()).isEqualTo(NOON.plusSeconds(3));
        assertThat(EMPTY.messages()).isEmpty();
        assertThat(EMPTY.agentStates()).isEmpty();
    }

    @Test
    void is_updated_last_by_what_is_latest_not_by_what_came_last() {
        ConversationState grown =
                EMPTY.withMessage(message("m1", NOON.plusSeconds(9))).withMessage(message("m2", NOON.plusSeconds(1)));

        assertThat(grown.updatedAt()).isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    void does_not_change_with_the_list_it_was_made_of() {
        List<ConversationMessage> messages = new ArrayList<>();
        ConversationState made = new ConversationState(
                ThreadId.of("t1"), UserId.LOCAL, messages, Map.of(), Attributes.empty(), NOON, NOON);
        messages.add(message("m1", NOON));

        assertThat(made.messages()).isEmpty();
    }

    @Test
    void refuses_two_messages_of_one_id() {
        ConversationState one = EMPTY.withMessage(message("m1", NOON));

        assertThatThrownBy(() -> one.withMessage(message("m1", NOON)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("has a message m1 already");
    }

    @Test
    void has_a_window_of_its_last_messages() {
        ConversationState three = EMPTY.withMessage(message("m1", NOON))
                .withMessage(message("m2", NOON))
                .withMessage(message("m3", NOON));

        assertThat(three.window(2).messages())
                .extracting(ConversationMessage::id)
                .containsExactly("m2", "m3");
        assertThat(three.window(5)).isEqualTo(three);
        assertThat(three.window(0).messages()).isEmpty();
        assertThatThrownBy(() -> three.window(-1)).isInstanceOf(InvalidDefinitionException.class);
    }

    @Test
    void shows_no_text_in_logs() {
        assertThat(EMPTY.withMessage(message("m1", NOON)).toString()).doesNotContain("secret");
        assertThat(message("m1", NOON).toString()).doesNotContain("secret");
    }
}
