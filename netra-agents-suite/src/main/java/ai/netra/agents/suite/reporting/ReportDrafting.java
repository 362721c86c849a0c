package ai.netra.agents.suite.reporting;

import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Outcome;
import ai.netra.agents.suite.internal.Drafting;
import java.util.Optional;

/** What a model words of a report: summary and next steps. Figures, tables, caveats and what failed are not its to say. */
final class ReportDrafting implements Drafting<Report, ReportFacts, ReportDraft> {
    private static final int MOST_STEPS = 8;

    private final ReportingAgent rules;

    ReportDrafting(ReportingAgent rules) {
        this.rules = rules;
    }

    @Override
    public Basis<Report, ReportFacts, ReportDraft> basis(AgentInput input, AgentContext context) {
        ReportInputs inputs = ReportInputs.of(input);
        Report report = rules.process(input, context);
        return new Basis<>(
                report,
                failure -> rules.completed(
                        inputs,
                        ReportComposer.compose(
                                inputs.withReporting(new Outcome.Degraded<>(report, failure)), report.reportType())),
                Optional.of(ReportFacts.of(inputs, report)),
                (draft, by) -> rules.completed(
                        inputs, ReportComposer.compose(inputs, report.reportType(), draft, Optional.of(by))));
    }

    @Override
    public Optional<String> problem(ReportFacts facts, ReportDraft draft) {
        int steps = draft.nextSteps().size();
        return steps < 1 || steps > MOST_STEPS
                ? Optional.of("next_steps are " + steps + "; give 1 to " + MOST_STEPS)
                : Optional.empty();
    }
}
