package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.data.PeriodChange;
import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.optimization.ChosenStrategy;
import ai.netra.agents.suite.optimization.ConstraintCheck;
import ai.netra.agents.suite.optimization.Impact;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.triage.Triage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The answer in a few sentences, most telling first. */
final class SummaryText {
    private static final int MOST_FINDINGS = 4;

    private SummaryText() {}

    static String of(ReportInputs inputs) {
        List<String> sentences = new ArrayList<>();
        inputs.triage()
                .ifPresentOrElse(
                        triage -> sentences.add(understood(triage)),
                        () -> sentences.add("The request could not be understood."));
        inputs.optimization().ifPresent(optimization -> {
            sentences.add(optimization.strategy().map(ChosenStrategy::summary).orElse("No strategy is chosen."));
            if (optimization.strategy().isEmpty()) {
                optimization.recommendations().stream().limit(1).forEach(r -> sentences.add(r.description()));
            }
            sentences.addAll(effects(optimization));
        });
        inputs.data().ifPresent(data -> {
            sentences.addAll(verdict(inputs.triage(), data));
            data.enrichedData().findings().stream()
                    .limit(inputs.optimization().isPresent() ? 1 : MOST_FINDINGS)
                    .forEach(sentences::add);
            inputs.triage()
                    .filter(triage -> triage.usageFactor().isPresent())
                    .ifPresent(triage -> data.enrichedData().findings().stream()
                            .filter(finding -> finding.contains(" would go from "))
                            .filter(finding -> !sentences.contains(finding))
                            .forEach(sentences::add));
            if (!data.sufficiency().state().isSufficient()) {
                sentences.add("The data is " + data.sufficiency().state().name().toLowerCase(Locale.ROOT)
                        + data.sufficiency()
                                .score()
                                .map(score -> " (score " + Shown.of(score) + ")")
                                .orElse("") + ".");
            }
        });
        inputs.guidance()
                .filter(guidance -> !guidance.questions().isEmpty())
                .ifPresent(guidance ->
                        sentences.add("Open: " + guidance.questions().getFirst()));
        return String.join(" ", sentences);
    }

    private static String understood(Triage triage) {
        String about = triage.category().toString().replace('_', ' ');
        return "The request is about " + about + " (intent: " + triage.intent().primary() + ")"
                + (triage.objectives().isEmpty() ? "." : ": " + String.join("; ", triage.objectives()) + ".");
    }

    private static List<String> effects(Optimization optimization) {
        List<String> effects = new ArrayList<>();
        for (Impact impact : optimization.expectedImprovements()) {
            if (!impact.measure().equals("cost")
                    && impact.share().isPresent()
                    && impact.before().isPresent()
                    && impact.after().isPresent()) {
                effects.add(capitalized(
                                impact.measure().equals("serving_p95")
                                        ? "p95 time to serve"
                                        : impact.measure().replace('_', ' '))
                        + " would change by " + Shown.percent(impact.share().get()) + ", from "
                        + Shown.of(impact.before().get()) + " to "
                        + Shown.of(impact.after().get()) + ".");
            }
        }
        List<ConstraintCheck> open = optimization.riskAssessment().unverified();
        if (!open.isEmpty()) {
            effects.add("Not verifiable: "
                    + String.join(
                            "; ", open.stream().map(ConstraintCheck::constraint).toList()) + ".");
        }
        return effects;
    }

    /** Whether a change was worth it, as far as figures say. */
    private static List<String> verdict(Optional<Triage> triage, DataAssessment data) {
        if (triage.filter(t -> t.subCategory().equals("change_evaluation")).isEmpty()) {
            return List.of();
        }
        List<PeriodChange> changes = data.enrichedData().changes();
        if (changes.isEmpty()) {
            return List.of(
                    "Whether the change was worth it cannot be said: there is no period of equal length before it to"
                            + " compare with.");
        }
        boolean dearer = changes.stream()
                .anyMatch(c -> c.metric().equals("cost") && c.change().value().signum() > 0);
        return List.of(
                "Against the period before, "
                        + String.join(
                                ", ",
                                changes.stream()
                                        .map(c -> c.metric().replace('_', ' ') + " changed by "
                                                + Shown.percent(c.change()))
                                        .toList())
                        + ".",
                dearer
                        ? "Cost rose; quality is not measured here, so roll back where your own evaluation shows no"
                                + " gain."
                        : "Quality is not measured here; compare answers before and after before you decide on a"
                                + " rollback.");
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
