package ai.netra.agents.suite.data;

import ai.netra.agents.AgentContext;
import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.suite.sufficiency.DataNeed;
import ai.netra.agents.suite.tool.CostData;
import ai.netra.agents.suite.tool.CostQuery;
import ai.netra.agents.suite.tool.PerformanceData;
import ai.netra.agents.suite.tool.TimeSpanArgument;
import ai.netra.agents.suite.tool.WorkloadMetrics;
import ai.netra.agents.suite.tool.WorkloadQuery;
import ai.netra.agents.suite.tool.WorkloadTools;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers data for one request, on its agent's thread: in each round the tools of all needs that are still open, one after the other, since an agent's
 * context belongs to one thread. The first round asks about the range itself, later ones again for what failed and about the period before. It ends
 * after 5 rounds, after 30 s (no round begins then; one that has begun is finished, each call within the run's tool limit), or after a round that gave
 * nothing new.
 */
final class Gathering {
    private static final int MOST_ROUNDS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final DataRequest request;
    private final AgentContext context;
    private final Set<DataNeed> needs = EnumSet.noneOf(DataNeed.class);
    private final Gathered now = new Gathered();
    private final Gathered earlier = new Gathered();
    private final Set<DataNeed> earlierAsked = EnumSet.noneOf(DataNeed.class);
    private final Set<String> limitations = new LinkedHashSet<>();

    private Gathering(DataRequest request, AgentContext context) {
        this.request = request;
        this.context = context;
        request.needs().forEach(name -> DataNeed.named(name).ifPresent(needs::add));
    }

    /** Gathers all that can be had. */
    static Gathering of(DataRequest request, AgentContext context) throws InterruptedException {
        Gathering gathering = new Gathering(request, context);
        if (request.workload().isPresent()) {
            gathering.run(request.workload().get());
        } else if (!request.needs().isEmpty()) {
            gathering.limitations.add(
                    "No workload is named; pass the attribute workload_id, or name the workload in the request.");
        }
        return gathering;
    }

    Gathered now() {
        return now;
    }

    Gathered earlier() {
        return earlier;
    }

    List<String> limitations() {
        return new ArrayList<>(limitations);
    }

    private void run(String workload) throws InterruptedException {
        Instant end = context.clock().instant().plus(LONGEST);
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            if (!context.clock().instant().isBefore(end)) {
                limitations.add("Gathering data ended after 30 s; the rest was not asked for.");
                return;
            }
            int before = now.size() + earlier.size();
            if (!askAll(workload)) {
                return;
            }
            context.emit(
                    "Gathered data, round " + round,
                    Attributes.of("round", round).with("results", now.size() + earlier.size()));
            if (now.size() + earlier.size() == before) {
                return;
            }
        }
    }

    /** One round; false if there was nothing left to ask. */
    private boolean askAll(String workload) throws InterruptedException {
        boolean asked = false;
        Optional<TimeRange> before = earlierRange();
        for (DataNeed need : needs) {
            if (!now.has(need)) {
                ask(need, workload, request.timeRange(), now);
                asked = true;
            } else if (before.isPresent() && earlierAsked.add(need)) {
                ask(need, workload, before.map(TimeSpanArgument::of), earlier);
                asked = true;
            }
        }
        return asked;
    }

    /** The period of equal length before, if what is kept reaches back to its first tenth. */
    private Optional<TimeRange> earlierRange() {
        return now.metrics().map(WorkloadMetrics::summary).flatMap(summary -> {
            TimeRange preceding = summary.timeRange().preceding();
            Instant latest = preceding.start().plus(preceding.duration().dividedBy(10));
            return summary.kept().start().isAfter(latest) ? Optional.empty() : Optional.of(preceding);
        });
    }

    private void ask(DataNeed need, String workload, Optional<TimeSpanArgument> range, Gathered into)
            throws InterruptedException {
        String tool = switch (need) {
            case WORKLOAD_METRICS -> WorkloadTools.GET_WORKLOAD_METRICS;
            case COST_ANALYSIS -> WorkloadTools.GET_COST_DATA;
            case PERFORMANCE_DATA -> WorkloadTools.GET_PERFORMANCE_DATA;
        };
        if (!context.tools().has(tool)) {
            limitations.add("The tool " + tool + " is not granted to this agent; grant it to have " + need + ".");
            return;
        }
        Object arguments = need == DataNeed.COST_ANALYSIS
                ? new CostQuery(workload, range, request.currentModel())
                : new WorkloadQuery(workload, range);
        ToolResult result = context.tools().call(tool, arguments);
        Optional<ToolError> error = result.error();
        if (error.isPresent()) {
            report(tool, error.get(), into);
            return;
        }
        switch (need) {
            case WORKLOAD_METRICS -> into.metrics(result.as(WorkloadMetrics.class));
            case COST_ANALYSIS -> into.cost(result.as(CostData.class));
            case PERFORMANCE_DATA -> into.performance(result.as(PerformanceData.class));
        }
    }

    /** That there is no earlier data is no limitation; that a tool broke degrades the answer. */
    private void report(String tool, ToolError error, Gathered into) {
        if (error.kind() == ToolErrorKind.INVALID_ARGUMENTS) {
            if (into == now) {
                limitations.add(error.message());
            }
            return;
        }
        limitations.add("The tool " + tool + " failed: " + error.message());
        context.degrade(
                new Failure(FailureKind.TOOL_ERROR, tool, error.message(), error.kind() == ToolErrorKind.TIMED_OUT));
    }
}
