package ai.netra.agents.suite.data;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Dependency;
import ai.netra.agents.suite.internal.DraftedAgent;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.sufficiency.DataPoint;
import ai.netra.agents.suite.sufficiency.Sufficiency;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import ai.netra.agents.suite.tool.CostData;
import ai.netra.agents.suite.tool.WorkloadMetrics;
import ai.netra.agents.suite.tool.WorkloadSummary;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the data a request needs through its tools, assesses whether it suffices, and says what is in it. Stateless. */
public final class DataAgent implements Agent<DataAssessment> {
    /** The agent's name and output. */
    public static final AgentKey<DataAssessment> KEY = AgentKey.of("data", DataAssessment.class);

    /** The only kind there is. */
    public DataAgent() {}

    /** This agent with a model that says what the findings and limitations mean; it calls no tools, and all figures are the rules'. */
    public Agent<DataAssessment> asking(SuiteLlm llm) {
        return DraftedAgent.of(this, llm, DataDraft.class, new DataDrafting(this));
    }

    @Override
    public AgentKey<DataAssessment> key() {
        return KEY;
    }

    @Override
    public String description() {
        return "Gathers the data a request needs, assesses whether it suffices, and analyzes it.";
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(Dependency.required(TriageAgent.KEY));
    }

    @Override
    public DataAssessment process(AgentInput input, AgentContext context) throws InterruptedException {
        Triage triage = input.output(TriageAgent.KEY);
        DataRequest request = DataRequest.of(input, triage);
        Gathering gathering = Gathering.of(request, context);
        Sufficiency sufficiency =
                Sufficiency.assess(request.needs(), GatheredPoints.of(request, gathering.now(), gathering.earlier()));
        RawData raw = raw(gathering, sufficiency);
        context.emit(
                "The data is " + sufficiency.state(),
                Attributes.of("state", sufficiency.state().toString()));
        return new DataAssessment(
                request.workload(),
                raw.workloadMetrics().map(metrics -> metrics.summary().timeRange()),
                request.currentModel()
                        .or(() -> raw.costAnalysis()
                                .flatMap(CostData::current)
                                .filter(current -> current.models().size() == 1)
                                .map(current -> current.models().getFirst())),
                raw,
                Enrichment.of(triage, raw, sufficiency),
                quality(raw, gathering, sufficiency, context.clock().instant()),
                sufficiency,
                Optional.empty());
    }

    private static RawData raw(Gathering gathering, Sufficiency sufficiency) {
        Gathered now = gathering.now();
        boolean filtered = sufficiency.state() == SufficiencyState.EXCESSIVE;
        return new RawData(
                now.metrics().map(metrics -> filtered ? filtered(metrics, sufficiency.filtered()) : metrics),
                now.cost(),
                now.performance(),
                Changes.earlier(gathering.earlier()));
    }

    /** Leaves out what was fetched beyond what was asked for. */
    private static WorkloadMetrics filtered(WorkloadMetrics metrics, List<DataPoint> beyond) {
        WorkloadStatistics m = metrics.metrics();
        return new WorkloadMetrics(
                metrics.workloadId(),
                new WorkloadStatistics(
                        m.observed(),
                        m.requests(),
                        m.requestsPerSecond(),
                        m.inputTokens(),
                        m.outputTokens(),
                        m.latency().filter(latency -> !beyond.contains(DataPoint.LATENCY_OR_THROUGHPUT)),
                        m.timeToFirstToken().filter(time -> !beyond.contains(DataPoint.TIME_TO_FIRST_TOKEN)),
                        m.errorRate().filter(rate -> !beyond.contains(DataPoint.ERROR_FLAG)),
                        m.correlations(),
                        m.timeline(),
                        m.usage(),
                        m.byFeature(),
                        m.byModel()),
                metrics.summary());
    }

    private static DataQuality quality(RawData raw, Gathering gathering, Sufficiency sufficiency, Instant now) {
        List<String> limitations = new ArrayList<>(gathering.limitations());
        raw.costAnalysis().ifPresent(cost -> limitations.addAll(cost.limitations()));
        limitations.addAll(sufficiency.warnings());
        if (sufficiency.state() == SufficiencyState.EXCESSIVE) {
            limitations.add("More was fetched than asked for, and left out: " + sufficiency.filtered() + ".");
        }
        Optional<WorkloadSummary> summary = raw.workloadMetrics().map(WorkloadMetrics::summary);
        Optional<Quantity> freshness = summary.map(s -> freshness(s, now));
        freshness
                .filter(f -> f.value().compareTo(BigDecimal.ONE) < 0)
                .ifPresent(f -> limitations.add(
                        "The newest request is older than the range asked about; the range was counted back from it."));
        return new DataQuality(sufficiency.score(), freshness, summary.map(WorkloadSummary::reliability), limitations);
    }

    /** 1 while the newest request is no older than the window is long; then falling with its age. */
    private static Quantity freshness(WorkloadSummary summary, Instant now) {
        Duration window = summary.timeRange().duration();
        Duration age = Duration.between(summary.kept().end(), now);
        String basis = "length of the range asked for (" + window.toSeconds() + " s) / age of the newest request ("
                + Math.max(0, age.toSeconds()) + " s), at most 1";
        BigDecimal share = age.compareTo(window) <= 0
                ? BigDecimal.ONE
                : Quantity.quotient(BigDecimal.valueOf(window.toMillis()), BigDecimal.valueOf(age.toMillis()));
        return Quantity.measured(share, Unit.RATIO, basis);
    }
}
