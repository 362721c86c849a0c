package ai.netra.agents.suite.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.AgentInput;
import ai.netra.agents.suite.ListRepository;
import ai.netra.agents.suite.StubContext;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.sufficiency.DataPoint;
import ai.netra.agents.suite.sufficiency.MissingPoint;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import ai.netra.agents.suite.tool.WorkloadQuery;
import ai.netra.agents.suite.tool.WorkloadTools;
import ai.netra.agents.suite.triage.RequestCategory;
import ai.netra.agents.suite.triage.RequestIntent;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import ai.netra.agents.suite.workload.WorkloadRequest;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DataAgentTest {
    private static final List<String> ALL_NEEDS = List.of("workload_metrics", "cost_analysis", "performance_data");
    private static final Instant NEWEST = Instant.parse("2026-03-02T11:59:00Z");

    @Test
    void asks_nothing_without_a_workload_and_says_what_is_missing() throws Exception {
        StubContext context = context(requests(10));

        DataAssessment data =
                run(context, AgentInput.builder("reduce cost").output(TriageAgent.KEY, triage(ALL_NEEDS)));

        assertThat(context.calls).isEmpty();
        assertThat(data.sufficiency().state()).isEqualTo(SufficiencyState.INSUFFICIENT);
        assertThat(data.sufficiency().missing())
                .extracting(MissingPoint::point)
                .contains("request_time", "price", "latency_or_throughput");
        assertThat(data.dataQuality().limitations()).anyMatch(limitation -> limitation.contains("workload_id"));
        assertThat(data.dataQuality().freshness()).isEmpty();
    }

    @Test
    void takes_the_workload_from_the_words_of_the_request() throws Exception {
        DataAssessment data = run(
                context(requests(10)),
                AgentInput.builder("reduce the cost of workload test-123").output(TriageAgent.KEY, triage(ALL_NEEDS)));

        assertThat(data.workloadId()).contains("test-123");
        assertThat(data.rawData().workloadMetrics()).isPresent();
    }

    @Test
    void asks_each_tool_once_where_there_is_no_earlier_period() throws Exception {
        StubContext context = context(requests(10));

        run(context, input(ALL_NEEDS));

        assertThat(context.calls(WorkloadTools.GET_WORKLOAD_METRICS)).isEqualTo(1);
        assertThat(context.calls(WorkloadTools.GET_COST_DATA)).isEqualTo(1);
        assertThat(context.calls(WorkloadTools.GET_PERFORMANCE_DATA)).isEqualTo(1);
        assertThat(context.degradations).isEmpty();
    }

    @Test
    void asks_for_the_period_before_in_a_second_round() throws Exception {
        StubContext context = context(requests(48 * 60));

        DataAssessment data = run(context, input(List.of("workload_metrics")));

        assertThat(context.calls(WorkloadTools.GET_WORKLOAD_METRICS)).isEqualTo(2);
        WorkloadQuery second = (WorkloadQuery) context.calls.get(1).getValue();
        assertThat(second.timeRange().orElseThrow().end())
                .contains(data.timeRange().orElseThrow().start());
        assertThat(data.rawData()
                        .earlierPeriod()
                        .orElseThrow()
                        .requests()
                        .orElseThrow()
                        .value())
                .isEqualByComparingTo("1440");
        assertThat(data.sufficiency().has(DataPoint.EARLIER_PERIOD)).isTrue();
    }

    @Test
    void stops_at_the_first_round_without_progress() throws Exception {
        StubContext context = new StubContext();
        for (String tool : List.of(
                WorkloadTools.GET_WORKLOAD_METRICS, WorkloadTools.GET_COST_DATA, WorkloadTools.GET_PERFORMANCE_DATA)) {
            context.tool(tool, arguments -> ToolResult.failure("the database is away"));
        }

        DataAssessment data = run(context, input(ALL_NEEDS));

        assertThat(context.calls).hasSize(3);
        assertThat(context.degradations).hasSize(3);
        assertThat(data.sufficiency().state()).isEqualTo(SufficiencyState.INSUFFICIENT);
        assertThat(data.dataQuality().limitations())
                .anyMatch(limitation -> limitation.contains("the database is away"));
    }

    @Test
    void asks_again_for_what_failed_while_other_tools_give_something_new() throws Exception {
        StubContext context = context(requests(10));
        AtomicInteger asked = new AtomicInteger();
        ToolRegistry working = registry(requests(10));
        context.tool(
                WorkloadTools.GET_COST_DATA,
                arguments -> asked.incrementAndGet() == 1
                        ? ToolResult.failure("busy")
                        : StubContext.execute(working, WorkloadTools.GET_COST_DATA, arguments));

        DataAssessment data = run(context, input(ALL_NEEDS));

        assertThat(asked).hasValue(2);
        assertThat(data.rawData().costAnalysis()).isPresent();
    }

    @Test
    void begins_no_round_after_thirty_seconds_and_says_so() throws Exception {
        StubContext context = context(requests(10));
        ToolRegistry working = registry(requests(10));
        context.tool(WorkloadTools.GET_WORKLOAD_METRICS, arguments -> {
            context.advance(Duration.ofSeconds(30));
            return StubContext.execute(working, WorkloadTools.GET_WORKLOAD_METRICS, arguments);
        });

        DataAssessment data = run(context, input(ALL_NEEDS));

        assertThat(context.calls).hasSize(ALL_NEEDS.size());
        assertThat(data.dataQuality().limitations()).anyMatch(limitation -> limitation.contains("30 s"));
    }

    @Test
    void does_without_a_tool_that_is_not_granted_and_says_so() throws Exception {
        DataAssessment data = run(new StubContext(), input(List.of("workload_metrics")));

        assertThat(data.dataQuality().limitations())
                .anyMatch(limitation -> limitation.contains("get_workload_metrics is not granted"));
    }

    @Test
    void a_workload_of_which_nothing_is_kept_degrades_nothing() throws Exception {
        StubContext context = new StubContext()
                .tool(
                        WorkloadTools.GET_WORKLOAD_METRICS,
                        arguments -> ToolResult.failure(new ToolError(
                                ToolErrorKind.INVALID_ARGUMENTS, "Nothing is kept of workload 'w'.", "")));

        DataAssessment data = run(context, input(List.of("workload_metrics")));

        assertThat(context.degradations).isEmpty();
        assertThat(data.dataQuality().limitations()).contains("Nothing is kept of workload 'w'.");
    }

    @Test
    void leaves_out_what_was_fetched_beyond_what_was_asked_for() throws Exception {
        List<WorkloadRequest> rich = requests(48 * 60).stream()
                .map(request -> new WorkloadRequest(
                        request.time(),
                        request.inputTokens(),
                        request.outputTokens(),
                        Optional.of("compact-small"),
                        Optional.of("chat"),
                        Optional.of("someone"),
                        Optional.of(Duration.ofMillis(800)),
                        Optional.of(Duration.ofMillis(200)),
                        Optional.of(false)))
                .toList();

        DataAssessment data = run(context(rich), input(List.of("workload_metrics")));

        assertThat(data.sufficiency().state()).isEqualTo(SufficiencyState.EXCESSIVE);
        assertThat(data.sufficiency().score().orElseThrow().value()).isEqualByComparingTo("1");
        assertThat(data.rawData().workloadMetrics().orElseThrow().metrics().latency())
                .isEmpty();
        assertThat(data.rawData().workloadMetrics().orElseThrow().metrics().errorRate())
                .isEmpty();
        assertThat(data.enrichedData().statistics())
                .extracting(NamedStatistics::name)
                .containsExactly("input_tokens", "output_tokens");
    }

    @Test
    void freshness_is_one_for_new_data_and_falls_with_its_age() throws Exception {
        StubContext old = context(requests(10));
        old.advance(Duration.ofDays(4).minusMinutes(1));

        assertThat(run(context(requests(10)), input(List.of("workload_metrics")))
                        .dataQuality()
                        .freshness()
                        .orElseThrow()
                        .value())
                .isEqualByComparingTo("1");
        assertThat(run(old, input(List.of("workload_metrics")))
                        .dataQuality()
                        .freshness()
                        .orElseThrow()
                        .rounded(2))
                .isEqualByComparingTo("0.25");
    }

    private static AgentInput.Builder input(List<String> needs) {
        return AgentInput.builder("reduce cost").attribute("workload_id", "w").output(TriageAgent.KEY, triage(needs));
    }

    private static DataAssessment run(StubContext context, AgentInput.Builder input) throws Exception {
        return new DataAgent().process(input.build(), context);
    }

    private static Triage triage(List<String> needs) {
        return Triage.of(RequestCategory.COST_OPTIMIZATION, RequestIntent.OPTIMIZE, needs);
    }

    /** A request a minute, up to the minute before the stub's clock. */
    private static List<WorkloadRequest> requests(int count) {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            requests.add(WorkloadRequest.of(NEWEST.minus(Duration.ofMinutes(i)), 100 + i % 10, 10));
        }
        return requests;
    }

    private static StubContext context(List<WorkloadRequest> requests) {
        return new StubContext().tools(registry(requests));
    }

    private static ToolRegistry registry(List<WorkloadRequest> requests) {
        return WorkloadTools.over(new ListRepository(requests), JsonSupplyCatalog.bundled());
    }
}
