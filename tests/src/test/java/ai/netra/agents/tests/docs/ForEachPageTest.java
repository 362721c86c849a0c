package ai.netra.agents.tests.docs;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.ForEachOrchestrator;
import ai.netra.agents.core.orchestrator.ItemOutcomes;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/for-each.md. */
final class ForEachPageTest {
    record Summary(String page, int words) {}

    static final AgentKey<Summary> SUMMARY = AgentKey.of("summary", Summary.class);

    @Test
    void runs() {

        // The item is what came before.
        Agent<Summary> summary = Agent.of(SUMMARY, (input, context) -> {
            String page = input.previous(String.class).orElseThrow();
            return new Summary(page, page.split(" ").length);
        });

        var summaries = ForEachOrchestrator.all(AgentKey.listOf("summaries", Summary.class))
                .overAttribute("pages")
                .width(4)
                .each(summary)
                .aggregating(ItemOutcomes::outputs);

        try (AgentRuntime runtime =
                LocalAgentRuntime.builder().register(summaries).build()) {
            List<Summary> result = runtime.run(
                            summaries, RunRequest.of("Sum up").attribute("pages", List.of("one two", "three")))
                    .orThrow();
            assertThat(result).hasSize(2);
        }
        AgentInput input = AgentInput.builder("Sum up")
                .attribute("pages", List.of("a", "b", "c"))
                .build();
        Progress two = Progress.recorder(input)
                .started(ActivationId.item(SUMMARY, 0), SUMMARY)
                .started(ActivationId.item(SUMMARY, 1), SUMMARY)
                .ended(ActivationId.item(SUMMARY, 1), SUMMARY, new Outcome.Succeeded<>(new Summary("b", 1)))
                .progress();
        assertThat(summaries.decide(two)).hasToString("Start[activations=[Activation[summary[2]]]]");
        try (TestRuntime runtime = TestRuntime.builder().register(summaries).build()) {
            assertThat(runtime.run(summaries, RunRequest.of("Sum up").attribute("pages", List.of("one two", "three"))))
                    .succeeded()
                    .hasOutput(List.of(new Summary("one two", 2), new Summary("three", 1)));
        }
    }
}
