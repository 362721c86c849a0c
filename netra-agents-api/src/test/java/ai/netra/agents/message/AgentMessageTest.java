package ai.netra.agents.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentMessageTest {
    private static final UserId USER = UserId.of("u1");
    private static final ThreadId THREAD = ThreadId.of("t1");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final MessageHeader HEADER =
            new MessageHeader(USER, THREAD, "triage", "data", "c1", NOW, Attributes.of("attempt", 1));
    private static final Failure FAILURE = Failure.of(FailureKind.AGENT_ERROR, "no");

    @Test
    void each_case_has_its_name_on_the_wire() {
        assertThat(AgentMessage.Request.of(HEADER, "?").messageType()).isEqualTo("request");
        assertThat(AgentMessage.Response.of(HEADER, "!").messageType()).isEqualTo("response");
        assertThat(new AgentMessage.ErrorReport(HEADER, FAILURE).messageType()).isEqualTo("error");
        assertThat(new AgentMessage.Status(HEADER, "busy").messageType()).isEqualTo("status");
    }

    @Test
    void a_message_has_what_its_header_has() {
        AgentMessage message = new AgentMessage.Status(HEADER, "busy");

        assertThat(message.user()).isEqualTo(USER);
        assertThat(message.thread()).isEqualTo(THREAD);
        assertThat(message.sender()).isEqualTo("triage");
        assertThat(message.recipient()).isEqualTo("data");
        assertThat(message.correlationId()).isEqualTo("c1");
        assertThat(message.timestamp()).isEqualTo(NOW);
        assertThat(message.metadata()).isEqualTo(Attributes.of("attempt", 1));
    }

    @Test
    void the_header_of_a_reply_exchanges_the_parties_and_keeps_whose_it_is() {
        MessageHeader reply = HEADER.reply(NOW.plusSeconds(1));

        assertThat(reply)
                .isEqualTo(new MessageHeader(
                        USER, THREAD, "data", "triage", "c1", NOW.plusSeconds(1), Attributes.empty()));
    }

    @Test
    void a_header_can_be_given_another_correlation_id_and_metadata() {
        assertThat(HEADER.correlationId("c2").metadata(Attributes.empty()))
                .isEqualTo(new MessageHeader(USER, THREAD, "triage", "data", "c2", NOW, Attributes.empty()));
    }

    @Test
    void a_header_shows_parties_and_correlation_id_but_no_metadata() {
        assertThat(HEADER).hasToString("triage -> data (correlation id c1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000"})
    void refuses_malformed_names(String name) {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> new MessageHeader(USER, THREAD, name, "data", "c1", NOW, Attributes.empty()))
                .withMessageContaining("sender");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> new MessageHeader(USER, THREAD, "triage", name, "c1", NOW, Attributes.empty()))
                .withMessageContaining("recipient");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> HEADER.correlationId(name))
                .withMessageContaining("correlation id");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> MessageAddress.ofEveryUser(name))
                .withMessageContaining("address");
    }

    @Test
    void a_name_has_at_most_200_characters() {
        assertThat(HEADER.correlationId("x".repeat(200)).correlationId()).hasSize(200);
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> HEADER.correlationId("x".repeat(201)))
                .withMessageContaining("201");
    }

    @Test
    void a_request_waits_for_30_seconds_unless_it_says_otherwise() {
        assertThat(AgentMessage.Request.of(HEADER, "?").timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(AgentMessage.Request.of(HEADER, "?")
                        .timeout(Duration.ofMillis(1))
                        .timeout())
                .isEqualTo(Duration.ofMillis(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void refuses_a_timeout_that_is_not_positive(Duration timeout) {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> AgentMessage.Request.of(HEADER, "?").timeout(timeout))
                .withMessageContaining(timeout.toString());
    }

    @Test
    void a_response_tells_success_from_failure() {
        assertThat(AgentMessage.Response.of(HEADER, "!"))
                .isEqualTo(new AgentMessage.Response(HEADER, "!", true, Optional.empty()));
        assertThat(AgentMessage.Response.failed(HEADER, "no data"))
                .isEqualTo(new AgentMessage.Response(HEADER, Map.of(), false, Optional.of("no data")));
    }

    @Test
    void refuses_success_with_an_error() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> new AgentMessage.Response(HEADER, "!", true, Optional.of("no data")))
                .withMessageContaining("both");
    }

    @Test
    void the_content_of_an_error_report_is_the_failure() {
        assertThat(new AgentMessage.ErrorReport(HEADER, FAILURE).content()).isEqualTo(FAILURE);
    }

    @Test
    void exceptions_name_the_parties_and_the_correlation_id() {
        assertThat(new AgentBusException.RequestTimedOut(HEADER, Duration.ofSeconds(30)))
                .hasMessageContainingAll("triage", "data", "c1", "PT30S")
                .satisfies(thrown -> assertThat(thrown.header()).isEqualTo(HEADER));
        assertThat(new AgentBusException.MailboxFull(HEADER, 1, 2))
                .hasMessageContainingAll("triage", "data", "c1", "2 of 3");
        assertThat(new AgentBusException.NoSubscriber(HEADER)).hasMessageContainingAll("triage", "data", "c1");
        assertThat(new AgentBusException.Closed(HEADER)).hasMessageContainingAll("triage", "data", "c1");
    }
}
