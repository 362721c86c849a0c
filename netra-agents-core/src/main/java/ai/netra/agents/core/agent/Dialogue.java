package ai.netra.agents.core.agent;

import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.FailureKind;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolRequest;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.ToolResultJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One activation's talk with its model: questions, rounds of tools, repairs, and at its end the output. */
final class Dialogue<O> {
    private static final String NO_MORE =
            "There are no more rounds of tool calls. Answer now with what you know, and say what is missing.";

    private final LlmAgent<O> agent;
    private final AgentInput input;
    private final AgentContext context;
    private final List<LlmMessage> messages;
    private final List<ToolSpec> tools;
    private final Set<String> ids = new HashSet<>();
    private int rounds;
    private int repairs;

    Dialogue(LlmAgent<O> agent, AgentInput input, AgentContext context, List<LlmMessage> messages) {
        this.agent = agent;
        this.input = input;
        this.context = context;
        this.messages = messages;
        this.tools = context.tools().specs();
    }

    O output() throws InterruptedException {
        while (true) {
            LlmResponse response = complete(ask());
            if (!response.toolUses().isEmpty()) {
                call(response.message());
                continue;
            }
            AnswerReader.Read<O> read = agent.reader().read(response.text(), input);
            O output = read.output();
            if (output != null) {
                return output;
            }
            repair(response, read.problem());
        }
    }

    private LlmResponse ask() throws InterruptedException {
        LlmRequest.Builder request = agent.request();
        messages.forEach(request::message);
        tools.forEach(request::tool);
        return agent.isStreaming() ? streamed(request.build()) : context.llm().generate(request.build());
    }

    /** What was heard cannot be taken back, so that a stream that breaks after its first piece is not tried again. */
    private LlmResponse streamed(LlmRequest request) throws InterruptedException {
        boolean[] heard = {false};
        try {
            return context.llm().stream(request, delta -> heard[0] = true);
        } catch (LlmException broken) {
            if (heard[0] && broken.isRetryable()) {
                throw new LlmAnswerException(
                        FailureKind.LLM_ERROR,
                        "stream_broken",
                        "the model's answer to agent " + agent.name() + " broke off after its first piece: "
                                + broken.getMessage(),
                        broken);
            }
            throw broken;
        }
    }

    private LlmResponse complete(LlmResponse response) {
        if (response.finishReason() == FinishReason.CONTENT_FILTER) {
            throw new LlmException.Refused(
                    "the provider's filter held back the model's answer to agent " + agent.name());
        }
        if (response.finishReason() == FinishReason.LENGTH) {
            throw new LlmAnswerException(
                    FailureKind.LLM_ERROR,
                    "answer_cut",
                    "the model's answer to agent " + agent.name() + " was cut at the limit of tokens after "
                            + response.text().length()
                            + " characters; raise maxOutputTokens(n), or ask for a shorter answer");
        }
        return response;
    }

    private void call(LlmMessage wish) throws InterruptedException {
        if (rounds == agent.rounds()) {
            throw new LlmAnswerException(
                    FailureKind.LLM_ERROR,
                    "tool_rounds",
                    "the model of agent " + agent.name() + " asked for tools after all its " + rounds
                            + " rounds, and was told that there are no more; raise rounds(n), or look for a loop");
        }
        rounds++;
        LlmMessage asked = distinct(wish);
        List<LlmPart.ToolUse> uses = asked.toolUses();
        List<ToolRequest> requests = new ArrayList<>(uses.size());
        uses.forEach(use -> requests.add(new ToolRequest(use.tool(), use.argumentsJson())));
        List<ToolResult> results = context.tools().callAll(requests);
        List<LlmPart> answers = new ArrayList<>(uses.size() + 1);
        for (int i = 0; i < uses.size(); i++) {
            ToolResult result = results.get(i);
            answers.add(new LlmPart.ToolAnswer(
                    uses.get(i).callId(),
                    results(uses.get(i).tool()).write(uses.get(i).tool(), result),
                    result.success() ? LlmPart.ToolAnswer.Status.OK : LlmPart.ToolAnswer.Status.ERROR));
        }
        messages.add(asked);
        messages.add(new LlmMessage(LlmRole.TOOL, answers));
        if (rounds == agent.rounds()) {
            messages.add(LlmMessage.user(NO_MORE));
        }
    }

    private ToolResultJson results(String tool) {
        for (ToolSpec spec : tools) {
            if (spec.name().equals(tool) && spec.labels().contains(ToolLabel.UNTRUSTED)) {
                return agent.results().untrusted();
            }
        }
        return agent.results();
    }

    /** Models repeat ids, or leave them out; answers go by them. */
    private LlmMessage distinct(LlmMessage message) {
        List<LlmPart> parts = new ArrayList<>(message.parts().size());
        message.parts().forEach(part -> parts.add(distinct(part)));
        return new LlmMessage(message.role(), parts);
    }

    private LlmPart distinct(LlmPart part) {
        if (!(part instanceof LlmPart.ToolUse use)) {
            return part;
        }
        String id = use.callId().isBlank() ? "call" : use.callId();
        String own = id;
        for (int i = 2; !ids.add(own); i++) {
            own = id + "_" + i;
        }
        return own.equals(use.callId()) ? use : new LlmPart.ToolUse(own, use.tool(), use.argumentsJson());
    }

    private void repair(LlmResponse response, String problem) {
        if (repairs == agent.repairs()) {
            throw new LlmAnswerException(
                    FailureKind.INVALID_OUTPUT,
                    "invalid_answer",
                    "the model of agent " + agent.name() + " gave no valid answer in " + (repairs + 1)
                            + " attempts; the last: " + problem);
        }
        repairs++;
        if (!response.message().text().isBlank()) {
            messages.add(response.message());
        }
        @Nullable JsonSchema schema = agent.reader().schema();
        messages.add(LlmMessage.user("Your last answer was not accepted: " + problem
                + (schema == null
                        ? ". Answer again."
                        : ". Answer again with one JSON value that follows this schema, and nothing else: "
                                + schema.text())));
    }
}
