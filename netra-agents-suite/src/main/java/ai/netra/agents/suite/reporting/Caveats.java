package ai.netra.agents.suite.reporting;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What limits the statements of a report, each once. */
final class Caveats {
    private Caveats() {}

    static List<String> of(ReportInputs inputs) {
        Set<String> caveats = new LinkedHashSet<>(inputs.troubles());
        inputs.triage().ifPresent(triage -> caveats.addAll(triage.warnings()));
        inputs.data().ifPresent(data -> {
            caveats.addAll(data.dataQuality().limitations());
            unknownModels(inputs).forEach(caveats::add);
            if (data.rawData()
                    .costAnalysis()
                    .filter(cost -> cost.current().isEmpty())
                    .isPresent()) {
                caveats.add("The current model is not named: costs are given for every option, and no current cost or"
                        + " saving is claimed.");
            }
            data.rawData()
                    .costAnalysis()
                    .filter(cost -> cost.catalog().contains("illustrative"))
                    .ifPresent(cost -> caveats.add("Prices are from an illustrative catalog (" + cost.catalog()
                            + "); give your own before you decide."));
        });
        inputs.optimization().ifPresent(optimization -> caveats.addAll(optimization.caveats()));
        return new ArrayList<>(caveats);
    }

    /** Models that the request asks about and the catalog does not have. */
    private static List<String> unknownModels(ReportInputs inputs) {
        return inputs.triage().stream()
                .flatMap(triage -> triage.entities().models().stream())
                .filter(model -> inputs.data()
                        .flatMap(data -> data.rawData().costAnalysis())
                        .filter(cost -> cost.options().stream()
                                .noneMatch(option -> ComparedModels.same(option.model(), model.name())))
                        .isPresent())
                .map(model -> "The model '" + model.name()
                        + "' is not in the supply catalog, so nothing is said of its cost or speed; add it to"
                        + " the catalog.")
                .toList();
    }
}
