package ai.netra.agents.tools.json;

import static ai.netra.agents.tools.json.Samples.CODEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.TypeRef;
import ai.netra.agents.tool.Description;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
    record Query(
            @Description("what to measure") String workloadId,
            Optional<Duration> timeRange,
            Samples.Priority minPriority,
            List<Instant> at,
            Map<String, Object> extra) {}

    record Twice(
            @Description("d1") Samples.Line first,
            @Description("d2") Optional<Samples.Line> second,
            @Description("d3") List<Samples.Line> many,
            List<Optional<Samples.Line>> gaps,
            Optional<Samples.Payment> paid) {}

    @Test
    void describes_a_record_as_the_codec_writes_it() {
        assertThat(CODEC.schema(Query.class).text())
                .isEqualTo(
                        "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\",\"properties\":{\"workload_id\":{\"type\":\"string\",\"description\":\"what"
                            + " to measure\"},\"time_range\":{\"type\":\"string\",\"format\":\"duration\"},"
                            + "\"min_priority\":{\"type\":\"string\",\"enum\":[\"low\",\"very_high\"]},"
                            + "\"at\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"date-time\"}},"
                            + "\"extra\":{\"type\":\"object\"}},"
                            + "\"required\":[\"workload_id\",\"min_priority\",\"at\",\"extra\"],\"additionalProperties\":false}");
    }

    @Test
    void describes_a_sealed_type_as_any_of_its_cases_with_the_tag() {
        assertThat(CODEC.schema(Samples.Payment.class).text())
                .contains("\"anyOf\":[")
                .contains("\"type\":{\"const\":\"card\"},\"number\":{\"type\":\"string\"}")
                .contains("\"required\":[\"type\",\"number\"]")
                .contains("\"properties\":{\"type\":{\"const\":\"cash\"}},\"required\":[\"type\"]");
    }

    @Test
    void describes_generic_and_recursive_types() {
        assertThat(CODEC.schema(new TypeRef<Samples.Page<Integer>>() {}.type()).text())
                .contains(
                        "\"items\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}",
                        "\"required\":[\"items\",\"last\"]");
        assertThat(CODEC.schema(Samples.Tree.class).text()).contains("\"$ref\"");
    }

    @Test
    void describes_an_optional_member_as_what_it_holds() {
        assertThat(CODEC.schema(Twice.class).text())
                .contains("\"first\":{\"$ref\":\"#/$defs/Line\",\"description\":\"d1\"}")
                .contains("\"second\":{\"$ref\":\"#/$defs/Line\",\"description\":\"d2\"}")
                .contains("\"many\":{\"description\":\"d3\",\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/Line\"}}")
                .contains("\"required\":[\"first\",\"many\",\"gaps\"]");

        JsonSchemaValidator validator = JsonSchemaValidator.of(CODEC.schema(Twice.class));
        String line = "{\"name\":\"a\",\"price\":1}";
        assertThat(validator
                        .check("{\"first\":" + line + ",\"many\":[],\"gaps\":[null," + line
                                + "],\"paid\":{\"type\":\"cash\"}}")
                        .problems())
                .isEmpty();
        assertThat(validator
                        .check("{\"first\":" + line
                                + ",\"many\":[],\"gaps\":[],\"second\":5,\"paid\":{\"type\":\"csh\"}}")
                        .problems())
                .extracting(SchemaProblem::toString)
                .containsExactlyInAnyOrder(
                        "$.second is an integer; expected an object",
                        "$.paid.type names no case, perhaps meant as cash; expected one of card, cash, invoice");
    }

    @Test
    void is_made_once() {
        assertThat(CODEC.schema(Query.class)).isSameAs(CODEC.schema(Query.class));
    }

    @Test
    void refuses_types_that_the_codec_refuses() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> JsonCodec.standard().schema(Samples.Payment.class));
    }
}
