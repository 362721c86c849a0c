package ai.netra.agents.tools.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.JsonSchema;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonSchemaValidatorTest {
    enum Unit {
        HOURS,
        DAYS
    }

    record Window(int start, Optional<Integer> end, Unit unit, List<Samples.Payment> payments) {}

    private static final JsonSchemaValidator VALIDATOR = JsonSchemaValidator.of(Samples.CODEC.schema(Window.class));

    @Test
    void accepts_what_fits() {
        String json =
                "{\"start\":1,\"unit\":\"days\",\"payments\":[{\"type\":\"cash\"},{\"type\":\"card\",\"number\":\"4\"}]}";

        assertThat(VALIDATOR.check(json)).isEqualTo(new SchemaCheck(json, List.of()));
        assertThat(VALIDATOR.wantsObject()).isTrue();
    }

    @Test
    void takes_null_for_what_may_be_left_out() {
        assertThat(VALIDATOR.check("{\"start\":1,\"end\":null,\"unit\":\"days\",\"payments\":[]}"))
                .isEqualTo(new SchemaCheck("{\"start\":1,\"unit\":\"days\",\"payments\":[]}", List.of()));
    }

    @Test
    void names_what_is_missing_of_another_type_or_unknown() {
        assertThat(problems("{\"start\":\"s3cret\",\"units\":\"days\",\"payments\":5}"))
                .containsExactlyInAnyOrder(
                        "$.start is a string; expected an integer",
                        "$.units is unknown, perhaps meant as unit; expected only start, end, unit, payments",
                        "$.payments is an integer; expected an array",
                        "$.unit is missing; expected one of hours, days");
        assertThat(problems("{\"start\":null,\"unit\":\"days\",\"payments\":[]}"))
                .containsExactly("$.start is null; expected an integer");
        assertThat(problems("[]")).containsExactly("$ is an array; expected an object");
    }

    @Test
    void offers_the_nearest_of_the_values_allowed() {
        assertThat(problems("{\"start\":1,\"unit\":\"day\",\"payments\":[]}"))
                .containsExactly(
                        "$.unit is a string, but not one of those allowed, perhaps meant as days; expected one of"
                                + " hours, days");
    }

    @Test
    void tells_of_alternatives_only_what_the_tag_chose() {
        assertThat(
                        problems(
                                "{\"start\":1,\"unit\":\"days\",\"payments\":[{\"type\":\"cash\"},{\"type\":\"card\",\"nuber\":\"s3cret\"}]}"))
                .containsExactlyInAnyOrder(
                        "$.payments[1].number is missing; expected a string",
                        "$.payments[1].nuber is unknown, perhaps meant as number; expected only type, number,"
                                + " expiry_year");
    }

    @Test
    void names_the_cases_where_the_tag_is_wrong_or_missing() {
        assertThat(problems("{\"start\":1,\"unit\":\"days\",\"payments\":[{\"type\":\"crd\"}]}"))
                .containsExactly(
                        "$.payments[0].type names no case, perhaps meant as card; expected one of card, cash, invoice");
        assertThat(problems("{\"start\":1,\"unit\":\"days\",\"payments\":[{}]}"))
                .containsExactly("$.payments[0].type is missing; expected one of card, cash, invoice");
        assertThat(problems("{\"start\":1,\"unit\":\"days\",\"payments\":[7]}"))
                .containsExactly("$.payments[0] is an integer; expected an object");
    }

    @Test
    void finds_the_case_meant_inside_a_case() {
        assertThat(
                        problems(
                                "{\"start\":1,\"unit\":\"days\",\"payments\":[{\"type\":\"invoice\",\"due_in\":\"PT1H\",\"parts\":[{\"type\":\"card\"}]}]}"))
                .containsExactly("$.payments[0].parts[0].number is missing; expected a string");
    }

    @Test
    void puts_other_keywords_by_name_and_bounds_number_and_length() {
        JsonSchemaValidator validator = JsonSchemaValidator.of(JsonSchema.of(
                "{\"type\":\"object\",\"properties\":{\"n\":{\"minimum\":3},\"s\":{\"maxLength\":2},\"p\":{\"pattern\":\"^a\"},\"c\":{\"const\":4}},"
                    + "\"additionalProperties\":false}"));

        assertThat(problems(validator, "{\"n\":1,\"s\":\"s3cret\",\"p\":\"b\",\"c\":5}"))
                .containsExactlyInAnyOrder(
                        "$.n is an integer that breaks minimum; expected minimum 3",
                        "$.s is a string that breaks maxLength; expected maxLength 2",
                        "$.p is a string that breaks pattern; expected pattern ^a",
                        "$.c is an integer of another value; expected 4");
        String longName = "x".repeat(500);
        assertThat(problems(validator, "{\"" + longName + "\":1,\"a1\":1,\"a2\":1,\"a3\":1,\"a4\":1,\"a5\":1}"))
                .hasSize(5)
                .allSatisfy(problem -> assertThat(problem.length()).isLessThan(150));
    }

    @Test
    void says_where_text_is_not_json() {
        assertThat(problems("{\n \"start\": s3cret"))
                .containsExactly(
                        "$ is not well-formed JSON, or repeats a member at line 2, column 11; expected a JSON object");
        assertThat(problems("")).containsExactly("$ is empty; expected a JSON object");
        assertThat(problems("{} {}")).hasSize(1);
    }

    @Test
    void refuses_a_schema_that_is_none() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> JsonSchemaValidator.of(JsonSchema.of("{")))
                .withMessage(
                        "a JsonSchema whose text is not well-formed JSON, at line 1, column 2; pass a schema, or let"
                                + " JsonCodec.schema(type) write it");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> JsonSchemaValidator.of(JsonSchema.of("[]")))
                .withMessage("a JsonSchema whose text is not a JSON object; pass one such as {\"type\":\"object\"}");
    }

    private static List<String> problems(String json) {
        return problems(VALIDATOR, json);
    }

    private static List<String> problems(JsonSchemaValidator validator, String json) {
        List<String> problems = validator.check(json).problems().stream()
                .map(SchemaProblem::toString)
                .toList();
        assertThat(problems).noneMatch(problem -> problem.contains("s3cret"));
        return problems;
    }
}
