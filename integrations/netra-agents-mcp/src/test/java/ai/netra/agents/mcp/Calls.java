package ai.netra.agents.mcp;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;

/** Calls tools directly, for what they throw. */
final class Calls {
    private Calls() {}

    static ToolResult call(McpTool tool, String arguments) throws InterruptedException {
        return tool.execute(new Given(arguments), new Nobody());
    }

    static ToolResult call(McpTool tool) throws InterruptedException {
        return call(tool, "{}");
    }

    /** Arguments as they are. */
    private record Given(String text) implements ToolArguments {
        @Override
        public <T> T as(Class<T> type) {
            return JsonCodec.standard().decode(text, type);
        }
    }

    /** On nobody's behalf. */
    private static final class Nobody implements ToolContext, AgentClock {
        @Override
        public String agent() {
            return "test";
        }

        @Override
        public UserId user() {
            return UserId.LOCAL;
        }

        @Override
        public ThreadId thread() {
            return ThreadId.of("thread");
        }

        @Override
        public RunId run() {
            return RunId.of("run");
        }

        @Override
        public AgentClock clock() {
            return this;
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
            return "key";
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) {
            throw new UnsupportedOperationException();
        }
    }
}
