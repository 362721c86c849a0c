package ai.netra.agents.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.ActivationId;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.TypeRef;
import ai.netra.agents.Usage;
import ai.netra.agents.core.journal.Encoded;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalFormatException;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.store.Payload;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JournalJsonTest {
    private static final Instant AT = Instant.parse("2026-11-22T17:00:00.000000001Z");
    private static final JsonCodec CODEC = JsonCodec.standard();
    private static final JournalJson JSON = new JournalJson(CODEC);

    record Draft(String text, BigDecimal price) {}

    @Test
    void is_not_encoded_until_its_bytes_are_asked_for() {
        JournalEntry entry = finished(new Object());

        Payload payload = JSON.encode(entry);

        assertThat(payload.kind()).isEqualTo("finished");
        assertThat(payload.schema()).isEqualTo(1);
        assertThat(JSON.decode(payload)).isSameAs(entry);
        assertThatExceptionOfType(JsonException.class).isThrownBy(payload::bytes);
    }

    @Test
    void refuses_a_kind_that_it_does_not_know() {
        assertThatExceptionOfType(JournalFormatException.class)
                .isThrownBy(() -> JSON.decode(Payload.of("forked", 1, bytes("{}"))))
                .withMessage("journal record of kind forked, schema 1, is of a kind that is not known here; use a newer"
                        + " version of the library")
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo("forked"));
    }

    @Test
    void refuses_a_schema_that_is_newer_than_its_own() {
        assertThatExceptionOfType(JournalFormatException.class)
                .isThrownBy(() -> JSON.decode(Payload.of("owned", 2, bytes("{}"))))
                .withMessage(
                        "journal record of kind owned, schema 2, is newer than schema 1; use a newer version of the"
                                + " library")
                .satisfies(refused -> assertThat(refused.schema()).isEqualTo(2));
    }

    @Test
    void says_nothing_of_what_a_damaged_record_holds() {
        for (String damaged : List.of(
                "{\"runner\":\"secret\",\"epoch\":\"secret\",\"at\":\"secret\"}",
                "{\"runner\":\"secret\"}",
                "{\"secret\":",
                "null",
                "[\"secret\"]",
                "")) {
            assertThatExceptionOfType(JournalFormatException.class)
                    .isThrownBy(() -> JSON.decode(Payload.of("owned", 1, bytes(damaged))))
                    .withMessage("journal record of kind owned, schema 1, is damaged; restore it from a backup")
                    .withNoCause();
        }
        assertThatExceptionOfType(JournalFormatException.class)
                .isThrownBy(() -> JSON.decode(Payload.of("owned", 1, new byte[] {'"', (byte) 0xc3, '"'})));
    }

    @Test
    void leaves_out_members_that_it_does_not_know() {
        assertThat(JSON.decode(Payload.of(
                        "owned",
                        1,
                        bytes("{\"runner\":\"a\",\"epoch\":1,\"at\":\"2026-11-22T17:00:00.000000001Z\",\"more\":[]}"))))
                .isEqualTo(new JournalEntry.Owned("a", 1, AT));
    }

    @Test
    void brings_records_of_earlier_schemas_up_to_its_own() {
        UnaryOperator<Map<String, JsonText>> renamed = members -> {
            Map<String, JsonText> changed = new LinkedHashMap<>(members);
            changed.put("runner", changed.remove("host"));
            return changed;
        };
        UnaryOperator<Map<String, JsonText>> counted = members -> {
            Map<String, JsonText> changed = new LinkedHashMap<>(members);
            changed.put("epoch", new JsonText("7"));
            return changed;
        };
        JournalJson third = new JournalJson(CODEC, Map.of(EntryKind.OWNED, List.of(renamed, counted)));
        JournalEntry entry = new JournalEntry.Owned("a", 7, AT);
        String at = "\"at\":\"2026-11-22T17:00:00.000000001Z\"";

        assertThat(third.encode(entry).schema()).isEqualTo(3);
        assertThat(third.encode(finished("x")).schema()).isEqualTo(1);
        assertThat(third.decode(Payload.of("owned", 1, bytes("{\"host\":\"a\"," + at + "}"))))
                .isEqualTo(entry);
        assertThat(third.decode(Payload.of("owned", 2, bytes("{\"runner\":\"a\"," + at + "}"))))
                .isEqualTo(entry);
        assertThat(third.decode(Payload.of("owned", 3, third.encode(entry).bytes())))
                .isEqualTo(entry);
        assertThatExceptionOfType(JournalFormatException.class)
                .isThrownBy(() -> third.decode(Payload.of("owned", 4, bytes("{}"))));
        assertThatExceptionOfType(JournalFormatException.class)
                .isThrownBy(() -> third.decode(Payload.of("owned", 1, bytes("{\"host\":"))));
    }

    @Test
    void gives_an_output_back_as_its_type() {
        Draft draft = new Draft("a \ud800 b", new BigDecimal("1.50"));
        Failure cause = Failure.of(FailureKind.AGENT_ERROR, "gone");

        assertThat(JSON.<Draft>typed(readBackOutcome(new Outcome.Succeeded<>(draft)), Draft.class))
                .isEqualTo(new Outcome.Succeeded<>(draft));
        assertThat(JSON.<Draft>typed(readBackOutcome(new Outcome.Degraded<>(draft, cause)), Draft.class))
                .isEqualTo(new Outcome.Degraded<>(draft, cause));
        Outcome<Draft> live = new Outcome.Succeeded<>(draft);
        assertThat(JSON.<Draft>typed(live, Draft.class)).isSameAs(live);
        assertThat(JSON.<Draft>typed(readBackOutcome(new Outcome.Failed<>(cause)), Draft.class))
                .isEqualTo(new Outcome.Failed<>(cause));
    }

    @Test
    void gives_an_empty_optional_back_as_one() {
        TypeRef<Optional<Draft>> type = new TypeRef<>() {};

        Outcome<?> read = readBackOutcome(new Outcome.Succeeded<>(Optional.empty()));

        assertThat(JSON.typed(read, type.type())).isEqualTo(new Outcome.Succeeded<>(Optional.empty()));
    }

    @Test
    void gives_what_a_tool_gave_in_plain_form_and_as_its_type() {
        Draft draft = new Draft("a", new BigDecimal("1.50"));

        ToolResult read = (ToolResult) readBackStep(ToolResult.of(draft));

        assertThat(read.success()).isTrue();
        assertThat(read.as(Draft.class)).isEqualTo(draft);
        assertThat(read.value()).contains(Map.of("text", "a", "price", new BigDecimal("1.50")));
        assertThat(CODEC.encode(read.value().orElseThrow())).isEqualTo(CODEC.encode(draft));
        assertThat(readBackStep(read)).isEqualTo(read);
    }

    @Test
    void takes_a_decision_for_the_same_whatever_the_order_of_members_and_the_types_of_agents() {
        RecordedDecision recorded = readBack(start("draft", new Draft("a", new BigDecimal("1.50")), "hello"));
        Map<String, Object> reordered = new LinkedHashMap<>();
        reordered.put("price", 1.5);
        reordered.put("text", "a");

        assertThat(JSON.same(recorded, start("draft", new Draft("a", new BigDecimal("1.50")), "hello")))
                .isTrue();
        assertThat(JSON.same(recorded, start("draft", reordered, "hello"))).isTrue();
        assertThat(JSON.same(recorded, start("draft", new Draft("b", new BigDecimal("1.50")), "hello")))
                .isFalse();
        assertThat(JSON.same(recorded, start("other", new Draft("a", new BigDecimal("1.50")), "hello")))
                .isFalse();
        assertThat(JSON.same(recorded, start("draft", new Draft("a", new BigDecimal("1.50")), "bye")))
                .isFalse();
        assertThat(JSON.same(recorded, start("draft", new Object(), "hello"))).isFalse();
        assertThat(JSON.same(
                        recorded, new RecordedDecision(recorded.kind(), List.of(), Optional.empty(), Optional.empty())))
                .isFalse();
    }

    @Test
    void compares_decisions_that_were_not_read_back_by_equals() {
        RecordedDecision one = start("draft", 1, "hello");

        assertThat(JSON.same(one, start("draft", 1, "hello"))).isTrue();
        assertThat(JSON.same(one, start("draft", 1L, "hello"))).isFalse();
        assertThat(JSON.same(one, readBack(one))).isFalse();
    }

    @Test
    void holds_a_value_equal_to_another_of_the_same_json() {
        Encoded one = new Encoded("{\"a\":1.0,\"b\":[true]}", CODEC);
        Encoded other = new Encoded("{\"b\":[true],\"a\":1}", CODEC);

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(new Encoded("{\"a\":1.0,\"b\":[false]}", CODEC));
        assertThat((Object) one.as(Map.class)).isEqualTo(Map.of("a", 1.0, "b", List.of(true)));
        assertThat(one).hasToString("Encoded[20 characters]");
    }

    @Test
    void keeps_a_large_value_whole() {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            drafts.add(new Draft("draft " + i, new BigDecimal(i)));
        }

        Outcome<?> read = readBackOutcome(new Outcome.Succeeded<>(drafts));

        assertThat(JSON.typed(read, new TypeRef<List<Draft>>() {}.type())).isEqualTo(new Outcome.Succeeded<>(drafts));
    }

    private static RecordedDecision start(String agent, Object previous, String message) {
        AgentKey<Draft> key = AgentKey.of(agent, Draft.class);
        return new RecordedDecision(
                RecordedDecision.Kind.START,
                List.of(new RecordedDecision.Start(
                        new ActivationId("draft~2"),
                        key,
                        List.of(new RecordedDecision.Read(key, ActivationId.of(key), RecordedDecision.From.SCOPE)),
                        Optional.of(message),
                        Optional.of(previous),
                        Optional.of(Duration.ofSeconds(3)),
                        Optional.empty())),
                Optional.empty(),
                Optional.empty());
    }

    private static RecordedDecision readBack(RecordedDecision decision) {
        return ((JournalEntry.Decided) readBack(new JournalEntry.Decided("flow", decision, AT))).decision();
    }

    private static JournalEntry finished(Object output) {
        return new JournalEntry.Finished(new Outcome.Succeeded<>(output), Usage.NONE, AT);
    }

    private static Outcome<?> readBackOutcome(Outcome<?> outcome) {
        AgentKey<Object> key = AgentKey.of("draft", Object.class);
        return ((JournalEntry.Returned)
                        readBack(new JournalEntry.Returned(new StepId("flow/draft", 1, 2), key, outcome, AT)))
                .outcome();
    }

    private static Object readBackStep(Object result) {
        JournalEntry.Stepped stepped = (JournalEntry.Stepped) readBack(new JournalEntry.Stepped(
                new StepId("flow/draft", 1, 2),
                JournalEntry.StepKind.TOOL,
                "get_price",
                "00",
                Optional.of(result),
                Optional.empty(),
                AT));
        return stepped.result().orElseThrow();
    }

    private static JournalEntry readBack(JournalEntry entry) {
        return JournalJsonLawsTest.readBack(entry);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
