package ai.netra.agents.tools.json;

import static ai.netra.agents.tools.json.Samples.CODEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.Attributes;
import ai.netra.agents.Outcome;
import ai.netra.agents.TypeRef;
import ai.netra.agents.UserId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CodecLawsTest {
    private static final JsonSchemaValidator ORDERS = JsonSchemaValidator.of(CODEC.schema(Samples.Order.class));
    private static final JsonSchemaValidator TREES = JsonSchemaValidator.of(CODEC.schema(Samples.Tree.class));
    private static final TypeRef<Samples.Page<Samples.Order>> PAGE = new TypeRef<>() {};
    private static final JsonSchemaValidator PAGES = JsonSchemaValidator.of(CODEC.schema(PAGE.type()));

    @Property(tries = 300)
    void what_is_written_reads_back_equal(@ForAll("orders") Samples.Order order) {
        assertThat(CODEC.decode(CODEC.encode(order), Samples.Order.class)).isEqualTo(order);
    }

    @Property(tries = 300)
    void what_is_written_fits_the_schema(@ForAll("orders") Samples.Order order) {
        assertThat(ORDERS.check(CODEC.encode(order)).problems()).isEmpty();
    }

    @Property(tries = 100)
    void generic_values_read_back_equal_and_fit_their_schema(@ForAll("pages") Samples.Page<Samples.Order> page) {
        String json = CODEC.encode(page);

        assertThat(json).isEqualTo(CODEC.encode(page, PAGE.type()));
        assertThat(CODEC.decode(json, PAGE)).isEqualTo(page);
        assertThat(PAGES.check(json).problems()).isEmpty();
    }

    @Property(tries = 100)
    void outcomes_read_back_equal(@ForAll("orders") Samples.Order order) {
        Outcome<Samples.Order> outcome = new Outcome.Succeeded<>(order);

        assertThat(CODEC.decode(CODEC.encode(outcome), new TypeRef<Outcome<Samples.Order>>() {}))
                .isEqualTo(outcome);
    }

    @Property(tries = 100)
    void recursive_values_read_back_equal_and_fit_their_schema(@ForAll("trees") Samples.Tree tree) {
        assertThat(CODEC.decode(CODEC.encode(tree), Samples.Tree.class)).isEqualTo(tree);
        assertThat(TREES.check(CODEC.encode(tree)).problems()).isEmpty();
    }

    @Property(tries = 200)
    void equal_values_have_equal_canonical_json_and_it_reads_back(@ForAll("orders") Samples.Order order) {
        Samples.Order copy = CODEC.decode(CODEC.encode(order), Samples.Order.class);

        assertThat(CODEC.canonical(copy)).isEqualTo(CODEC.canonical(order));
        assertThat(CODEC.decode(CODEC.canonical(order), Samples.Order.class)).isEqualTo(order);
    }

    @Property(tries = 200)
    void canonical_json_does_not_depend_on_the_order_of_entries(@ForAll Map<String, Integer> map) {
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(map.entrySet());
        java.util.Collections.reverse(entries);
        Map<String, Integer> reversed = new LinkedHashMap<>();
        entries.forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));

        assertThat(CODEC.sha256(reversed)).isEqualTo(CODEC.sha256(map));
    }

    @Property(tries = 300)
    void damaged_json_is_refused_with_our_exception_or_read(
            @ForAll("orders") Samples.Order order, @ForAll Random random) {
        StringBuilder json = new StringBuilder(CODEC.encode(order));
        json.setCharAt(random.nextInt(json.length()), "\"{}[]:,x0 ".charAt(random.nextInt(10)));
        try {
            assertThat(CODEC.decode(json.toString(), Samples.Order.class)).isNotNull();
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotBlank();
            assertThat(e.path()).startsWith("$");
        }
    }

    @Property(tries = 500)
    void a_member_of_another_type_is_refused_by_the_schema_as_by_the_codec(
            @ForAll("orders") Samples.Order order, @ForAll Random random) {
        Map<String, Object> members = CODEC.decode(CODEC.encode(order), new TypeRef<Map<String, Object>>() {});
        members.remove("attributes");
        List<String> names = List.copyOf(members.keySet());
        members.put(names.get(random.nextInt(names.size())), List.of(Map.of("zz", List.of())));
        members.put("attributes", Map.of());
        String json = CODEC.encode(members);

        assertThat(ORDERS.check(json).fits()).isFalse();
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> CODEC.decode(json, Samples.Order.class));
    }

    @Property(tries = 300)
    void checking_damaged_json_never_throws(@ForAll("orders") Samples.Order order, @ForAll Random random) {
        StringBuilder json = new StringBuilder(CODEC.encode(order));
        json.setCharAt(random.nextInt(json.length()), "\"{}[]:,x0 ".charAt(random.nextInt(10)));

        ORDERS.check(json.toString())
                .problems()
                .forEach(problem -> assertThat(problem.toString()).isNotBlank().hasSizeLessThan(2_000));
    }

    @Provide
    Arbitrary<Samples.Order> orders() {
        return Arbitraries.randomValue(CodecLawsTest::order);
    }

    @Provide
    Arbitrary<Samples.Page<Samples.Order>> pages() {
        return Arbitraries.randomValue(random -> new Samples.Page<>(
                some(random, CodecLawsTest::order), maybe(random, CodecLawsTest::order), order(random)));
    }

    @Provide
    Arbitrary<Samples.Tree> trees() {
        return Arbitraries.randomValue(random -> tree(random, 4));
    }

    private static Samples.Tree tree(Random random, int depth) {
        return new Samples.Tree(text(random), depth == 0 ? List.of() : some(random, r -> tree(r, depth - 1)));
    }

    private static Samples.Order order(Random random) {
        Attributes attributes =
                Attributes.of("a b", text(random)).with("n", random.nextLong()).with("x", random.nextGaussian());
        Map<String, Integer> stock = new LinkedHashMap<>();
        some(random, CodecLawsTest::text).forEach(name -> stock.put(name, random.nextInt()));
        Map<Samples.Priority, List<Samples.Line>> lines = new LinkedHashMap<>();
        some(random, CodecLawsTest::priority)
                .forEach(priority -> lines.put(priority, some(random, CodecLawsTest::line)));
        Set<Samples.Priority> priorities = new TreeSet<>(some(random, CodecLawsTest::priority));
        return new Samples.Order(
                new UserId("u" + random.nextInt(100)),
                text(random),
                random.nextInt(),
                random.nextLong(),
                Double.longBitsToDouble(random.nextLong() & 0xBFFFFFFFFFFFFFFFL),
                random.nextBoolean(),
                priority(random),
                decimal(random),
                Instant.ofEpochSecond(
                        random.nextLong(-60_000_000_000L, 200_000_000_000L), random.nextInt(1_000_000_000)),
                Duration.ofSeconds(random.nextLong(-1_000_000_000L, 1_000_000_000L), random.nextInt(1_000_000_000)),
                LocalDate.ofEpochDay(random.nextInt(-100_000, 100_000)),
                maybe(random, CodecLawsTest::text),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong()),
                random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextGaussian()),
                some(random, r -> payment(r, 2)),
                priorities,
                stock,
                lines,
                maybe(random, r -> payment(r, 2)),
                attributes);
    }

    private static Samples.Payment payment(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 3)) {
            case 0 -> new Samples.Cash();
            case 1 -> new Samples.Card(text(random), maybe(random, Random::nextInt));
            default ->
                new Samples.Invoice(Duration.ofMillis(random.nextInt()), some(random, r -> payment(r, depth - 1)));
        };
    }

    private static Samples.Line line(Random random) {
        return new Samples.Line(text(random), decimal(random));
    }

    private static BigDecimal decimal(Random random) {
        return new BigDecimal(new BigInteger(random.nextInt(1, 200), random), random.nextInt(-5, 60));
    }

    private static Samples.Priority priority(Random random) {
        return random.nextBoolean() ? Samples.Priority.LOW : Samples.Priority.VERY_HIGH;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int c = random.nextInt(3) == 0 ? random.nextInt(Character.MAX_CODE_POINT) : random.nextInt(128);
            text.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'x' : c);
        }
        return text.toString();
    }

    private static <T> Optional<T> maybe(Random random, java.util.function.Function<Random, T> value) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(value.apply(random));
    }

    private static <T> List<T> some(Random random, java.util.function.Function<Random, T> value) {
        List<T> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value.apply(random));
        }
        return values;
    }
}
