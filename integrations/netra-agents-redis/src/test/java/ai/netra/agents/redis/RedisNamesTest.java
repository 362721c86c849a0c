package ai.netra.agents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RedisNamesTest {
    private final RedisNames names = new RedisNames("netra");

    @Property
    void every_id_comes_back_and_none_breaks_out_of_its_place(@ForAll String id) {
        String escaped = RedisNames.escaped(id);

        assertThat(RedisNames.unescaped(escaped)).isEqualTo(id);
        assertThat(escaped).matches("[A-Za-z0-9_.%-]*");
    }

    @Test
    void what_is_common_in_ids_stays_readable() {
        assertThat(RedisNames.escaped("user-17_b.C")).isEqualTo("user-17_b.C");
        assertThat(RedisNames.escaped("{a}:%\uD800")).isEqualTo("%007ba%007d%003a%0025%d800");
    }

    @Test
    void a_user_is_always_in_the_same_shard() {
        // Fixed for good: with another, what is kept is not found.
        assertThat(names.shard(UserId.of("ann"))).isEqualTo("netra:{09}:");
        assertThat(names.shard(UserId.LOCAL)).isEqualTo("netra:{37}:");
    }

    @Test
    void users_are_spread_over_all_shards() {
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(i -> names.shard(UserId.of("user" + i)))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(names.shards())
                .hasSize(64);
    }

    @Test
    void rejects_prefixes_that_could_be_taken_for_something_else() {
        for (String prefix : List.of("", "a{b", "a}b", "a b", "a*", "ü", "a".repeat(65))) {
            assertThatThrownBy(() -> new RedisNames(prefix))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("prefix '" + prefix + "' of Redis keys is malformed; use 1 to 64");
        }
        assertThat(new RedisNames("my-app:v1").global("layout")).isEqualTo("my-app:v1:layout");
    }
}
