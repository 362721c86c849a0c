package ai.netra.agents.suite;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.ToolContext;
import java.time.Instant;

/** The context of a tool that is called by hand, for the local user. */
public final class StubToolContext implements ToolContext {
    @Override
    public String agent() {
        return "stub";
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
        return new StubContext().clock();
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
        return "k";
    }
}
