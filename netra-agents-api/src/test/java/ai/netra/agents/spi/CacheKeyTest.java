package ai.netra.agents.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final AgentKey<String> TRIAGE = AgentKey.of("triage", String.class);
    private static final Pattern TEXT =
            Pattern.compile("agent_cache:([A-Za-z][A-Za-z0-9_.-]*):((?:[A-Za-z0-9_.@-]|%[0-9a-f]{4})+):([0-9a-f]{64})");

    @Test
    void begins_with_the_prefix_and_the_agent_and_names_the_user() {
        CacheKey<String> key = new CacheKey<>(UserId.of("ann@example.com"), TRIAGE, HASH);

        assertThat(key.text()).isEqualTo("agent_cache:triage:ann@example.com:" + HASH);
        assertThat(key).hasToString(key.text());
    }

    @Test
    void escapes_what_could_be_taken_for_more_than_a_user() {
        CacheKey<String> key = new CacheKey<>(UserId.of("a:b*%ü"), TRIAGE, HASH);

        assertThat(key.text()).isEqualTo("agent_cache:triage:a%003ab%002a%0025%00fc:" + HASH);
    }

    @Test
    void tells_outputs_of_different_types_apart() {
        CacheKey<Integer> other = new CacheKey<>(UserId.LOCAL, AgentKey.of("triage", Integer.class), HASH);

        assertThat(other).isNotEqualTo(new CacheKey<>(UserId.LOCAL, TRIAGE, HASH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"})
    void rejects_what_is_no_sha_256(String hash) {
        assertThatThrownBy(() -> new CacheKey<>(UserId.LOCAL, TRIAGE, hash))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("hash '" + hash + "'")
                .hasMessageContaining("agent triage")
                .hasMessageContaining("64 lower-case hexadecimal digits");
    }

    @Property
    void has_a_text_of_its_own_unless_user_agent_and_hash_are_the_same(
            @ForAll("keys") CacheKey<?> left, @ForAll("keys") CacheKey<?> right) {
        boolean same = left.user().equals(right.user())
                && left.agent().name().equals(right.agent().name())
                && left.hash().equals(right.hash());

        assertThat(left.text().equals(right.text())).isEqualTo(same);
    }

    @Property
    void says_in_its_text_whose_it_is(@ForAll("keys") CacheKey<?> key) {
        Matcher matcher = TEXT.matcher(key.text());

        assertThat(matcher.matches()).as(key.text()).isTrue();
        assertThat(matcher.group(1)).isEqualTo(key.agent().name());
        assertThat(unescaped(matcher.group(2))).isEqualTo(key.user().value());
        assertThat(matcher.group(3)).isEqualTo(key.hash());
    }

    private static String unescaped(String escaped) {
        return Pattern.compile("%([0-9a-f]{4})").matcher(escaped).replaceAll(unit -> {
            char decoded = (char) Integer.parseInt(unit.group(1), 16);
            return Matcher.quoteReplacement(String.valueOf(decoded));
        });
    }

    /** Few agents and hashes, and users made of what keys are made of, so that forgeries are tried. */
    @Provide
    Arbitrary<CacheKey<?>> keys() {
        Arbitrary<String> piece = Arbitraries.of(
                "a", ":", "%", "%003a", "triage", "triage:a", HASH, ":" + HASH, "*", "{", "\uD800", "\uD801", "ü", "A");
        Arbitrary<String> built = piece.list().ofMinSize(1).ofMaxSize(3).map(pieces -> String.join("", pieces));
        Arbitrary<String> any = Arbitraries.strings().ofMinLength(1).ofMaxLength(20);
        Arbitrary<UserId> users = Arbitraries.oneOf(List.of(built, any))
                .filter(value -> !value.isBlank()
                        && value.length() <= 200
                        && value.chars().noneMatch(Character::isISOControl))
                .map(UserId::of);
        Arbitrary<AgentKey<String>> agents =
                Arbitraries.of("triage", "a", "A").map(name -> AgentKey.of(name, String.class));
        Arbitrary<String> hashes = Arbitraries.of(HASH, "f".repeat(64));
        return Combinators.combine(users, agents, hashes).as(CacheKey::new);
    }
}
