package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.ForEachOrchestrator;
import ai.netra.agents.core.orchestrator.ItemOutcomes;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/for-each.md. */
class ForEachPatternTest {
    // tag::example
    record Draft(String text) {}

    static final AgentKey<Draft> DRAFT = AgentKey.of("draft", Draft.class);
    static final AgentKey<List<Draft>> DRAFTS = AgentKey.listOf("drafts", Draft.class);

    static final Agent<Draft> WRITER = Agent.of(
            DRAFT,
            (input, context) ->
                    new Draft("About " + input.previous(String.class).orElseThrow()));

    static ForEachOrchestrator<List<Draft>> drafts(ForEachOrchestrator.Builder<List<Draft>> mode, Agent<Draft> writer) {
        return mode.overAttribute("topics").width(4).each(writer).aggregating(ItemOutcomes::outputs);
    }

    static final ForEachOrchestrator<List<Draft>> EVERY_DRAFT = drafts(ForEachOrchestrator.all(DRAFTS), WRITER);
    // end::example

    private static final RunRequest REQUEST = RunRequest.of("Write").attribute("topics", List.of("tea", "war"));

    private static Draft peaceful(AgentInput input) {
        String topic = input.previous(String.class).orElseThrow();
        if (topic.equals("war")) {
            throw new IllegalStateException("no words");
        }
        return new Draft(topic);
    }

    @Test
    void outputs_are_in_the_order_of_the_items() {
        try (TestRuntime runtime = TestRuntime.builder().register(EVERY_DRAFT).build()) {
            var result = runtime.run(EVERY_DRAFT, REQUEST);

            assertThat(result).succeeded().hasOutput(List.of(new Draft("About tea"), new Draft("About war")));
            assertThat(result.outcomes())
                    .extracting(ended -> ended.id().value())
                    .containsExactlyInAnyOrder("draft[0]", "draft[1]");
        }
    }

    @Test
    void collect_goes_on_without_an_item() {
        // tag::example
        Agent<Draft> writer = Agent.of(DRAFT, (input, context) -> peaceful(input)); // throws at "war"
        var drafts = drafts(ForEachOrchestrator.collect(DRAFTS), writer);
        try (TestRuntime runtime = TestRuntime.builder().register(drafts).build()) {
            assertThat(runtime.run(drafts, RunRequest.of("Write").attribute("topics", List.of("tea", "war"))))
                    .degraded()
                    .hasOutput(List.of(new Draft("tea")));
        }
        // end::example
    }

    @Test
    void all_fails_with_an_item() {
        var drafts = drafts(ForEachOrchestrator.all(DRAFTS), Agent.of(DRAFT, (input, context) -> peaceful(input)));
        try (TestRuntime runtime = TestRuntime.builder().register(drafts).build()) {
            assertThat(runtime.run(drafts, REQUEST))
                    .failedWith(FailureKind.AGENT_ERROR)
                    .hasErrorContaining("no words");
        }
    }

    @Test
    void no_items_give_the_aggregation_of_nothing_and_no_list_fails() {
        try (TestRuntime runtime = TestRuntime.builder().register(EVERY_DRAFT).build()) {
            assertThat(runtime.run(EVERY_DRAFT, RunRequest.of("Write").attribute("topics", List.of())))
                    .succeeded()
                    .hasOutput(List.of());
            assertThat(runtime.run(EVERY_DRAFT, RunRequest.of("Write"))).failedWith(FailureKind.INVALID_DECISION);
        }
    }
}
