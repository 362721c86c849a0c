package ai.netra.agents.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link to a child process: a message a line. Three daemon threads wait on its pipes, as a virtual thread that does would hold its carrier.
 *
 * <p>Ending it closes the child's input, gives it {@value #PATIENCE_MILLIS} ms to go, asks it to go, gives it as long again, and then kills it with all that it
 * started. The JVM's exit kills it at once.
 */
final class StdioLink extends McpLink {
    private static final Logger LOG = LoggerFactory.getLogger(StdioLink.class);
    private static final int PATIENCE_MILLIS = 1_000;
    private static final int LONGEST_LOG_LINE = 1_000;
    private static final int MOST_WAITING = 1_024;

    private final McpStdio endpoint;
    private final BlockingQueue<String> outgoing = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile @Nullable Process process;
    private volatile @Nullable Thread killer;
    private volatile @Nullable Thread writer;

    StdioLink(LinkSettings settings, McpStdio endpoint) {
        super(settings);
        this.endpoint = endpoint;
    }

    @Override
    void open() {
        Process started;
        try {
            started = endpoint.process().start();
        } catch (IOException e) {
            throw new McpException.Unavailable(server(), "could not be started: " + Foreign.line(e.getMessage()), e);
        }
        process = started;
        Thread hook = Thread.ofPlatform().unstarted(() -> kill(started, List.of()));
        killer = hook;
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException alreadyExiting) {
            kill(started, List.of());
            throw new McpException.Unavailable(server(), "was not started, as the JVM is exiting", alreadyExiting);
        }
        thread("in", () -> readMessages(started));
        thread("err", () -> log(started));
        writer = thread("out", () -> writeMessages(started));
    }

    private Thread thread(String what, Runnable body) {
        return Thread.ofPlatform().daemon().name("mcp-" + server() + "-" + what).start(body);
    }

    private void readMessages(Process child) {
        BoundedLines lines = new BoundedLines(child.getInputStream(), settings.maxMessage());
        McpException why = null;
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    receiveLine(line);
                }
            }
        } catch (BoundedLines.TooLong e) {
            why = new McpException.InvalidAnswer(server(), "sent " + e.getMessage());
        } catch (IOException e) {
            LOG.debug("The output of MCP server {} ended", server(), e);
        }
        fail(why != null ? why : new McpException.Unavailable(server(), "ended" + exit(child)));
        if (why != null) {
            kill(child, List.of());
        }
    }

    private void receiveLine(String line) {
        JSONRPCMessage message;
        try {
            message = read(line);
        } catch (IOException notOne) {
            LOG.debug("MCP server {} wrote a line that is no message: {}", server(), Foreign.line(line));
            return;
        }
        receive(message);
    }

    private static String exit(Process child) {
        try {
            return child.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) ? " with exit code " + child.exitValue() : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void log(Process child) {
        BoundedLines lines = new BoundedLines(child.getErrorStream(), settings.maxMessage());
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                LOG.info("MCP server {}: {}", server(), Foreign.line(line, LONGEST_LOG_LINE));
            }
        } catch (IOException e) {
            LOG.debug("The log of MCP server {} ended", server(), e);
        }
    }

    private void writeMessages(Process child) {
        try (OutputStream out = child.getOutputStream()) {
            while (end() == null) {
                out.write((outgoing.take() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            LOG.debug("The input of MCP server {} ended", server(), e);
        } catch (InterruptedException closed) {
            LOG.debug("The input of MCP server {} is closed", server());
        }
    }

    @Override
    void send(JSONRPCMessage message) {
        if (!outgoing.offer(write(message))) {
            throw new McpException.Unavailable(server(), "reads nothing: " + MOST_WAITING + " messages wait for it");
        }
    }

    @Override
    void sendCancelled(Object id, JSONRPCNotification cancelled) {
        try {
            send(cancelled);
        } catch (McpException e) {
            LOG.debug("MCP server {} was not told of a cancellation", server(), e);
        }
    }

    @Override
    void shut() {
        Process child = process;
        if (child == null) {
            return;
        }
        List<ProcessHandle> offspring = child.descendants().toList(); // they lose their parent when it goes
        Thread writing = writer;
        if (writing != null) {
            writing.interrupt(); // which closes the child's input
        }
        try {
            if (!child.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                child.destroy();
                child.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill(child, offspring);
        Thread hook = killer;
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException exiting) {
                LOG.debug("The JVM is exiting", exiting);
            }
        }
    }

    private static void kill(Process child, List<ProcessHandle> offspring) {
        Stream.concat(offspring.stream(), child.descendants()).forEach(ProcessHandle::destroyForcibly);
        child.destroyForcibly();
    }
}
