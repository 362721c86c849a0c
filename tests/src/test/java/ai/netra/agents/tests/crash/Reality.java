package ai.netra.agents.tests.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a run touches that outlives its process: the file in which everything that is really done is noted, on the disk before the run hears of it; the
 * receiver of effects; and the model, which answers by what it is asked alone.
 */
final class Reality implements LlmClient {
    private static final Pattern RUN = Pattern.compile("#([^#]+)#");
    private static final String MODEL = "m1";

    private final Path executions;
    private final URI receiver;
    private final String process;

    Reality(Path executions, URI receiver, String process) {
        this.executions = executions;
        this.receiver = receiver;
        this.process = process;
    }

    /** What a run is asked, from which the model learns whose call it is; its answer does not depend on that. */
    static String message(String run) {
        return "Order for #" + run + "#";
    }

    /** Notes that something was done for a run, and what it gave. */
    String did(String run, String kind, String value) throws IOException {
        byte[] line = (process + "\t" + run + "\t" + kind + "\t" + value + "\n").getBytes(UTF_8);
        try (FileChannel file = FileChannel.open(executions, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer left = ByteBuffer.wrap(line);
            while (left.hasRemaining()) {
                file.write(left);
            }
            file.force(true);
        }
        return value;
    }

    /** Has an effect. */
    void effect(EffectReceiver.Attempt attempt) throws IOException {
        HttpURLConnection call = (HttpURLConnection) receiver.toURL().openConnection();
        call.setRequestMethod("POST");
        call.setDoOutput(true);
        call.getOutputStream().write(attempt.line().getBytes(UTF_8));
        if (call.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("the receiver answered " + call.getResponseCode());
        }
    }

    @Override
    public Optional<String> defaultModel() {
        return Optional.of(MODEL);
    }

    @Override
    public LlmResponse generate(LlmRequest request) {
        String asked = request.messages().stream().map(LlmMessage::text).collect(Collectors.joining("\n"));
        Matcher run = RUN.matcher(asked);
        if (!run.find()) {
            throw new IllegalStateException("no run in " + asked);
        }
        String id = run.group(1);
        LlmMessage answer = answer(request, run.replaceAll("#"));
        try {
            did(id, "llm", text(answer));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new LlmResponse(answer, FinishReason.STOP, LlmUsage.of(10, 5), MODEL);
    }

    /** A message as it is compared: its text and the tools it uses. */
    static String text(LlmMessage message) {
        return message.parts().stream()
                .map(part -> switch (part) {
                    case LlmPart.Text text -> text.text();
                    case LlmPart.ToolUse use -> use.tool() + use.argumentsJson();
                    default -> part.toString();
                })
                .collect(Collectors.joining());
    }

    private static LlmMessage answer(LlmRequest request, String asked) {
        if (!request.tools().isEmpty()) {
            return nextUse(request);
        }
        if (request.messages().getFirst().role() == LlmRole.SYSTEM) {
            return LlmMessage.assistant(route(request));
        }
        return LlmMessage.assistant("m" + Integer.toHexString(asked.hashCode()));
    }

    /** One tool after the other, each with its own argument, and then what they gave. */
    private static LlmMessage nextUse(LlmRequest request) {
        List<LlmPart.ToolAnswer> answers = request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(LlmPart.ToolAnswer.class::isInstance)
                .map(LlmPart.ToolAnswer.class::cast)
                .toList();
        int next = answers.size();
        if (next == request.tools().size()) {
            return LlmMessage.assistant(answers.stream().map(Reality::given).collect(Collectors.joining(", ")));
        }
        return new LlmMessage(
                LlmRole.ASSISTANT,
                List.of(new LlmPart.ToolUse(
                        "c" + next, request.tools().get(next).name(), "{\"item\":\"item " + next + "\"}")));
    }

    private static String given(LlmPart.ToolAnswer answer) {
        if (answer.status() == LlmPart.ToolAnswer.Status.ERROR) {
            return answer.resultJson().contains("\"result_lost\"") ? CrashWorkload.LOST : answer.resultJson();
        }
        return String.valueOf(
                JsonCodec.standard().decode(answer.resultJson(), Map.class).get("result"));
    }

    /** Each of the team in turn. */
    private static String route(LlmRequest request) {
        long outcomes = request.messages().stream()
                .filter(message -> message.text().startsWith("Outcome"))
                .count();
        return switch ((int) outcomes) {
            case 0 -> "{\"action\":\"call\",\"agent\":\"asking\",\"message\":\"the price\"}";
            case 1 -> "{\"action\":\"call\",\"agent\":\"ordering\"}";
            case 2 -> "{\"action\":\"call\",\"agent\":\"writing\"}";
            default -> "{\"action\":\"finish\"}";
        };
    }
}
