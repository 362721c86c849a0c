package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.tool.OptionCost;
import java.util.List;
import java.util.Locale;

/** The options that a request names, to be shown side by side. */
final class ComparedModels {
    private ComparedModels() {}

    static List<OptionCost> of(ReportInputs inputs) {
        return inputs.data().stream()
                .flatMap(data -> data.enrichedData().costBreakdown().stream())
                .filter(option -> inputs.triage().stream()
                        .flatMap(triage -> triage.entities().models().stream())
                        .anyMatch(model -> same(option.model(), model.name())))
                .toList();
    }

    static boolean same(String a, String b) {
        return folded(a).equals(folded(b));
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s._-]+", "");
    }
}
