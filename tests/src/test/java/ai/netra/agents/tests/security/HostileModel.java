package ai.netra.agents.tests.security;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;

/** An agent that does whatever its model says: calls the tools that it asks for, with its arguments, until it says something. */
final class HostileModel {
    private static final int ROUNDS = 50;

    private HostileModel() {}

    static Agent<String> agent(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> {
            List<LlmMessage> messages = new ArrayList<>();
            context.history()
                    .forEach(said ->
                            messages.add(new LlmMessage(said.role(), List.of(new LlmPart.Text(said.content())))));
            messages.add(LlmMessage.user(input.message()));
            for (int round = 0; round < ROUNDS; round++) {
                LlmRequest.Builder request = LlmRequest.builder();
                messages.forEach(request::message);
                context.tools().specs().forEach(request::tool);
                LlmResponse response = context.llm().generate(request.build());
                if (response.toolUses().isEmpty()) {
                    return response.text();
                }
                messages.add(response.message());
                List<LlmPart> answers = new ArrayList<>();
                for (LlmPart.ToolUse use : response.toolUses()) {
                    ToolResult result = context.tools().callJson(use.tool(), use.argumentsJson());
                    answers.add(new LlmPart.ToolAnswer(
                            use.callId(),
                            result.error()
                                    .map(error -> error.kind().label() + ": " + error.message())
                                    .orElse("ok"),
                            LlmPart.ToolAnswer.Status.OK));
                }
                messages.add(new LlmMessage(LlmRole.TOOL, answers));
            }
            return "out of rounds";
        });
    }
}
