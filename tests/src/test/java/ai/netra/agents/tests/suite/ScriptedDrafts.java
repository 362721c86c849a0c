package ai.netra.agents.tests.suite;

import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.suite.NetraSuite;
import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.actions.PlannedAction;
import ai.netra.agents.suite.optimization.ChosenStrategy;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.LlmRequestPattern;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.List;
import java.util.Map;

/** What a model that follows the rules answers to each phase, given what rules made of the same request. */
final class ScriptedDrafts {
    static final String SUMMARY = "The model's summary, without a figure.";

    private final OrchestrationResult<Report> byRules;

    ScriptedDrafts(OrchestrationResult<Report> byRules) {
        this.byRules = byRules;
    }

    /** Answers every phase but these. */
    FakeLlmClient.Builder without(String... phases) {
        FakeLlmClient.Builder model = FakeLlmClient.builder();
        Map.of(
                        "triage", triage(),
                        "data", data(),
                        "guidance", guidance(),
                        "optimization", optimization(chosen()),
                        "actions", actions(),
                        "reporting", reporting(SUMMARY))
                .forEach((phase, draft) -> {
                    if (!List.of(phases).contains(phase)) {
                        model.when(phase(phase), FakeReply.text(draft));
                    }
                });
        return model;
    }

    static LlmRequestPattern phase(String name) {
        return LlmRequestPattern.any().systemMessageContains("Your phase is " + name + ":");
    }

    static String reporting(String summary) {
        return json(Map.of("executive_summary", summary, "next_steps", List.of("Compare a sample of answers.")));
    }

    static String optimization(String strategy) {
        return json(Map.of("strategy", strategy, "rationale", "It gives most.", "strategies", List.of()));
    }

    private String chosen() {
        return byRules.output(NetraSuite.OPTIMIZATION)
                .flatMap(Optimization::strategy)
                .map(ChosenStrategy::id)
                .orElse("none");
    }

    private String triage() {
        Triage triage = byRules.output(NetraSuite.TRIAGE).orElseThrow();
        return json(Map.of(
                "category", triage.category(),
                "sub_category", triage.subCategory(),
                "priority", triage.priority(),
                "intent", triage.intent().primary(),
                "other_intents", triage.intent().secondary(),
                "action_required", triage.intent().actionRequired(),
                "data_needs", triage.dataNeeds(),
                "objectives", List.of("the model's objective"),
                "requirements", List.of(),
                "reasoning", "The model's reason."));
    }

    private static String data() {
        return json(Map.of("meanings", List.of(), "limits", List.of("The model's limit.")));
    }

    private static String guidance() {
        return json(Map.of(
                "questions", List.of("The model's question?"),
                "user_instructions", List.of("The model's instruction."),
                "justifications", List.of()));
    }

    private String actions() {
        List<PlannedAction> actions =
                byRules.output(NetraSuite.ACTIONS).map(ActionPlan::actions).orElse(List.of());
        return json(Map.of(
                "actions",
                actions.stream()
                        .map(action -> Map.of(
                                "id", action.id(),
                                "description", "The model's action.",
                                "implementation_steps", List.of("Do it."),
                                "validation_steps", List.of("See that it works."),
                                "rollback", "Undo it."))
                        .toList()));
    }

    private static String json(Object draft) {
        return JsonCodec.standard().encode(draft);
    }
}
