package ai.netra.agents.examples.quickstart;

import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.AgentEventListener;
import java.io.PrintStream;
import java.time.Duration;

/** Prints a line for each thing a reader may want to see while waiting. */
final class ProgressPrinter implements AgentEventListener {
    private final PrintStream out;

    ProgressPrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void onEvent(AgentEvent event) {
        String agent = event.source().agent();
        switch (event) {
            case AgentEvent.AgentStarted e -> line(agent, "started");
            case AgentEvent.AgentRetrying e ->
                line(
                        agent,
                        "tries again in " + took(e.delay()) + " after "
                                + e.failure().message());
            case AgentEvent.AgentThought e -> line(agent, e.text());
            case AgentEvent.ToolCallStarted e -> line(agent, "calls " + e.tool());
            case AgentEvent.ToolCallEnded e -> line(agent, e.tool() + " " + e.status() + ", " + took(e.duration()));
            case AgentEvent.AgentCompleted e -> line(agent, e.status() + ", " + took(e.duration()));
            case AgentEvent.AgentFailed e ->
                line(agent, e.kind() + ": " + e.failure().message());
            case AgentEvent.AgentSkipped e -> line(agent, "skipped: " + e.reason());
            case AgentEvent.AgentCancelled e -> line(agent, "cancelled: " + e.reason());
            case AgentEvent.AgentStuck e ->
                line(agent, "has not stopped " + took(e.sinceInterrupt()) + " after it was interrupted");
            case AgentEvent.RunFailed e ->
                line("run", e.kind() + ": " + e.failure().message());
            case AgentEvent.RunCancelled e -> line("run", "cancelled: " + e.reason());
            case AgentEvent.RunCompleted e -> line("run", e.status() + ", " + took(e.duration()));
            case AgentEvent.ApprovalRequested e -> line(agent, "asks: " + e.text());
            case AgentEvent.RunSuspended e -> line("run", "waits for an answer");
            case AgentEvent.RunResumed e -> line("run", "goes on");
            case AgentEvent.RunStarted e -> {}
            case AgentEvent.LlmDeltaReceived e -> {}
        }
    }

    private void line(String who, String what) {
        out.printf("  %-14s %s%n", who, what);
    }

    private static String took(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
