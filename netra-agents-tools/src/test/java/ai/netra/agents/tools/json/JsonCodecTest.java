package ai.netra.agents.tools.json;

import static ai.netra.agents.tools.json.Samples.CODEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.TypeRef;
import ai.netra.agents.Usage;
import ai.netra.agents.UserId;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {
    record Call(String toolName, int maxRetries, Optional<String> userNote, List<String> tags, Instant startedAt) {
        boolean isFirst() {
            return true;
        }

        String getSummary() {
            return "not a component";
        }
    }

    record Marked(
            String name, @org.jspecify.annotations.Nullable String nickname) {}

    record Positive(int value) {
        Positive {
            if (value < 0) {
                throw new InvalidDefinitionException("value " + value + " is negative; use 0 or more");
            }
        }
    }

    record Even(int value) {
        Even {
            if (value % 2 != 0) {
                throw new IllegalArgumentException("secret " + value);
            }
        }
    }

    record Holder(Map<String, Positive> byName, List<Even> evens) {}

    record Amount(BigDecimal value) {}

    record Reading(double value) {}

    record Empty() {}

    private static final Call CALL =
            new Call("search", 3, Optional.empty(), List.of("a"), Instant.parse("2026-01-02T03:04:05.678Z"));

    @Test
    void writes_components_in_snake_case_in_their_order_and_leaves_empty_optionals_out() {
        assertThat(CODEC.encode(CALL))
                .isEqualTo(
                        "{\"tool_name\":\"search\",\"max_retries\":3,\"tags\":[\"a\"],\"started_at\":\"2026-01-02T03:04:05.678Z\"}");
    }

    @Test
    void reads_missing_and_null_optionals_and_collections_as_empty_and_ignores_unknown_members() {
        Call call = CODEC.decode(
                "{\"tool_name\":\"search\",\"max_retries\":3,\"user_note\":null,\"tags\":null,\"started_at\":\"2026-01-02T03:04:05.678Z\",\"new\":{\"x\":[1]}}",
                Call.class);

        assertThat(call).isEqualTo(new Call("search", 3, Optional.empty(), List.of(), CALL.startedAt()));
    }

    @Test
    void lets_a_nullable_component_be_absent() {
        assertThat(CODEC.decode("{\"name\":\"a\"}", Marked.class)).isEqualTo(new Marked("a", null));
        assertThat(CODEC.encode(new Marked("a", null))).isEqualTo("{\"name\":\"a\"}");
    }

    @Test
    void keeps_every_digit_and_the_scale_of_a_decimal() {
        Amount amount = new Amount(new BigDecimal("12345678901234567890.12345678901234567890"));

        assertThat(CODEC.decode(CODEC.encode(amount), Amount.class)).isEqualTo(amount);
        assertThat(CODEC.decode("{\"value\":1.50}", Amount.class).value()).isEqualTo(new BigDecimal("1.50"));
    }

    @Test
    void reads_untyped_numbers_as_long_and_double_and_keeps_the_order_of_entries() {
        Map<String, Object> map =
                CODEC.decode("{\"z\":1,\"a\":2.5,\"m\":[3,{\"n\":null}]}", new TypeRef<Map<String, Object>>() {});

        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("n", null);
        assertThat(map).containsExactly(Map.entry("z", 1L), Map.entry("a", 2.5), Map.entry("m", List.of(3L, inner)));
        assertThat(CODEC.encode(map)).isEqualTo("{\"z\":1,\"a\":2.5,\"m\":[3,{\"n\":null}]}");
    }

    @Test
    void reads_untyped_whole_numbers_that_are_too_large_for_long_exactly() {
        Map<String, Object> map = Map.of("n", new BigInteger("12345678901234567890123"));

        assertThat(CODEC.decode(CODEC.encode(map), new TypeRef<Map<String, Object>>() {}))
                .isEqualTo(map);
        assertThat(CODEC.decode("[[1,{}],\"a\",true,null]", Object.class))
                .isEqualTo(Arrays.asList(List.of(1L, Map.of()), "a", true, null));
    }

    @Test
    void writes_the_tag_of_a_case_whatever_type_it_is_declared_as() {
        Samples.Payment cash = new Samples.Cash();

        assertThat(CODEC.encode(cash)).isEqualTo("{\"type\":\"cash\"}");
        assertThat(CODEC.encode(List.of(cash))).isEqualTo("[{\"type\":\"cash\"}]");
        assertThat(CODEC.encode(Map.of("x", cash))).isEqualTo("{\"x\":{\"type\":\"cash\"}}");
        assertThat(CODEC.encode(new Outcome.Succeeded<>(cash)))
                .isEqualTo("{\"status\":\"succeeded\",\"value\":{\"type\":\"cash\"}}");
        assertThat(CODEC.encode(List.of(cash), new TypeRef<List<Samples.Payment>>() {}.type()))
                .isEqualTo("[{\"type\":\"cash\"}]");
    }

    @Test
    void reads_a_case_as_its_root_as_a_sealed_type_between_and_as_itself() {
        Samples.Invoice invoice =
                new Samples.Invoice(Duration.ofDays(30), List.of(new Samples.Card("42", Optional.of(2030))));
        String json = CODEC.encode(invoice);

        assertThat(json)
                .isEqualTo(
                        "{\"type\":\"invoice\",\"due_in\":\"PT720H\",\"parts\":[{\"type\":\"card\",\"number\":\"42\",\"expiry_year\":2030}]}");
        assertThat(CODEC.decode(json, Samples.Payment.class)).isEqualTo(invoice);
        assertThat(CODEC.decode(json, Samples.Deferred.class)).isEqualTo(invoice);
        assertThat(CODEC.decode(json, Samples.Invoice.class)).isEqualTo(invoice);
        assertThat(CODEC.decode("{\"number\":\"42\",\"type\":\"card\"}", Samples.Payment.class))
                .isEqualTo(new Samples.Card("42", Optional.empty()));
    }

    @Test
    void reads_enum_constants_in_any_case() {
        assertThat(CODEC.encode(Samples.Priority.VERY_HIGH)).isEqualTo("\"very_high\"");
        assertThat(CODEC.decode("\"VERY_HIGH\"", Samples.Priority.class)).isEqualTo(Samples.Priority.VERY_HIGH);
        assertThat(CODEC.decode("{\"Very_High\":1}", new TypeRef<Map<Samples.Priority, Integer>>() {}))
                .containsExactly(Map.entry(Samples.Priority.VERY_HIGH, 1));
    }

    @Test
    void round_trips_the_apis_value_types() {
        roundTrips(new UserId("u1"), UserId.class, "\"u1\"");
        roundTrips(new ThreadId("t1"), ThreadId.class, "\"t1\"");
        roundTrips(new RunId("r1"), RunId.class, "\"r1\"");
        roundTrips(new ActivationId("draft[3]"), ActivationId.class, "\"draft[3]\"");
        roundTrips(
                new Usage(1, 2, 3, 4, 5, 9, Optional.of(new BigDecimal("0.000125"))),
                Usage.class,
                "{\"activations\":1,\"llm_calls\":2,\"tool_calls\":3,\"input_tokens\":4,\"output_tokens\":5,\"tokens\":9,"
                    + "\"cost\":0.000125}");
        roundTrips(
                Failure.of(FailureKind.TIMED_OUT, "late"),
                Failure.class,
                "{\"kind\":\"timed_out\",\"type\":\"timed_out\",\"message\":\"late\",\"retryable\":false}");
        roundTrips(
                Attributes.of("workload_id", "w").with("n", 1).with("x", 1.0).with("l", List.of(true, 2L)),
                Attributes.class,
                "{\"workload_id\":\"w\",\"n\":1,\"x\":1.0,\"l\":[true,2]}");
        assertThat(CODEC.decode("{\"u1\":1}", new TypeRef<Map<UserId, Integer>>() {}))
                .containsExactly(Map.entry(new UserId("u1"), 1));
    }

    @Test
    void round_trips_every_outcome() {
        Failure failure = Failure.of(FailureKind.AGENT_ERROR, "broke");
        TypeRef<Outcome<List<Samples.Line>>> type = new TypeRef<>() {};
        List<Samples.Line> lines = List.of(new Samples.Line("a", BigDecimal.ONE));

        for (Outcome<List<Samples.Line>> outcome : List.<Outcome<List<Samples.Line>>>of(
                new Outcome.Succeeded<>(lines),
                new Outcome.Degraded<>(lines, failure),
                new Outcome.Skipped<>("why"),
                new Outcome.Failed<>(failure),
                new Outcome.TimedOut<>(failure),
                new Outcome.LimitExceeded<>(failure),
                new Outcome.Cancelled<>("why"))) {
            String json = CODEC.encode(outcome, type.type());
            assertThat(json).startsWith("{\"status\":\"" + outcome.label() + "\"");
            assertThat(CODEC.encode(outcome)).isEqualTo(json);
            assertThat(CODEC.decode(json, type)).isEqualTo(outcome);
        }
    }

    @Test
    void round_trips_requests_and_responses_of_models() {
        LlmRequest request = LlmRequest.builder()
                .system("be brief")
                .message(new LlmMessage(
                        LlmRole.ASSISTANT,
                        List.of(new LlmPart.ToolUse("c1", "search", "{}"), new LlmPart.Image("image/png", "AA=="))))
                .message(new LlmMessage(
                        LlmRole.TOOL, List.of(new LlmPart.ToolAnswer("c1", "{}", LlmPart.ToolAnswer.Status.OK))))
                .tool(ToolSpec.of("search", "finds", JsonSchema.of("{\"type\":\"object\"}"))
                        .timeout(Duration.ofSeconds(3)))
                .responseSchema(JsonSchema.of("{}"))
                .temperature(0.5)
                .maxOutputTokens(10)
                .stop("END")
                .metadata("b", "1")
                .metadata("a", "2")
                .build();
        LlmResponse response = new LlmResponse(LlmMessage.assistant("hi"), FinishReason.STOP, LlmUsage.of(1, 2), "m");

        assertThat(CODEC.decode(CODEC.encode(request), LlmRequest.class)).isEqualTo(request);
        assertThat(CODEC.decode(CODEC.encode(response), LlmResponse.class)).isEqualTo(response);
        assertThat(CODEC.encode(response)).contains("\"parts\":[{\"type\":\"text\",\"text\":\"hi\"}]");
    }

    @Test
    void round_trips_a_record_without_components_and_an_optional_in_a_generic_place() {
        roundTrips(new Empty(), Empty.class, "{}");
        TypeRef<Outcome<Optional<String>>> type = new TypeRef<>() {};
        Outcome<Optional<String>> nothing = new Outcome.Succeeded<>(Optional.empty());
        assertThat(CODEC.decode(CODEC.encode(nothing, type.type()), type)).isEqualTo(nothing);
        assertThat(CODEC.decode("[null,\"a\"]", new TypeRef<List<Optional<String>>>() {}))
                .isEqualTo(List.of(Optional.empty(), Optional.of("a")));
    }

    @Test
    void reads_canonical_json_that_does_not_depend_on_the_order_of_maps_and_sets() {
        Map<String, Object> left = new LinkedHashMap<>();
        left.put("b", Set.of("x", "y", "z", "u", "v"));
        left.put("a", CALL);
        Map<String, Object> right = new LinkedHashMap<>();
        right.put("a", CALL);
        right.put("b", new java.util.LinkedHashSet<>(List.of("u", "z", "y", "x", "v")));

        assertThat(CODEC.canonical(left))
                .isEqualTo(CODEC.canonical(right))
                .isEqualTo(
                        "{\"a\":{\"max_retries\":3,\"started_at\":\"2026-01-02T03:04:05.678Z\",\"tags\":[\"a\"],\"tool_name\":\"search\"},"
                            + "\"b\":[\"u\",\"v\",\"x\",\"y\",\"z\"]}");
        assertThat(CODEC.sha256(left)).isEqualTo(CODEC.sha256(right)).hasSize(64);
        assertThat(CODEC.sha256("abc")).isEqualTo("6cc43f858fbb763301637b5af970e2a46b46f461f27e5a0f41e009c59b827b25");
    }

    @Test
    void refuses_a_missing_component_naming_it_and_its_type() {
        refusedAs(
                "{\"tool_name\":\"a\"}",
                Call.class,
                "$.max_retries is missing or null; expected a whole number (int)",
                "$.max_retries");
        refusedAs(
                "{\"max_retries\":1,\"started_at\":\"2026-01-02T03:04:05.678Z\",\"tool_name\":null}",
                Call.class,
                "$.tool_name is missing or null; expected a string",
                "$.tool_name");
    }

    @Test
    void refuses_a_value_of_another_type_by_path_and_type_without_quoting_it() {
        refusedAs(
                "{\"tool_name\":\"a\",\"max_retries\":\"s3cret\"}",
                Call.class,
                "$.max_retries is a string; expected a whole number (int)",
                "$.max_retries");
        refusedAs("{\"tool_name\":5}", Call.class, "$.tool_name is a whole number; expected a string", "$.tool_name");
        refusedAs("{\"tool_name\":true}", Call.class, "$.tool_name is a boolean; expected a string", "$.tool_name");
        refusedAs(
                "{\"max_retries\":1.5}",
                Call.class,
                "$.max_retries is a number with a fraction; expected a whole number (int)",
                "$.max_retries");
        refusedAs(
                "{\"max_retries\":99999999999}",
                Call.class,
                "$.max_retries is a number out of range; expected a whole number (int)",
                "$.max_retries");
        refusedAs("{\"tags\":{}}", Call.class, "$.tags is an object; expected an array", "$.tags");
        refusedAs("{\"tags\":\"s3cret\"}", Call.class, "$.tags is a string; expected an array", "$.tags");
        refusedAs(
                "{\"started_at\":\"s3cret\"}",
                Call.class,
                "$.started_at is not a valid one; expected a string (ISO 8601 Instant)",
                "$.started_at");
        refusedAs("[\"s3cret\"]", Call.class, "$ is an array; expected an object (Call)", "$");
        refusedAs(
                "\"s3cret\"",
                Samples.Priority.class,
                "$ is not a valid one; expected a string (one of low, very_high)",
                "$");
        refusedAs(
                "{\"by_name\":{\"x\":{\"value\":\"s3cret\"}}}",
                Holder.class,
                "$.by_name.x.value is a string",
                "$.by_name.x.value");
    }

    @Test
    void refuses_an_unknown_or_missing_tag_naming_the_cases() {
        refusedAs(
                "{\"type\":\"s3cret\"}",
                Samples.Payment.class,
                "$ names no case of Payment; expected type to be one of card, cash, invoice",
                "$");
        refusedAs(
                "{}",
                Samples.Payment.class,
                "$ names no case of Payment; expected type to be one of card, cash, invoice",
                "$");
        refusedAs("{}", Samples.Card.class, "$ names no case of Card; expected type to be one of card", "$");
    }

    @Test
    void tells_what_a_constructor_of_ours_said_and_only_that() {
        refusedAs(
                "{\"by_name\":{\"x\":{\"value\":-1}}}",
                Holder.class,
                "$.by_name.x is refused by Positive: value -1 is negative; use 0 or more",
                "$.by_name.x");
        refusedAs(
                "{\"evens\":[{\"value\":2},{\"value\":3}]}",
                Holder.class,
                "$.evens[1] is refused by Even: java.lang.IllegalArgumentException",
                "$.evens[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"tool_name\":\"s3cret", "{s3cret:1}", "{\"a\":1,\"a\":2}", "s3cret", "{\"a\":NaN}", "[1,]"})
    void refuses_text_that_is_not_json(String text) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> CODEC.decode(text, Object.class))
                .withMessageStartingWith("the text is not well-formed JSON, or repeats a member, at $")
                .withMessageNotContaining("s3cret")
                .withNoCause();
    }

    @Test
    void refuses_empty_text_null_and_trailing_text() {
        refusedAs("", Call.class, "the text is empty; expected an object (Call) as JSON", "$");
        refusedAs("  \n", Call.class, "the text is empty", "$");
        refusedAs("null", Call.class, "$ is null; expected an object (Call)", "$");
        refusedAs("1 2", Integer.class, "there is more text after the end of the JSON value", "$");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> CODEC.decode("{} s3cret", Empty.class))
                .withMessageNotContaining("s3cret");
    }

    @Test
    void tells_line_and_column() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> CODEC.decode("{\n  \"tool_name\": \"a\",\n  \"max_retries\": \"x\"\n}", Call.class))
                .withMessageEndingWith("(line 3, column 18)")
                .satisfies(e -> {
                    assertThat(e.line()).isEqualTo(OptionalInt.of(3));
                    assertThat(e.column()).isEqualTo(OptionalInt.of(18));
                    assertThat(e.expected()).isEqualTo("a whole number (int)");
                });
    }

    @Test
    void refuses_to_write_what_has_no_json_form() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> CODEC.encode(Map.of("reading", new Reading(Double.NaN))))
                .withMessageStartingWith("$.reading.value of ")
                .withMessageEndingWith(
                        "cannot be written: the number is NaN, which has no JSON form; leave it out, as an empty"
                                + " Optional")
                .satisfies(e -> assertThat(e.path()).isEqualTo("$.reading.value"));
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> CODEC.encode(Double.POSITIVE_INFINITY));
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> CODEC.encode(new double[] {1, Double.NaN}));
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> CODEC.encode(Map.of("x", new Object())))
                .withMessage(
                        "$.x of java.util.ImmutableCollections$Map1 cannot be written: a java.lang.Object has no JSON"
                                + " form; use a record, a collection, a map or a scalar");
        List<Object> loop = Arrays.asList(new Object[1]);
        loop.set(0, loop);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> CODEC.encode(loop))
                .withMessageContaining("nested too deeply, or contains itself");
    }

    private static <T> void roundTrips(T value, Class<T> type, String json) {
        assertThat(CODEC.encode(value)).isEqualTo(json);
        assertThat(CODEC.decode(json, type)).isEqualTo(value);
    }

    private static void refusedAs(String json, Class<?> type, String message, String path) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> CODEC.decode(json, type))
                .withMessageStartingWith(message)
                .withMessageNotContaining("s3cret")
                .satisfies(e -> assertThat(e.path()).isEqualTo(path));
    }
}
