package ai.netra.agents.suite.data;

import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.suite.internal.Drafting;
import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.sufficiency.MissingPoint;
import ai.netra.agents.suite.triage.RequestConstraint;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a model adds to an assessment of data: what the findings and limitations mean, behind those themselves. */
final class DataDrafting implements Drafting<DataAssessment, DataFacts, DataDraft> {
    private static final int MOST = 6;

    private final DataAgent rules;

    DataDrafting(DataAgent rules) {
        this.rules = rules;
    }

    @Override
    public Basis<DataAssessment, DataFacts, DataDraft> basis(AgentInput input, AgentContext context)
            throws InterruptedException {
        DataAssessment data = rules.process(input, context);
        return Basis.of(data, facts(input.output(TriageAgent.KEY), data), (draft, by) -> drafted(data, draft, by));
    }

    static DataFacts facts(Triage triage, DataAssessment data) {
        return new DataFacts(
                triage.objectives(),
                triage.constraints().stream().map(RequestConstraint::text).toList(),
                data.sufficiency().state(),
                data.sufficiency().missing().stream().map(MissingPoint::meaning).toList(),
                data.enrichedData().findings(),
                data.enrichedData().crossChecks(),
                data.dataQuality().limitations());
    }

    @Override
    public Optional<String> problem(DataFacts facts, DataDraft draft) {
        if (facts.findings().isEmpty() && !draft.meanings().isEmpty()) {
            return Optional.of("meanings are given, but there are no findings; leave them empty");
        }
        return draft.meanings().size() > MOST || draft.limits().size() > MOST
                ? Optional.of("meanings or limits are more than " + MOST + "; keep those that matter most")
                : Optional.empty();
    }

    static DataAssessment drafted(DataAssessment data, DataDraft draft, DraftedBy by) {
        EnrichedData enriched = data.enrichedData();
        DataQuality quality = data.dataQuality();
        return new DataAssessment(
                data.workloadId(),
                data.timeRange(),
                data.currentModel(),
                data.rawData(),
                new EnrichedData(
                        enriched.statistics(),
                        enriched.trends(),
                        enriched.anomalies(),
                        enriched.correlations(),
                        enriched.usagePattern(),
                        enriched.costBreakdown(),
                        enriched.changes(),
                        enriched.projections(),
                        enriched.crossChecks(),
                        joined(enriched.findings(), draft.meanings())),
                new DataQuality(
                        quality.completeness(),
                        quality.freshness(),
                        quality.reliability(),
                        joined(quality.limitations(), draft.limits())),
                data.sufficiency(),
                Optional.of(by));
    }

    private static List<String> joined(List<String> byRules, List<String> byModel) {
        List<String> all = new ArrayList<>(byRules);
        all.addAll(byModel);
        return all;
    }
}
