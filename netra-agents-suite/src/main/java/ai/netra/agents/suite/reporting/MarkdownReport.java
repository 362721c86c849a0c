package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.actions.PlannedAction;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.guidance.DataGuidance;
import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.optimization.ConstraintCheck;
import ai.netra.agents.suite.optimization.ConstraintVerdict;
import ai.netra.agents.suite.optimization.Impact;
import ai.netra.agents.suite.optimization.ModelUse;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.OptimizationStrategy;
import ai.netra.agents.suite.optimization.PlanEvaluation;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.tool.OptionCost;
import java.util.List;
import java.util.Optional;

/** A report as Markdown. Text of the request and names from the data are escaped: they are shown, never interpreted. */
final class MarkdownReport {
    private final StringBuilder text = new StringBuilder(4_096);

    private MarkdownReport() {}

    static String of(
            ReportInputs inputs, ReportType type, ReportDraft words, List<String> caveats, List<String> authors) {
        MarkdownReport report = new MarkdownReport();
        report.line("# AI workload report (" + type + ")");
        report.section(
                "Request", List.of("> " + escaped(inputs.message().strip().replaceAll("\\s+", " "))));
        report.section("Summary", List.of(escaped(words.executiveSummary())));
        inputs.data().ifPresent(data -> report.data(data, ComparedModels.of(inputs)));
        inputs.optimization().ifPresent(report::optimization);
        inputs.actions().ifPresent(report::actions);
        inputs.guidance().ifPresent(report::guidance);
        report.bullets("Caveats", caveats);
        List<String> troubles = inputs.troubles();
        report.bullets("What failed or was skipped", troubles.isEmpty() ? List.of("Nothing.") : troubles);
        report.bullets("Next steps", words.nextSteps());
        report.bullets("How it was made", authors);
        report.section(
                "Where figures come from",
                List.of("MEASURED: counted from the data. USER_STATED: said by the user or the catalog's owner."
                        + " ESTIMATED: computed by the method named. ASSUMED: a default or an illustration, as"
                        + " named. A figure that is not known is left out."));
        return report.text.toString();
    }

    private void data(DataAssessment data, List<OptionCost> compared) {
        bullets("Findings", data.enrichedData().findings());
        if (!compared.isEmpty()) {
            costs("The models asked about", compared);
        }
        if (!data.enrichedData().costBreakdown().isEmpty()) {
            costs("Cost on each option", data.enrichedData().costBreakdown());
        }
        if (!data.enrichedData().projections().isEmpty()) {
            line("\n## If usage changes\n\n| measure | now | then | basis |\n|---|---|---|---|");
            data.enrichedData()
                    .projections()
                    .forEach(p -> row(
                            p.metric().replace('_', ' '),
                            Shown.of(p.now()),
                            Shown.of(p.projected()),
                            p.projected().basis()));
        }
        line("\n## Data quality\n\n| measure | figure | basis |\n|---|---|---|");
        line("| sufficiency | " + data.sufficiency().state() + " | |");
        quality("completeness", data.dataQuality().completeness());
        quality("freshness", data.dataQuality().freshness());
        quality("reliability", data.dataQuality().reliability());
        bullets("Cross-checks", data.enrichedData().crossChecks());
    }

    private void quality(String name, Optional<Quantity> figure) {
        figure.ifPresent(f -> row(name, Shown.of(f), f.basis()));
    }

    private void costs(String title, List<OptionCost> options) {
        line("\n## " + title
                + "\n\n"
                + "| model | provider | cost of the requests | per month at that pace | basis |\n"
                + "|---|---|---|---|---|");
        options.forEach(option -> row(
                option.model(),
                option.provider(),
                Shown.of(option.cost()),
                option.costPerMonth().map(Shown::of).orElse("not known"),
                option.cost().basis()));
    }

    private void optimization(Optimization optimization) {
        line("\n## Strategies\n\n| strategy | type | impact | risk |\n|---|---|---|---|");
        for (OptimizationStrategy strategy : optimization.strategies()) {
            row(
                    strategy.name(),
                    strategy.type().toString(),
                    impact(strategy),
                    strategy.risk().toString());
        }
        replays(optimization);
        optimization
                .strategy()
                .flatMap(chosen -> optimization.strategy(chosen.id()))
                .ifPresent(chosen -> bullets(
                        "Constraints of '" + escaped(chosen.name()) + "'",
                        chosen.constraints().stream()
                                .map(check -> check.verdict() + ": " + check.constraint() + " (" + check.reason() + ")")
                                .toList()));
        bullets(
                "Recommendations",
                optimization.recommendations().stream()
                        .map(r -> "[" + r.priority() + "] " + r.description())
                        .toList());
        bullets(
                "Risks (" + optimization.riskAssessment().level() + ")",
                optimization.riskAssessment().risks());
        bullets("What keeps them small", optimization.riskAssessment().mitigations());
    }

