package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.guidance.DataGuidance;
import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.triage.Triage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who chose and worded what: a line for each agent that gave something. */
final class Authors {
    private Authors() {}

    static List<String> of(ReportInputs inputs, Optional<DraftedBy> reporting) {
        List<String> lines = new ArrayList<>();
        inputs.triage().map(Triage::draftedBy).ifPresent(by -> lines.add(line("triage", by)));
        inputs.data().map(DataAssessment::draftedBy).ifPresent(by -> lines.add(line("data", by)));
        inputs.guidance().map(DataGuidance::draftedBy).ifPresent(by -> lines.add(line("data_guidance", by)));
        inputs.optimization().map(Optimization::draftedBy).ifPresent(by -> lines.add(line("optimization", by)));
        inputs.actions().map(ActionPlan::draftedBy).ifPresent(by -> lines.add(line("actions", by)));
        lines.add(line("reporting", reporting));
        return lines;
    }

    private static String line(String agent, Optional<DraftedBy> by) {
        return agent + ": "
                + by.map(model -> "figures by rules, choices and words by " + model)
                        .orElse("by rules alone") + ".";
    }
}
