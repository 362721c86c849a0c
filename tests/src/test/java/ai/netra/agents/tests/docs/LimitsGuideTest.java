package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.Usage;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.llm.CircuitBreaker;
import ai.netra.agents.core.llm.ConcurrencyLimit;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPrice;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of docs/limits.md, compiled and run, and its table of defaults held against the defaults. */
final class LimitsGuideTest {
    @Test
    void the_example_runs() {
        LlmClient provider = request -> new LlmResponse(
                LlmMessage.assistant("hi"), FinishReason.STOP, LlmUsage.of(1_000, 100), "balanced-medium");
        Agent<String> flow = Agent.of(
                AgentKey.of("flow", String.class),
                (input, context) -> context.llm()
                        .generate(LlmRequest.builder()
                                .user(input.message())
                                .model("balanced-medium")
                                .build())
                        .text());
        try (AgentRuntime runtime = LocalAgentRuntime.builder()
                .llm(ConcurrencyLimit.of(CircuitBreaker.of(provider), 8))
                .pricing(LlmPricing.of(Map.of("balanced-medium", LlmPrice.of("0.60", "2.40"))))
                .limits(Limits.defaults().tokens(200_000).cost(new BigDecimal("0.25")))
                .register(flow)
                .build()) {
            OrchestrationResult<String> result = runtime.run(
                    flow, RunRequest.of("hello").limits(Limits.defaults().llmCalls(5)));
            Usage spent = result.usage();
            assertThat(spent.tokens()).isEqualTo(1_100);
            assertThat(spent.cost()).contains(new BigDecimal("0.00084"));
        }
    }

    @Test
    void the_example_is_what_the_guide_says() throws IOException {
        String guide = guide();
        String example = guide.substring(guide.indexOf("```java") + 7);
        String here =
                packed(Files.readString(Path.of("src/test/java/ai/netra/agents/tests/docs/LimitsGuideTest.java")));
        String shown = packed(example.substring(0, example.indexOf("```")));
        assertThat(shown).hasSizeGreaterThan(300);
        assertThat(here).contains(shown.substring(0, shown.lastIndexOf('}')));
    }

    @Test
    void the_table_has_the_defaults() throws IOException {
        Limits limits = Limits.defaults();
        assertThat(guide())
                .contains("| `activations` | " + limits.activations() + " |")
                .contains("| `llmCalls` | " + limits.llmCalls() + " |")
                .contains("| `toolCalls` | " + limits.toolCalls() + " |")
                .contains("| `tokens` | " + String.format(Locale.ROOT, "%,d", limits.tokens()) + " |")
                .contains("| `cost` | none |")
                .contains("| `depth` | " + limits.depth() + " |")
                .contains("| `width` | " + limits.width() + " |")
                .contains("| `runTime` | " + limits.runTime().toMinutes() + " min |")
                .contains("| `activationTime` | " + limits.activationTime().toMinutes() + " min |")
                .contains("| `llmCallTime` | " + limits.llmCallTime().toSeconds() + " s |")
                .contains("| `toolCallTime` | " + limits.toolCallTime().toSeconds() + " s |");
        assertThat(limits.cost()).isEmpty();
    }

    private static String guide() throws IOException {
        return Files.readString(Path.of("../docs/limits.md"));
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
