package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.statistics.GroupStatistics;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.tool.CurrentModels;
import ai.netra.agents.suite.tool.ModelNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an evaluation could not say, in words. */
final class OptimizerLimits {
    private final SupplyCatalog catalog;
    private final ResourceQuery query;
    private final WorkloadStatistics statistics;
    private final CurrentModels current;

    OptimizerLimits(SupplyCatalog catalog, ResourceQuery query, WorkloadStatistics statistics, CurrentModels current) {
        this.catalog = catalog;
        this.query = query;
        this.statistics = statistics;
        this.current = current;
    }

    List<String> of(
            Optional<PlanEvaluation> unchanged,
            List<PlanEvaluation> options,
            List<PlanEvaluation> alternatives,
            Optional<PlanEvaluation> best) {
        List<String> limits = new ArrayList<>(current.limitations());
        if (!current.known() && current.limitations().isEmpty()) {
            limits.add("Neither request nor trace names the current model, so that no current cost and no saving is"
                    + " claimed; name it.");
        }
        traceDisagrees().ifPresent(limits::add);
        query.constraints().candidates().stream()
                .filter(name -> ModelNames.find(catalog, name).isEmpty())
                .map(name -> ModelNames.unknown(catalog, name))
                .forEach(limits::add);
        if (catalog.options().stream().anyMatch(option -> option.inputPrice().provenance() == Provenance.ASSUMED)) {
            limits.add("Prices, speeds and quality scores come from the " + catalog.source()
                    + ": nobody vouches for them. Give a catalog of your own before you decide.");
        }
        if (current.known() && best.isEmpty()) {
            limits.add(nothingBetter(Stream.of(options.stream(), alternatives.stream(), unchanged.stream())
                    .flatMap(plans -> plans)
                    .toList()));
        }
        return limits;
    }

    private Optional<String> traceDisagrees() {
        List<String> traced = statistics.byModel().groups().stream()
                .map(GroupStatistics::name)
                .toList();
        boolean agrees = traced.stream()
                .allMatch(name -> ModelNames.find(catalog, name)
                        .filter(option -> current.names().contains(option.name()))
                        .isPresent());
        return query.currentConfig().currentModel().isEmpty() || agrees
                ? Optional.empty()
                : Optional.of("The trace names "
                        + String.join(", ", traced.stream().limit(5).toList())
                        + ", the request "
                        + query.currentConfig().currentModel().get()
                        + "; current figures are as the request says. Leave the model out to go by the trace.");
    }

    private static String nothingBetter(List<PlanEvaluation> plans) {
        if (plans.stream().anyMatch(PlanEvaluation::honorsConstraints)) {
            return "No plan that keeps every demand is better than the current configuration in what was asked for.";
        }
        PlanEvaluation nearest = plans.stream()
                .min(Comparator.comparingInt((PlanEvaluation plan) ->
                                plan.constraints(ConstraintVerdict.NOT_MET).size())
                        .thenComparingDouble(OptimizerLimits::excess)
                        .thenComparing(plan -> plan.cost().value()))
                .orElseThrow();
        return "No plan keeps every demand; the nearest is '" + nearest.plan() + "', which breaks: "
                + String.join(
                        "; ",
                        nearest.constraints(ConstraintVerdict.NOT_MET).stream()
                                .map(check -> check.constraint() + " (" + check.reason() + ")")
                                .toList())
                + ".";
    }

    /** By how much a plan passes its limits, as a multiple of them; a limit of quality is passed downwards. */
    private static double excess(PlanEvaluation plan) {
        return plan.constraints(ConstraintVerdict.NOT_MET).stream()
                .filter(check -> check.actual().isPresent() && check.limit().isPresent())
                .mapToDouble(check -> Math.abs(
                        Math.log(Math.max(1e-9, check.actual().get().value().doubleValue())
                                / Math.max(1e-9, check.limit().get().value().doubleValue()))))
                .sum();
    }
}
