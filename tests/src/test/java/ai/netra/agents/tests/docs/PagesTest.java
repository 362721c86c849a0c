package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java on the pages of the documentation is compiled and run: each page's stands, statement by statement and in order, in the test of the page's
 * name beside this one. A page without a test fails, and so does one that says otherwise than its test does.
 */
final class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path HERE = Path.of("src/test/java/ai/netra/agents/tests/docs");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("docs/agents.md")));
        try (Stream<Path> patterns = Files.list(ROOT.resolve("docs/patterns"))) {
            patterns.filter(page -> !page.endsWith("README.md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_code_of_a_page_stands_in_its_test(Path page) throws IOException {
        String test = packed(Files.readString(HERE.resolve(testOf(page))));
        List<String> statements = statements(Files.readString(page));
        int at = 0;
        for (String statement : statements) {
            int found = test.indexOf(packed(statement), at);
            assertThat(found)
                    .as("in %s, behind what comes before it: %s", testOf(page), statement)
                    .isNotNegative();
            at = found;
        }
        assertThat(statements).hasSizeGreaterThan(5);
    }

    /** {@code for-each.md} is tested by {@code ForEachPageTest}. */
    private static String testOf(Path page) {
        String name = page.getFileName().toString().replace(".md", "");
        return Stream.of(name.split("-"))
                        .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining())
                + "PageTest.java";
    }

    private static List<String> statements(String page) {
        List<String> statements = new ArrayList<>();
        Matcher block = JAVA.matcher(page);
        while (block.find()) {
            Stream.of(block.group(1).replaceAll("//[^\n]*", "").split("[;{}]\\s*\n", -1))
                    .filter(statement -> !statement.isBlank())
                    .forEach(statements::add);
        }
        return statements;
    }

    private static String packed(String code) {
        return code.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
    }
}