    private static String impact(OptimizationStrategy strategy) {
        return switch (strategy.status()) {
            case NOT_MEASURABLE -> "not measurable; needs " + String.join("; ", strategy.missing());
            case NOT_APPLICABLE -> "nothing to change";
            case MEASURED ->
                String.join(
                        "; ",
                        strategy.impact().stream().map(MarkdownReport::impact).toList());
        };
    }

    private static String impact(Impact impact) {
        return impact.measure().replace('_', ' ') + " "
                + impact.before().map(before -> Shown.of(before) + " -> ").orElse("")
                + impact.after().map(Shown::of).orElse("not known");
    }

    private void replays(Optimization optimization) {
        if (optimization.options().isEmpty()) {
            return;
        }
        line("\n"
                + "## Replays\n\n"
                + "| plan | cost per month | against today | p95 time to serve | p95 latency with waiting |"
                + " replicas | quality | constraints |\n"
                + "|---|---|---|---|---|---|---|---|");
        optimization
                .current()
                .ifPresent(current -> row(
                        "today: "
                                + String.join(
                                        ", ",
                                        current.models().stream()
                                                .map(ModelUse::model)
                                                .toList()),
                        current.costPerMonth().map(Shown::of).orElse("not known"),
                        "today",
                        current.servingP95().map(Shown::of).orElse("not known"),
                        "",
                        "",
                        "",
                        ""));
        optimization.options().forEach(this::plan);
        if (!optimization.load().isEmpty()) {
            line("\n## Load at its peak\n\n| measure | recorded | grown |\n|---|---|---|");
            optimization
                    .load()
                    .forEach(load -> row(
                            load.measure().replace('_', ' '),
                            Shown.of(load.recorded()),
                            load.grown().map(Shown::of).orElse("")));
        }
    }

    private void plan(PlanEvaluation plan) {
        row(
                plan.plan(),
                plan.costPerMonth().map(Shown::of).orElse("not known"),
                plan.savingShare()
                        .map(share -> Shown.percent(
                                new Quantity(share.value().negate(), share.unit(), share.provenance(), share.basis())))
                        .orElse("not claimed"),
                plan.servingP95().map(Shown::of).orElse("not known"),
                plan.latencyP95().map(Shown::of).orElse("not known"),
                plan.replicas().map(Shown::of).orElse("not known"),
                plan.quality().map(Shown::of).orElse("not known"),
                plan.honorsConstraints()
                        ? "none broken"
                        : "broken: "
                                + String.join(
                                        "; ",
                                        plan.constraints(ConstraintVerdict.NOT_MET).stream()
                                                .map(ConstraintCheck::constraint)
                                                .toList()));
    }

    private void actions(ActionPlan plan) {
        line("\n## Actions");
        for (PlannedAction action : plan.actions()) {
            line("\n### " + action.id() + ": " + escaped(action.description()));
            action.implementationSteps().forEach(step -> line("1. " + escaped(step)));
            if (!action.dependsOn().isEmpty()) {
                line("\nAfter: " + String.join(", ", action.dependsOn()) + ".");
            }
            line("\nCheck: " + escaped(String.join(" ", action.validationSteps())));
            line("\nUndo: " + escaped(action.rollback()));
        }
        if (!plan.executionPlan().isEmpty()) {
            line("\n## Execution plan\n\n| step | action | share of requests |\n|---|---|---|");
            plan.executionPlan()
                    .forEach(step -> row(
                            String.valueOf(step.order()),
                            step.action(),
                            step.rolloutShare().map(Shown::of).orElse("no traffic moves")));
        }
        bullets(
                "Configuration check",
                plan.validation().problems().isEmpty()
                        ? List.of("The configuration holds together.")
                        : plan.validation().problems());
        bullets(
                "Approvals",
                plan.requiredApprovals().stream()
                        .map(approval -> approval.subject() + ": " + approval.reason() + " (for "
                                + String.join(", ", approval.actions()) + ")")
                        .toList());
    }

    private void guidance(DataGuidance guidance) {
        bullets("Questions", guidance.questions());
        guidance.categories()
                .forEach(category -> bullets(
                        category.name(),
                        category.items().stream()
                                .map(item -> item.item() + " (" + item.justification()
                                        + (item.required() ? ", required)" : ")"))
                                .toList()));
    }

    private void bullets(String title, List<String> items) {
        if (!items.isEmpty()) {
            line("\n## " + title + "\n");
            items.forEach(item -> line("- " + escaped(item)));
        }
    }

    private void section(String title, List<String> lines) {
        line("\n## " + title + "\n");
        lines.forEach(this::line);
    }

    private void row(String... cells) {
        text.append('|');
        for (String cell : cells) {
            text.append(' ').append(escaped(cell)).append(" |");
        }
        text.append('\n');
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    static String escaped(String value) {
        return value.replace("\r", " ")
                .replace("\n", " ")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("`", "\\`")
                .replace("](", "]\\(");
    }
}
