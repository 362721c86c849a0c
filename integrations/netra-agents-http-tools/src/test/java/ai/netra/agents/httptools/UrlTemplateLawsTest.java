package ai.netra.agents.httptools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UrlTemplateLawsTest {
    private static final UrlTemplate TEMPLATE =
            UrlTemplate.of("https://api.example.com:8443/v1/cities/{city}/days/{day}.json?units=metric");

    @Provide
    Arbitrary<String> nasty() {
        Arbitrary<String> any = Arbitraries.strings()
                .ofMaxLength(20)
                .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
        Arbitrary<String> known = Arbitraries.of(
                "..",
                ".",
                "...",
                "",
                "/",
                "../..",
                "a/../b",
                "%2e%2e",
                "%2F",
                "\\",
                "a?b=c",
                "a#b",
                "a&b=c",
                "a;b",
                "@evil.org",
                "//evil.org",
                "http://evil.org",
                ":80",
                "{day}",
                "x\r\nHost: evil",
                "\u0000",
                "ä/ö",
                "+",
                " ",
                "a=b",
                "$1",
                "\\1",
                "%",
                "{",
                "}",
                "．．",
                "／");
        Arbitrary<String> mixed =
                Arbitraries.strings().withChars("./\\%?#&=@:;{}$+ \r\n2eEfFab").ofMaxLength(12);
        return Arbitraries.oneOf(any, known, mixed);
    }

    @Property(tries = 5_000)
    void an_argument_changes_nothing_but_its_own_place(
            @ForAll("nasty") String city, @ForAll("nasty") String day, @ForAll("nasty") String query) {
        URI made;
        try {
            made = TEMPLATE.expand(Map.of("city", city, "day", day), List.of(Map.entry("q", query)));
        } catch (UrlTemplate.Misfit refused) {
            boolean bad = List.of(city, day).stream()
                    .anyMatch(text -> text.chars().allMatch(c -> c == '.')
                            || text.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c)));
            assertThat(bad).isTrue();
            return;
        }

        assertThat(made.getScheme()).isEqualTo("https");
        assertThat(made.getRawAuthority()).isEqualTo("api.example.com:8443");
        assertThat(made.getRawFragment()).isNull();
        String[] steps = made.getRawPath().split("/", -1);
        assertThat(steps).hasSize(6);
        assertThat(List.of(steps[1], steps[2], steps[4])).containsExactly("v1", "cities", "days");
        assertThat(decoded(steps[3])).isEqualTo(city);
        assertThat(decoded(steps[5])).isEqualTo(day + ".json");
        assertThat(steps[3]).matches("[A-Za-z0-9._~%-]+");
        String[] pairs = made.getRawQuery().split("&", -1);
        assertThat(pairs).hasSize(2);
        assertThat(pairs[0]).isEqualTo("units=metric");
        assertThat(pairs[1]).startsWith("q=");
        assertThat(decoded(pairs[1].substring(2))).isEqualTo(query);
        assertThat(made.normalize()).isEqualTo(made);
        assertThat(Origin.of(made)).contains(TEMPLATE.origin());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Example
    void places_are_in_the_path_alone() {
        for (String template : List.of(
                "https://{host}/x",
                "https://api.example.com:{port}/x",
                "{scheme}://api.example.com/x",
                "https://api.example.com/x?q={q}",
                "https://api.example.com{path}",
                "https://api.example.com/../x",
                "https://api.example.com/x#y",
                "https://u@api.example.com/",
                "/relative/{x}",
                "https://api.example.com/{}",
                "https://api.example.com/{a")) {
            assertThatThrownBy(() -> UrlTemplate.of(template)).as(template).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> UrlTemplate.of(template))
                    .as(template)
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("URL template");
        }
    }
}
