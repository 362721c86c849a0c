package ai.netra.agents.tests.docs;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.testkit.TestRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example of README.md, compiled and run, and held against the README token by token. */
final class ReadmeExampleTest {
    record Draft(String text) {}

    record Review(String text) {}

    static final AgentKey<Draft> DRAFT = AgentKey.of("draft", Draft.class);
    static final AgentKey<Review> REVIEW = AgentKey.of("review", Review.class);

    @Test
    void runs() {
        Agent<Draft> draft = Agent.of(DRAFT, (input, context) -> new Draft(input.message()));
        Agent<Review> review = Agent.of(REVIEW, DRAFT, (d, input, context) -> new Review(d.text()));

        var flow = SequentialOrchestrator.of(AgentKey.of("flow", Review.class))
                .then(draft)
                .endingIn(review);
        try (AgentRuntime runtime = LocalAgentRuntime.builder().register(flow).build()) {
            Review r = runtime.run(flow, RunRequest.of("hello").user("u1").thread("t1"))
                    .orThrow();
            assertThat(r).isEqualTo(new Review("hello"));
        }
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded().hasOutput(new Review("hello"));
        }
    }

    @Test
    void is_what_the_readme_says() throws IOException {
        String here =
                packed(Files.readString(Path.of("src/test/java/ai/netra/agents/tests/docs/ReadmeExampleTest.java")));
        String readme = Files.readString(Path.of("../README.md"));
        List<String> statements = Pattern.compile("```java(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .flatMap(example ->
                        Stream.of(example.group(1).replaceAll("//[^\n]*", "").split("[;{}]\\s*\n", -1)))
                .toList();
        assertThat(statements)
                .hasSizeGreaterThan(8)
                .allSatisfy(statement -> assertThat(here).contains(packed(statement)));
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
