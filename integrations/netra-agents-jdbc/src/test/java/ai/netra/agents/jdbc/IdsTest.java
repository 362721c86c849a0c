package ai.netra.agents.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IdsTest {
    @Property
    void an_id_comes_back_from_the_bytes_of_its_column(@ForAll("ids") String id) {
        String column = Ids.column(id);
        assertThat(Ids.id(new String(column.getBytes(UTF_8), UTF_8))).isEqualTo(id);
        assertThat(column.getBytes(UTF_8).length).isLessThanOrEqualTo(4 * id.length());
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withChars("a\\\uD800\uDBFF\uDC00\uDFFF\uE000\uE7FF\u00E9")
                .ofMaxLength(12);
    }
}
