package ai.netra.agents.httptools;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import ai.netra.agents.tools.json.SchemaCheck;
import java.time.Instant;
import java.util.Optional;

/** Calls tools as the dispatcher does: checked by schema and by the tool. */
record FakeCall() implements ToolContext {
    static ToolResult call(Tool tool, String json) throws Exception {
        SchemaCheck check = JsonSchemaValidator.of(tool.spec().arguments()).check(json);
        if (!check.fits()) {
            return ToolResult.failure(new ToolError(
                    ToolErrorKind.INVALID_ARGUMENTS, check.problems().toString(), ""));
        }
        ToolArguments arguments = new ToolArguments() {
            @Override
            public <T> T as(Class<T> type) {
                return JsonCodec.standard().decode(check.json(), type);
            }

            @Override
            public String text() {
                return check.json();
            }
        };
        Optional<String> wrong = tool.validate(arguments);
        return wrong.isPresent()
                ? ToolResult.failure(new ToolError(ToolErrorKind.INVALID_ARGUMENTS, wrong.get(), ""))
                : tool.execute(arguments, new FakeCall());
    }

    @Override
    public String agent() {
        return "agent";
    }

    @Override
    public UserId user() {
        return UserId.LOCAL;
    }

    @Override
    public ThreadId thread() {
        return ThreadId.of("t");
    }

    @Override
    public RunId run() {
        return RunId.of("r");
    }

    @Override
    public AgentClock clock() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public Cancellation cancellation() {
        return () -> false;
    }

    @Override
    public String idempotencyKey() {
        return "key-1";
    }
}
