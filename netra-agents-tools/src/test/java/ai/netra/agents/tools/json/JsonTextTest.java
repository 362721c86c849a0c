package ai.netra.agents.tools.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final JsonCodec CODEC = JsonCodec.standard();

    record Holder(String name, JsonText value, Optional<JsonText> maybe) {}

    record Named(Set<String> names) {}

    @Test
    void keeps_every_digit_of_numbers_and_drops_white_space() {
        String json = "{\"name\":\"a\",\"value\":{ \"x\" : [ 1.50, -0.0, 1E400, 123456789012345678901234567890 ] }}";

        Holder holder = CODEC.decode(json, Holder.class);

        assertThat(holder.value().text()).isEqualTo("{\"x\":[1.50,-0.0,1E400,123456789012345678901234567890]}");
        assertThat(CODEC.encode(holder))
                .isEqualTo("{\"name\":\"a\",\"value\":{\"x\":[1.50,-0.0,1E400,123456789012345678901234567890]}}");
    }

    @Test
    void tells_null_from_nothing() {
        Holder holder = CODEC.decode("{\"name\":\"a\",\"value\":true,\"maybe\":null}", Holder.class);

        assertThat(holder.maybe()).contains(new JsonText("null"));
        assertThat(CODEC.decode(CODEC.encode(holder), Holder.class)).isEqualTo(holder);
        assertThat(CODEC.decode("{\"name\":\"a\",\"value\":true}", Holder.class).maybe())
                .isEmpty();
    }

    @Test
    void refuses_a_missing_one() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> CODEC.decode("{\"name\":\"a\"}", Holder.class))
                .withMessageContaining("$.value is missing");
    }

    @Test
    void reads_the_members_of_an_object_each_as_text() {
        assertThat(CODEC.decode("{\"a\":\"\\u00e9\\n\",\"b\":{}}", new TypeRef<Map<String, JsonText>>() {}))
                .isEqualTo(Map.of("a", new JsonText("\"é\\n\""), "b", new JsonText("{}")));
    }

    @Test
    void is_canonical_as_a_value_whatever_the_order_of_members_and_the_form_of_numbers() {
        assertThat(CODEC.canonical(new JsonText("{\"b\":[1.50,100,1e-7,-0.0,null,true],\"a\":\"x\"}")))
                .isEqualTo(CODEC.canonical(
                        new JsonText("{ \"a\": \"\\u0078\", \"b\": [15e-1,1E2,0.0000001,0,null,true] }")))
                .isEqualTo("{\"a\":\"x\",\"b\":[1.5,1E+2,1E-7,0,null,true]}");
        assertThat(CODEC.canonical(new JsonText("[1,2]"))).isNotEqualTo(CODEC.canonical(new JsonText("[2,1]")));
        assertThat(CODEC.canonical(new JsonText("1e99999999999"))).isEqualTo("1e99999999999");
    }

    @Test
    void refuses_what_is_not_json_when_it_is_made_canonical() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> CODEC.canonical(new JsonText("{\"secret")))
                .withMessageNotContaining("secret");
    }

    @Test
    void is_plain_in_values_that_are_written_again_as_it_was() {
        String json = "{\"z\":1.50,\"a\":[0.1,1.0E10,-0.0,12,9223372036854775808,null,true,\"x\"]}";

        Object plain = CODEC.plain(new JsonText(json)).orElseThrow();

        assertThat(CODEC.encode(plain)).isEqualTo(json);
        assertThat(plain)
                .isEqualTo(CODEC.plain(new JsonText(json)).orElseThrow())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("z", new BigDecimal("1.50"))
                .containsEntry(
                        "a",
                        Arrays.asList(0.1, 1.0E10, -0.0, 12L, new BigInteger("9223372036854775808"), null, true, "x"));
        assertThat(CODEC.plain(new JsonText("null"))).isEmpty();
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> CODEC.plain(new JsonText("[1")));
    }

    @Test
    void fits_any_schema() {
        CODEC.verify(Holder.class);
        assertThat(JsonSchemaValidator.of(CODEC.schema(Holder.class))
                        .check("{\"name\":\"a\",\"value\":[{\"x\":1}]}")
                        .fits())
                .isTrue();
    }

    @Test
    void reads_a_value_that_is_as_deep_as_one_may_be_also_inside_something_else() {
        List<Object> deep = List.of();
        for (int i = 1; i < 500; i++) {
            deep = List.of(deep);
        }
        Holder holder = new Holder("a", new JsonText(CODEC.encode(deep)), Optional.empty());

        assertThat(CODEC.decode(
                        CODEC.encode(Map.of("x", Map.of("y", holder))),
                        new TypeRef<Map<String, Map<String, Holder>>>() {}))
                .isEqualTo(Map.of("x", Map.of("y", holder)));
    }

    @Test
    void writes_sets_without_an_order_in_that_of_their_text_and_others_in_their_own() {
        List<String> names = new ArrayList<>(List.of("pear", "apple", "zucchini", "fig", "melon"));
        String sorted = "{\"names\":[\"apple\",\"fig\",\"melon\",\"pear\",\"zucchini\"]}";

        assertThat(CODEC.encode(new Named(Set.copyOf(names)))).isEqualTo(sorted);
        assertThat(CODEC.encode(new Named(new HashSet<>(names)))).isEqualTo(sorted);
        assertThat(CODEC.encode(new Named(new LinkedHashSet<>(names))))
                .isEqualTo("{\"names\":[\"pear\",\"apple\",\"zucchini\",\"fig\",\"melon\"]}");
        assertThat(CODEC.encode(EnumSet.of(TimeUnit.SECONDS, TimeUnit.DAYS))).isEqualTo("[\"days\",\"seconds\"]");
    }

    @Test
    void reads_a_set_in_the_order_it_was_written_in() {
        String json = "{\"names\":[\"pear\",\"apple\",\"zucchini\",\"fig\",\"melon\"]}";

        assertThat(CODEC.decode(json, Named.class).names())
                .containsExactly("pear", "apple", "zucchini", "fig", "melon");
        assertThat(CODEC.encode(CODEC.decode(json, Named.class))).isEqualTo(json);
    }
}
