package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.decided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForEachOrchestratorTest {
    private static final AgentKey<List<String>> FLOW = AgentKey.listOf("flow", String.class);
    private static final AgentInput THREE = AgentInput.builder("question")
            .attribute("topics", List.of("x", "y", "z"))
            .build();

    private final ForEachOrchestrator<List<String>> all = byTwo(ForEachOrchestrator.all(FLOW));
    private final ForEachOrchestrator<List<String>> collect = byTwo(ForEachOrchestrator.collect(FLOW));

    private static ForEachOrchestrator<List<String>> byTwo(ForEachOrchestrator.Builder<List<String>> builder) {
        return builder.overAttribute("topics").width(2).each(agent(A)).aggregating(ItemOutcomes::outputs);
    }

    @ParameterizedTest(name = "{0}: all {1}, collect {2}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                  | start a[0]<x> a[1]<y>        | start a[0]<x> a[1]<y>
        a[1]=2 a[0]?        | start a[2]<z>                | start a[2]<z>
        a[1]*2 a[0]?        | start a[2]<z>                | start a[2]<z>
        a[1]!no a[0]?       | fail agent_error agent_error | start a[2]<z>
        a[1]=2 a[0]=1 a[2]? | wait                         | wait
        a[1]=2 a[2]=3 a[0]? | wait                         | wait
        a[2]=3 a[1]=2 a[0]=1| finish [1, 2, 3]             | finish [1, 2, 3]
        a[1]=2 a[2]=3 a[0]!n| fail agent_error agent_error | finish [2, 3]
        a[0]!n a[1]!n a[2]!n| fail agent_error agent_error | finish []
        """)
    void runs_so_many_items_at_once_and_keeps_their_order(String happened, String ofAll, String ofCollect) {
        assertThat(decided(all, THREE, happened)).isEqualTo(ofAll);
        assertThat(decided(collect, THREE, happened)).isEqualTo(ofCollect);
    }

    @Test
    void of_no_items_succeeds_with_an_empty_list_at_once() {
        AgentInput none =
                AgentInput.builder("question").attribute("topics", List.of()).build();

        assertThat(decided(all, none, "")).isEqualTo("finish []");
        assertThat(decided(collect, none, "")).isEqualTo("finish []");
    }

    @Test
    void of_fewer_items_than_its_width_starts_those_there_are() {
        AgentInput one =
                AgentInput.builder("question").attribute("topics", List.of("x")).build();

        assertThat(decided(all, one, "")).isEqualTo("start a[0]<x>");
    }

    @Test
    void runs_sixteen_at_once_by_default() {
        var wide = ForEachOrchestrator.all(FLOW)
                .over(input -> IntStream.range(0, 100).boxed().toList())
                .each(agent(A))
                .aggregating(ItemOutcomes::outputs);

        assertThat(DecideTable.activations(wide.decide(DecideTable.progress(""))))
                .hasSize(16);
    }

    @Test
    void takes_a_hundred_items_in_whatever_order_they_end() {
        var wide = ForEachOrchestrator.all(FLOW)
                .over(input -> IntStream.range(0, 100).boxed().toList())
                .each(agent(A))
                .aggregating(ItemOutcomes::outputs);
        String backwards = IntStream.iterate(99, i -> i >= 0, i -> i - 1)
                .mapToObj(i -> "a[" + i + "]=" + i)
                .collect(Collectors.joining(" "));

        assertThat(decided(wide, backwards))
                .isEqualTo("finish " + IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void takes_its_items_from_the_step_before() {
        var previous =
                ForEachOrchestrator.all(FLOW).overPrevious().each(agent(A)).aggregating(ItemOutcomes::outputs);
        AgentInput input =
                AgentInput.builder("question").previous(List.of("x", "y")).build();

        assertThat(decided(previous, input, "")).isEqualTo("start a[0]<x> a[1]<y>");
    }

    @Test
    void takes_its_items_from_what_it_reads() {
        var reading = ForEachOrchestrator.all(FLOW)
                .reads(Dependency.required(B))
                .over(input -> List.of(input.output(B).split(",")))
                .each(agent(A))
                .aggregating(ItemOutcomes::outputs);
        AgentInput input = AgentInput.builder("question").output(B, "x,y").build();

        assertThat(decided(reading, input, "")).isEqualTo("start a[0]<x> a[1]<y>");
    }

    @Test
    void an_aggregation_sees_the_outcome_of_each_item() {
        var counting = ForEachOrchestrator.collect(AgentKey.of("flow", String.class))
                .overAttribute("topics")
                .each(agent(A))
                .aggregating(
                        items -> items.outcomes().stream().map(Outcome::label).collect(Collectors.joining(",")));

        assertThat(decided(counting, THREE, "a[2]=3 a[1]!no a[0]*1")).isEqualTo("finish degraded,failed,succeeded");
    }

    @Test
    void fails_where_the_attribute_is_missing() {
        assertThatThrownBy(() -> decided(all, ""))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("for-each flow is over the attribute 'topics'", "give the request a list");
    }

    @Test
    void fails_where_there_is_no_step_before() {
        var previous =
                ForEachOrchestrator.all(FLOW).overPrevious().each(agent(A)).aggregating(ItemOutcomes::outputs);

        assertThatThrownBy(() -> decided(previous, ""))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("for-each flow is over the output of the step before", "behind a step");
    }

    @Test
    void fails_where_an_item_is_null() {
        var holed = ForEachOrchestrator.all(FLOW)
                .over(input -> java.util.Arrays.asList("x", null))
                .each(agent(A))
                .aggregating(ItemOutcomes::outputs);

        assertThatThrownBy(() -> decided(holed, ""))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("item 1 of for-each flow is null", "leave it out");
    }

    @Test
    void refuses_a_width_below_one() {
        assertThatThrownBy(() -> ForEachOrchestrator.all(FLOW).width(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("width of for-each flow is 0; use 1 or more");
    }

    @Test
    void refuses_to_be_without_items() {
        assertThatThrownBy(() -> ForEachOrchestrator.all(FLOW).each(agent(A)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("for-each flow has no items", "overAttribute(...)");
    }

    @Test
    void refuses_an_agent_that_requires_what_it_does_not_read() {
        assertThatThrownBy(() -> ForEachOrchestrator.all(FLOW).overPrevious().each(agent(A, Dependency.required(B))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("agent a of orchestrator flow requires b");
    }
}
