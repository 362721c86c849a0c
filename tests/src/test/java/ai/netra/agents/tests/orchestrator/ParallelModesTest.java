package ai.netra.agents.tests.orchestrator;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.ForEachOrchestrator;
import ai.netra.agents.core.orchestrator.ItemOutcomes;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens to running branches and items, and in which order results come. */
class ParallelModesTest {
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    private static final AgentKey<List<String>> ITEMS = AgentKey.listOf("items", String.class);
    private static final AgentKey<String> ITEM = AgentKey.of("item", String.class);

    private final FakeAgent<String> slow = after("slow", 100);
    private final FakeAgent<String> middle = after("middle", 10);
    private final FakeAgent<String> fast = after("fast", 1);
    private final FakeAgent<String> broken = FakeAgent.builder(key("broken"))
            .fails(new IllegalStateException("no"))
            .build();

    private static AgentKey<String> key(String name) {
        return AgentKey.of(name, String.class);
    }

    private static FakeAgent<String> after(String name, int millis) {
        return FakeAgent.builder(key(name))
                .waits(Duration.ofMillis(millis))
                .returns(name)
                .build();
    }

    private static <O> OrchestrationResult<O> run(Orchestrator<O> flow, RunRequest request) {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            return runtime.run(flow, request);
        }
    }

    private static <O> OrchestrationResult<O> run(Orchestrator<O> flow) {
        return run(flow, RunRequest.of("hello"));
    }

    @Test
    void the_first_success_ends_the_race_and_interrupts_the_others() {
        var race = ParallelOrchestrator.firstSuccess(FLOW)
                .agent(slow)
                .agent(fast)
                .agent(middle)
                .build();
        var result = run(race);

        assertThat(result).succeeded().hasOutput("fast");
        assertThat(result.duration()).isEqualTo(Duration.ofMillis(1));
        assertThat(slow.interrupted() + middle.interrupted()).isEqualTo(2);
        assertThat(result.outcomes())
                .extracting(ended -> ended.outcome().label())
                .containsExactly("succeeded", "cancelled", "cancelled");
    }

    @Test
    void a_branch_that_failed_before_the_first_success_degrades_the_result() {
        var race = ParallelOrchestrator.firstSuccess(FLOW)
                .agent(broken)
                .agent(fast)
                .build();

        assertThat(run(race)).degraded().hasOutput("fast");
    }

    @Test
    void a_race_that_nobody_wins_names_each_who_lost() {
        var race = ParallelOrchestrator.firstSuccess(FLOW)
                .agent(broken)
                .agent(FakeAgent.failing(key("worse"), new IllegalArgumentException("never")))
                .build();

        assertThat(run(race))
                .failedWith(FailureKind.AGENT_ERROR)
                .hasErrorContaining("broken failed: no; worse failed: never");
    }

    @Test
    void a_quorum_interrupts_those_it_can_do_without_and_sees_the_rest_in_declared_order() {
        var quorum = ParallelOrchestrator.quorum(FLOW, 2)
                .agent(slow)
                .agent(middle)
                .agent(fast)
                .aggregating(branches -> String.join("+", branches.outputs(String.class)));

        assertThat(run(quorum)).succeeded().hasOutput("middle+fast");
        assertThat(slow.interrupted()).isEqualTo(1);
    }

    @Test
    void a_quorum_that_cannot_be_had_any_more_interrupts_the_rest() {
        var quorum = ParallelOrchestrator.quorum(FLOW, 2)
                .agent(slow)
                .agent(broken)
                .agent(FakeAgent.builder(key("worse"))
                        .waits(Duration.ofMillis(1)) // until the others have begun
                        .fails(new IllegalArgumentException("never"))
                        .build())
                .aggregating(branches -> "");
        var result = run(quorum);

        assertThat(result)
                .failedWith(FailureKind.AGENT_ERROR)
                .hasErrorContaining("2 of 3 branches had to give an output, and 2 gave none");
        assertThat(slow.interrupted()).isEqualTo(1);
        assertThat(result.duration()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void a_branch_that_the_limits_forbid_is_one_without_output() {
        var quorum = ParallelOrchestrator.quorum(FLOW, 2)
                .agent(slow)
                .agent(middle)
                .agent(fast)
                .aggregating(branches -> "");

        assertThat(run(quorum, RunRequest.of("hello").limits(Limits.defaults().activations(1))))
                .failedWith(FailureKind.LIMIT_EXCEEDED);
    }

    @Test
    void items_run_so_many_at_once_and_their_outputs_keep_their_order() {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        Agent<String> item = Agent.of(ITEM, (input, context) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            long number = (Long) input.previous().orElseThrow();
            context.clock().sleep(Duration.ofMillis(number % 7 + 1));
            running.decrementAndGet();
            return "#" + number;
        });
        var each = ForEachOrchestrator.all(ITEMS)
                .overAttribute("numbers")
                .width(4)
                .each(item)
                .aggregating(ItemOutcomes::outputs);
        List<Integer> numbers = IntStream.range(0, 50).boxed().toList();
        var result = run(each, RunRequest.of("hello").attribute("numbers", numbers));

        assertThat(result)
                .succeeded()
                .hasOutput(numbers.stream().map(i -> "#" + i).toList());
        assertThat(most).hasValue(4);
        assertThat(result.outcomes().getFirst().id().value()).isEqualTo("item[0]");
    }

    @Test
    void items_come_from_the_step_before() {
        AgentKey<List<String>> topics = AgentKey.listOf("topics", String.class);
        var each = ForEachOrchestrator.all(ITEMS)
                .overPrevious()
                .each(FakeAgent.builder(ITEM)
                        .answers(
                                (input, context) -> input.previous(String.class).orElseThrow() + "!")
                        .build())
                .aggregating(ItemOutcomes::outputs);
        var flow = SequentialOrchestrator.of(AgentKey.listOf("flow", String.class))
                .then(FakeAgent.returning(topics, List.of("a", "b")))
                .endingIn(each);

        assertThat(run(flow)).succeeded().hasOutput(List.of("a!", "b!"));
    }

    @Test
    void the_first_item_that_fails_interrupts_the_others() {
        FakeAgent<String> picky = FakeAgent.builder(ITEM)
                .answers((input, context) -> {
                    if (input.previous().filter("bad"::equals).isPresent()) {
                        context.clock().sleep(Duration.ofMillis(1)); // the others have begun
                        throw new IllegalStateException("bad item");
                    }
                    context.clock().sleep(Duration.ofHours(1));
                    return "never";
                })
                .build();
        var each = ForEachOrchestrator.all(ITEMS)
                .over(input -> List.of("good", "bad", "good"))
                .width(2)
                .each(picky)
                .aggregating(ItemOutcomes::outputs);
        var result = run(each);

        assertThat(result).failedWith(FailureKind.AGENT_ERROR).hasErrorContaining("bad item");
        assertThat(picky.calls()).isEqualTo(2);
        assertThat(picky.interrupted()).isEqualTo(1);
    }

    @Test
    void items_that_fail_are_collected_with_the_others_and_degrade_the_result() {
        FakeAgent<String> picky = FakeAgent.builder(ITEM)
                .answers((input, context) -> {
                    if (input.previous().filter("bad"::equals).isPresent()) {
                        throw new IllegalStateException("bad item");
                    }
                    return "fine";
                })
                .build();
        var each = ForEachOrchestrator.collect(FLOW)
                .over(input -> List.of("good", "bad", "good"))
                .each(picky)
                .aggregating(items -> items.outputs() + " of "
                        + items.outcomes().stream().map(Outcome::label).toList());

        assertThat(run(each)).degraded().hasOutput("[fine, fine] of [succeeded, failed, succeeded]");
    }

    @Test
    void no_items_are_a_success_of_nothing() {
        var each = ForEachOrchestrator.all(ITEMS)
                .over(input -> List.of())
                .each(FakeAgent.returning(ITEM, "never"))
                .aggregating(ItemOutcomes::outputs);

        assertThat(run(each)).succeeded().hasOutput(List.of());
    }

    @Test
    void a_missing_attribute_is_a_failure_that_says_what_to_pass() {
        var each = ForEachOrchestrator.all(ITEMS)
                .overAttribute("topics")
                .each(FakeAgent.returning(ITEM, "never"))
                .aggregating(ItemOutcomes::outputs);

        assertThat(run(each))
                .failedWith(FailureKind.INVALID_DECISION)
                .hasErrorContaining("attribute 'topics', which there is not");
    }
}
