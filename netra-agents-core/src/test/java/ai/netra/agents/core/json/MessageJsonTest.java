package ai.netra.agents.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.TypeRef;
import ai.netra.agents.UserId;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.MessageHeader;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageJsonTest {
    private static final JsonCodec CODEC = JsonCodec.standard();
    private static final MessageHeader HEADER = new MessageHeader(
            UserId.of("u1"),
            ThreadId.of("t1"),
            "triage",
            "data",
            "c1",
            Instant.parse("2026-01-01T00:00:00Z"),
            Attributes.of("attempt", 1));
    private static final String COMMON = "\"correlation_id\":\"c1\",\"timestamp\":\"2026-01-01T00:00:00Z\","
            + "\"metadata\":{\"attempt\":1},\"user_id\":\"u1\",\"thread_id\":\"t1\"";

    private record Price(String model, BigDecimal amount) {}

    private static Stream<AgentMessage> messages() {
        return Stream.of(
                AgentMessage.Request.of(HEADER, "how much?"),
                AgentMessage.Request.of(HEADER, "how much?").timeout(Duration.ofMillis(250)),
                AgentMessage.Request.of(HEADER, "how much?")
                        .timeout(Duration.ofDays(400).plusNanos(1)),
                AgentMessage.Response.of(HEADER, 42L),
                AgentMessage.Response.of(HEADER, List.of(1L, 2.5, true, "x")),
                AgentMessage.Response.failed(HEADER, "no data"),
                new AgentMessage.Response(HEADER, Map.of("found", 1L), false, Optional.empty()),
                new AgentMessage.ErrorReport(HEADER, Failure.of(FailureKind.AGENT_ERROR, "no")),
                new AgentMessage.Status(HEADER.metadata(Attributes.empty()), Map.of("phase", "data")));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_is_written_reads_back_equal(AgentMessage message) {
        assertThat(MessageJson.read(MessageJson.of(message, CODEC), CODEC)).isEqualTo(message);
    }

    @Test
    void content_of_a_type_reads_back_as_that_type() {
        Price price = new Price("small", new BigDecimal("0.150000000000000000001"));
        AgentMessage one = AgentMessage.Response.of(HEADER, price);
        AgentMessage several = new AgentMessage.Status(HEADER, List.of(price, price));

        assertThat(MessageJson.read(MessageJson.of(one, CODEC), Price.class, CODEC))
                .isEqualTo(one);
        assertThat(MessageJson.read(MessageJson.of(several, CODEC), new TypeRef<List<Price>>() {}.type(), CODEC))
                .isEqualTo(several);
    }

    @Test
    void an_error_reads_back_though_responses_are_of_another_type() {
        AgentMessage error = new AgentMessage.ErrorReport(HEADER, Failure.of(FailureKind.TIMED_OUT, "no"));

        assertThat(MessageJson.read(MessageJson.of(error, CODEC), Price.class, CODEC))
                .isEqualTo(error);
    }

    @Test
    void a_request_has_the_names_of_the_protocol_and_its_timeout_in_seconds() {
        assertThat(MessageJson.of(AgentMessage.Request.of(HEADER, new Price("small", BigDecimal.ONE)), CODEC))
                .isEqualTo("{\"sender\":\"triage\",\"recipient\":\"data\",\"message_type\":\"request\","
                        + "\"content\":{\"model\":\"small\",\"amount\":1}," + COMMON + ",\"timeout\":30}");
        assertThat(MessageJson.of(AgentMessage.Request.of(HEADER, "?").timeout(Duration.ofMillis(2_250)), CODEC))
                .endsWith(",\"timeout\":2.25}");
    }

    @Test
    void a_response_has_success_and_where_it_failed_an_error() {
        assertThat(MessageJson.of(AgentMessage.Response.of(HEADER, 42), CODEC))
                .isEqualTo("{\"sender\":\"triage\",\"recipient\":\"data\",\"message_type\":\"response\","
                        + "\"content\":42," + COMMON + ",\"success\":true}");
        assertThat(MessageJson.of(AgentMessage.Response.failed(HEADER, "no data"), CODEC))
                .endsWith(",\"success\":false,\"error\":\"no data\"}");
    }

    @Test
    void what_may_be_left_out_has_its_default() {
        String request = "{\"sender\":\"a\",\"recipient\":\"b\",\"message_type\":\"request\",\"content\":\"?\","
                + "\"correlation_id\":\"c\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"user_id\":\"u\","
                + "\"thread_id\":\"t\"}";

        assertThat(MessageJson.read(request, CODEC))
                .isEqualTo(AgentMessage.Request.of(
                        new MessageHeader(
                                UserId.of("u"),
                                ThreadId.of("t"),
                                "a",
                                "b",
                                "c",
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Attributes.empty()),
                        "?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sender", "recipient", "content", "correlation_id", "timestamp", "user_id", "thread_id"})
    void refuses_a_message_without_what_every_message_has(String name) {
        String json = MessageJson.of(new AgentMessage.Status(HEADER, "busy"), CODEC)
                .replace("\"" + name + "\":", "\"other\":");

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> MessageJson.read(json, CODEC))
                .withMessageContaining(name);
    }

    @Test
    void refuses_an_unknown_type_of_message() {
        String json =
                MessageJson.of(new AgentMessage.Status(HEADER, "busy"), CODEC).replace("\"status\"", "\"rumor\"");

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> MessageJson.read(json, CODEC))
                .withMessageContaining("message_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1e999999999", "1e-999999999", "0.0000000001", "1000000000000000000"})
    void refuses_a_timeout_that_is_no_duration(String timeout) {
        String json = MessageJson.of(AgentMessage.Request.of(HEADER, "?"), CODEC)
                .replace("\"timeout\":30", "\"timeout\":" + timeout);

        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> MessageJson.read(json, CODEC))
                .withMessageContaining("timeout");
    }

    @Test
    void refuses_success_with_an_error() {
        String json = MessageJson.of(AgentMessage.Response.failed(HEADER, "no data"), CODEC)
                .replace("\"success\":false", "\"success\":true");

        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> MessageJson.read(json, CODEC))
                .withMessageContaining("both");
    }
}
