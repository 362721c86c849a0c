package ai.netra.agents.mcp;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.Attributes;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.RunSubscription;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import ai.netra.agents.tools.json.SchemaCheck;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent or orchestrator that is run for each call, in a conversation of its own. */
final class ServedAgent implements ServedEntry {
    private static final Logger LOG = LoggerFactory.getLogger(ServedAgent.class);
    private static final String ARGUMENTS = """
        {"type":"object","properties":{
          "message":{"type":"string","description":"What is asked, in plain words; may be left out where the attributes say all."},
          "attributes":{"type":"object","description":"What goes with it, by name: text, numbers, true or false, or lists of these.",
            "additionalProperties":{"anyOf":[{"type":["string","number","boolean"]},
              {"type":"array","items":{"type":["string","number","boolean"]}}]}}},
         "additionalProperties":false}\
        """;

    private static final JsonSchemaValidator VALIDATOR = JsonSchemaValidator.of(JsonSchema.of(ARGUMENTS));

    private final AgentRuntime runtime;
    private final Agent<?> agent;
    private final JsonCodec codec;
    private final McpSchema.Tool definition;
    private final ResultWriter results;

    ServedAgent(AgentRuntime runtime, Agent<?> agent, JsonCodec codec) {
        this.runtime = runtime;
        this.agent = agent;
        this.codec = codec;
        this.results = new ResultWriter(codec);
        String name = agent.key().name();
        McpSchema.Tool.Builder builder = McpSchema.Tool.builder(name, ServedTool.schema(codec, ARGUMENTS))
                .description(agent.description().isBlank() ? "Asks the agent " + name + "." : agent.description());
        JsonSchema output = codec.schema(agent.key().type());
        if (JsonSchemaValidator.of(output).wantsObject()) {
            builder.outputSchema(ServedTool.schema(codec, output.text()));
        }
        this.definition = builder.build();
    }

    /**
     * What a client asks.
     *
     * @param message the message
     * @param attributes the attributes
     */
    private record Asked(Optional<String> message, Optional<Map<String, Object>> attributes) {}

    @Override
    public McpSchema.Tool definition() {
        return definition;
    }

    @Override
    public McpSchema.CallToolResult call(ServedCall call) throws InterruptedException {
        SchemaCheck check = VALIDATOR.check(call.argumentsJson());
        if (!check.fits()) {
            return results.failure("invalid_arguments: " + check.problems());
        }
        Asked asked = codec.decode(check.json(), Asked.class);
        RunHandle<?> run;
        try {
            RunRequest request = RunRequest.of(asked.message().orElse(""))
                    .user(call.user().value())
                    .attributes(Attributes.copyOf(asked.attributes().orElse(Map.of())));
            run = runtime.start(agent, request);
        } catch (InvalidDefinitionException e) {
            LOG.debug("A client's request was not taken in", e);
            return results.failure("invalid_arguments: the request cannot be run as it is");
        } catch (RunRejectedException e) {
            LOG.debug("A client's request was not taken in", e);
            return results.failure("busy: the request cannot be run now; try again later");
        }
        RunSubscription events = run.events(
                EventPosition.START,
                event -> call.progress()
                        .accept(event.type() + " " + event.source().agent()));
        try {
            Optional<? extends OrchestrationResult<?>> result = run.result(call.limit());
            if (result.isEmpty()) {
                run.cancel("the time of the client's call is over");
                return results.failure("timed_out: run " + run.run() + " did not end within " + call.limit());
            }
            if (run.status().isEnd()) {
                events.await(); // what has happened is told before the result
            }
            return answer(result.get());
        } catch (InterruptedException e) {
            run.cancel("cancelled by the client");
            throw e;
        } finally {
            events.close();
        }
    }

    /** What a failed run's agents said stays here: it may hold what is not the client's to know. The run's id leads to it. */
    private McpSchema.CallToolResult answer(OrchestrationResult<?> result) {
        if (result.output().isPresent()) {
            McpSchema.CallToolResult given = results.value(result.output().get());
            return new McpSchema.CallToolResult(
                    given.content(),
                    given.isError(),
                    given.structuredContent(),
                    Map.of(
                            "run",
                            result.run().value(),
                            "status",
                            result.status().label()));
        }
        LOG.info("Run {} of a client ended as {}", result.run(), result.status().label());
        return results.failure(
                result.status() == RunStatus.SUSPENDED
                        ? "suspended: run " + result.run() + " waits for an answer of people"
                        : result.status().label() + ": run " + result.run() + " gave no output");
    }
}
