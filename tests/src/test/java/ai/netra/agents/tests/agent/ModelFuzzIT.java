package ai.netra.agents.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.agent.LlmAgent;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.ToolRegistry;
import ai.netra.agents.tools.json.JsonCodec;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million answers and arguments that a model might have garbled: each is taken or said to be wrong, and none is taken that does not fit. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ModelFuzzIT {
    private static final int EACH = 500_000;
    private static final AgentKey<Order> KEY = AgentKey.of("fuzz", Order.class);
    private static final RunRequest REQUEST = RunRequest.of("go");
    private static final JsonCodec CODEC = JsonCodec.standard();
    private static final String GARBLE = "{}[]\",:\\ \n\t0123456789-+.eEtruefalsnl'`ä\uD83D\uDE00\0\u2028";

    private static final List<String> VALID = List.of(
            "{\"name\":\"a \\\"b\\\" {c}\",\"count\":3,\"ratio\":0.5,\"tags\":[\"x\",\"y\"],\"inner\":{\"ok\":true}}",
            "{\"name\":\"\",\"count\":-1,\"ratio\":1e3,\"tags\":[],\"inner\":{\"ok\":false}}",
            "{ \"name\" : \"\\u00e4\\n"
                    + "\", \"count\" : 0, \"ratio\" : 7, \"tags\" : [\"]\"], \"inner\" : {\"ok\":true} }");

    private static final List<String> AROUND =
            List.of("%s", "Here: %s", "```json\n%s\n```", "%s\nI hope {that} helps.", "See [1]. %s");

    record Inner(boolean ok) {}

    record Order(String name, int count, double ratio, List<String> tags, Inner inner) {}

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(CODEC.schema(Order.class).text(), InputFormat.JSON);

    private boolean fits(String json) {
        return schema.validate(json, InputFormat.JSON).isEmpty();
    }

    private static String any(SplittableRandom random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Some characters out of place. */
    private static String garbled(SplittableRandom random, String text) {
        StringBuilder garbled = new StringBuilder(text);
        for (int i = random.nextInt(1, 5); i > 0 && !garbled.isEmpty(); i--) {
            int at = random.nextInt(garbled.length());
            char c = GARBLE.charAt(random.nextInt(GARBLE.length()));
            switch (random.nextInt(5)) {
                case 0 -> garbled.deleteCharAt(at);
                case 1 -> garbled.insert(at, c);
                case 2 -> garbled.setCharAt(at, c);
                case 3 -> garbled.setLength(at);
                default ->
                    garbled.insert(at, garbled.substring(at, Math.min(garbled.length(), at + random.nextInt(1, 20))));
            }
        }
        return garbled.toString();
    }

    /** Wrong in a way that is known: nothing in it is an order, whatever reads it. */
    private static String wrong(SplittableRandom random) {
        String valid = any(random, VALID);
        return switch (random.nextInt(8)) {
            case 0 -> valid.substring(0, random.nextInt(1, valid.lastIndexOf('}')));
            case 1 -> valid.replaceFirst("\"(name|count|ratio|tags|inner)\"", "\"other\"");
            case 2 -> valid.replaceFirst("\"count\" ?: ?-?[0-9]+", "\"count\":\"3\"");
            case 3 -> valid.replaceFirst("\"count\" ?: ?-?[0-9]+", "\"count\":3.5");
            case 4 -> "{\"more\":" + random.nextInt() + "," + valid.substring(1);
            case 5 -> "{\"name\":\"twice\"," + valid.substring(1);
            case 6 -> "[" + valid + "]";
            default -> "{\"inner\":" + valid + "}";
        };
    }

    @Test
    void no_answer_is_taken_that_does_not_fit() {
        SplittableRandom random = new SplittableRandom(20_261_123);
        LlmAgent<Order> agent = LlmAgent.builder(KEY).repairs(0).build();
        String[] answer = {""};
        int taken = 0;
        int read = 0;
        try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .llm(request -> LlmResponse.of(answer[0]))
                .register(agent)
                .build()) {
            for (; read < EACH; read++) {
                boolean wrong = random.nextInt(4) == 0;
                answer[0] = wrong
                        ? wrong(random)
                        : garbled(random, any(random, AROUND).replace("%s", any(random, VALID)));
                OrchestrationResult<Order> result = runtime.run(agent, REQUEST);
                if (!result.success()) {
                    if (!result.error().orElseThrow().failure().type().equals("invalid_answer")) {
                        throw new AssertionError(answer[0] + ": " + result.error());
                    }
                    continue;
                }
                taken++;
                if (wrong || !fits(CODEC.encode(result.orThrow()))) {
                    throw new AssertionError("taken: " + answer[0]);
                }
            }
        }
        assertThat(read).isEqualTo(EACH);
        assertThat(taken).isBetween(EACH / 50, EACH * 3 / 4);
    }

    @Test
    void no_tool_is_called_with_arguments_that_do_not_fit() {
        SplittableRandom random = new SplittableRandom(20_261_124);
        Receiver receiver = new Receiver();
        AgentKey<String> key = AgentKey.of("caller", String.class);
        LlmAgent<String> agent = LlmAgent.builder(key).build();
        String[] call = {"", ""};
        int dispatched = 0;
        try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .llm(calling(call))
                .tools(ToolRegistry.of(receiver))
                .grant(key, "order")
                .register(agent)
                .build()) {
            for (; dispatched < EACH; dispatched++) {
                boolean wrong = random.nextInt(4) == 0;
                boolean named = random.nextInt(10) > 0;
                call[0] = named ? "order" : garbled(random, "order") + "?";
                call[1] = wrong ? wrong(random) : garbled(random, any(random, VALID));
                int before = receiver.calls;
                String told = runtime.run(agent, REQUEST).orThrow();
                boolean called = receiver.calls > before;
                String expected = called
                        ? "{\"success\":true"
                        : "{\"success\":false,\"tool\":\"order\",\"error\":{\"kind\":\"invalid_arguments\"";
                if ((called && (wrong || !named))
                        || (named && !told.startsWith(expected))
                        || (!named && !told.contains("unknown_tool"))) {
                    throw new AssertionError(List.of(call) + ": " + told);
                }
            }
        }
        assertThat(dispatched).isEqualTo(EACH);
        assertThat(receiver.calls).isBetween(EACH / 100, EACH * 3 / 4);
        assertThat(receiver.unfit).isZero();
    }

    /** Asks for one call, and then says what it was told of it. */
    private static LlmClient calling(String... call) {
        return request -> request.messages().getLast().parts().getFirst() instanceof LlmPart.ToolAnswer answer
                ? LlmResponse.of(answer.resultJson())
                : new LlmResponse(
                        new LlmMessage(LlmRole.ASSISTANT, List.of(new LlmPart.ToolUse("a", call[0], call[1]))),
                        FinishReason.TOOL_USE,
                        LlmUsage.NONE,
                        "m");
    }

    /** Takes orders, and looks at them itself. */
    private final class Receiver implements Tool {
        private int calls;
        private int unfit;

        @Override
        public ToolSpec spec() {
            return ToolSpec.of("order", "Takes an order.", CODEC.schema(Order.class));
        }

        @Override
        public ToolResult execute(ToolArguments arguments, ToolContext context) {
            calls++;
            unfit += fits(arguments.text()) ? 0 : 1;
            return ToolResult.of(arguments.text().length());
        }
    }
}
