package ai.netra.agents.examples.quickstart;

import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.LlmRequestPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model that chooses what rules chose in a result, and words it in its own way. */
final class ScriptedModel {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ScriptedModel() {}

    static FakeLlmClient after(Path result) throws IOException {
        JsonNode outputs = JSON.readTree(Files.readString(result)).at("/metadata/agent_outputs");
        JsonNode triage = outputs.get("triage");
        return FakeLlmClient.builder()
                .when(
                        phase("triage"),
                        reply(Map.ofEntries(
                                Map.entry("category", triage.get("category")),
                                Map.entry("sub_category", triage.get("sub_category")),
                                Map.entry("priority", triage.get("priority")),
                                Map.entry("intent", triage.at("/intent/primary")),
                                Map.entry("other_intents", List.of()),
                                Map.entry("action_required", true),
                                Map.entry("data_needs", triage.get("data_needs")),
                                Map.entry("objectives", List.of("spend less on the workload")),
                                Map.entry("requirements", List.of()),
                                Map.entry("reasoning", "The request asks for less cost."))))
                .when(
                        phase("data"),
                        reply(Map.of(
                                "meanings",
                                List.of("Cost goes with tokens."),
                                "limits",
                                List.of("Prices may be others."))))
                .when(
                        phase("optimization"),
                        reply(Map.of(
                                "strategy", outputs.at("/optimization/strategy/id"),
                                "rationale", "It gives most for the least effort.",
                                "strategies", List.of())))
                .when(
                        phase("actions"),
                        reply(Map.of(
                                "actions",
                                StreamSupport.stream(
                                                outputs.at("/actions/actions").spliterator(), false)
                                        .map(action -> Map.of(
                                                "id", action.get("id"),
                                                "description", "Do it in the model's words.",
                                                "implementation_steps", List.of("Prepare it.", "Do it."),
                                                "validation_steps", List.of("See that it holds."),
                                                "rollback", "Put everything back."))
                                        .toList())))
                .when(
                        phase("reporting"),
                        reply(Map.of(
                                "executive_summary",
                                "The workload can be served for less, says the model.",
                                "next_steps",
                                List.of("Compare a sample of answers."))))
                .build();
    }

    private static LlmRequestPattern phase(String name) {
        return LlmRequestPattern.any().systemMessageContains("Your phase is " + name);
    }

    private static FakeReply reply(Object draft) {
        return FakeReply.text(JSON.writeValueAsString(draft));
    }
}
