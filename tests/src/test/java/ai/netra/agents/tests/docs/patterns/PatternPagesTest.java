package ai.netra.agents.tests.docs.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every block of Java in docs/patterns and docs/agents.md is code of a test in this package, between tag and end. */
class PatternPagesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Path TESTS = Path.of("src/test/java/ai/netra/agents/tests/docs/patterns");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("// tag::example\n(.*?)// end::example\n", Pattern.DOTALL);

    @Test
    void every_block_of_a_page_is_tested_code() throws IOException {
        List<String> tested = new ArrayList<>();
        for (Path test : files(TESTS, ".java")) {
            tested.addAll(packed(REGION, test));
        }
        List<Path> pages = new ArrayList<>(files(DOCS.resolve("patterns"), ".md"));
        pages.add(DOCS.resolve("agents.md"));

        assertThat(pages).hasSizeGreaterThan(10);
        for (Path page : pages) {
            assertThat(packed(BLOCK, page))
                    .as("blocks of Java on %s", page)
                    .isNotEmpty()
                    .isSubsetOf(tested);
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static List<String> packed(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1).replaceAll("\\s+", ""))
                .toList();
    }
}
