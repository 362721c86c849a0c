package ai.netra.agents.suite.triage;

import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Attributes;
import ai.netra.agents.suite.internal.Drafting;
import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.sufficiency.DataNeed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a model chooses of a triage: everything but figures, things named, priorities and constraints, and what follows from its choice. */
final class TriageDrafting implements Drafting<Triage, TriageFacts, TriageDraft> {
    private static final List<String> KNOWN =
            List.of("workload_id", "time_range", "model", "monthly_cost_usd", "budget_usd_per_month");
    private static final int MOST_TEXTS = 10;

    private final TriageAgent rules;

    TriageDrafting(TriageAgent rules) {
        this.rules = rules;
    }

    @Override
    public Basis<Triage, TriageFacts, TriageDraft> basis(AgentInput input, AgentContext context) {
        Triage triage = rules.process(input, context);
        return Basis.of(
                triage,
                facts(triage, input.attributes()),
                (draft, by) -> drafted(triage, draft, by, input.attributes()));
    }

    static TriageFacts facts(Triage triage, Attributes attributes) {
        Map<String, String> known = new TreeMap<>();
        KNOWN.forEach(name -> Optional.ofNullable(attributes.asMap().get(name))
                .ifPresent(value -> known.put(name, value.toString())));
        Map<String, List<String>> subCategories = new TreeMap<>();
        for (RequestCategory category : RequestCategory.values()) {
            subCategories.put(category.toString(), SubCategories.in(category));
        }
        return new TriageFacts(
                known,
                new TriageFacts.Reading(
                        triage.category(),
                        triage.subCategory(),
                        triage.priority(),
                        triage.intent().primary(),
                        triage.intent().secondary(),
                        triage.intent().actionRequired(),
                        triage.dataNeeds(),
                        triage.objectives(),
                        triage.requirements()),
                triage.constraints().stream().map(RequestConstraint::text).toList(),
                triage.warnings(),
                subCategories);
    }

    @Override
    public Optional<String> problem(TriageFacts facts, TriageDraft draft) {
        List<String> known = SubCategories.in(draft.category());
        if (!known.contains(draft.subCategory())) {
            return Optional.of("sub_category '" + draft.subCategory() + "' is none of " + draft.category()
                    + "; use one of " + known);
        }
        if (draft.objectives().size() > MOST_TEXTS || draft.requirements().size() > MOST_TEXTS) {
            return Optional.of("objectives or requirements are more than " + MOST_TEXTS + "; name the main ones");
        }
        return Optional.empty();
    }

    /** The confidence is the rules' in their own reading; there is none in another one. */
    static Triage drafted(Triage triage, TriageDraft draft, DraftedBy by, Attributes attributes) {
        List<String> needs =
                draft.dataNeeds().stream().distinct().map(DataNeed::toString).toList();
        boolean agreed = draft.category() == triage.category()
                && draft.intent() == triage.intent().primary();
        return new Triage(
                draft.category(),
                draft.subCategory(),
                draft.priority(),
                triage.complexity(),
                triage.confidence().filter(share -> agreed),
                new IntentSummary(
                        draft.intent(),
                        draft.otherIntents().stream()
                                .distinct()
                                .filter(other -> other != draft.intent())
                                .toList(),
                        draft.actionRequired()),
                draft.objectives(),
                draft.requirements(),
                needs,
                !needs.isEmpty(),
                triage.priorities(),
                triage.constraints(),
                triage.entities(),
                TriageAgent.forecast(needs, triage.entities(), attributes),
                TriageAgent.tools(needs, draft.intent()),
                draft.reasoning()
                        + (agreed
                                ? ""
                                : " (Rules read it as " + triage.category() + ", to "
                                        + triage.intent().primary() + ".)"),
                triage.warnings(),
                Optional.of(by));
    }
}
