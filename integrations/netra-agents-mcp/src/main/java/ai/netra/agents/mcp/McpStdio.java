package ai.netra.agents.mcp;

import ai.netra.agents.InvalidDefinitionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server that is started as a child process and spoken to over its standard input and output. What it writes to its standard error is logged.
 *
 * <p>The child inherits nothing of this process's environment but {@code PATH} (on Windows also {@code SystemRoot}, {@code PATHEXT} and {@code TEMP}), so that
 * programs and what they run are found: keys and tokens of the host are not the server's to see. What else it needs is named here, each method returning a
 * changed copy.
 */
public final class McpStdio extends McpEndpoint {
    private static final List<String> INHERITED = List.of("PATH", "SystemRoot", "PATHEXT", "TEMP");

    private final List<String> command;
    private final Map<String, String> environment;
    private final @Nullable Path directory;

    private McpStdio(List<String> command, Map<String, String> environment, @Nullable Path directory) {
        this.command = command;
        this.environment = environment;
        this.directory = directory;
    }

    /**
     * A program with its arguments. No shell reads them.
     *
     * @throws InvalidDefinitionException if the program is blank
     */
    public static McpStdio of(String program, String... arguments) {
        if (program.isBlank()) {
            throw new InvalidDefinitionException("the program of an MCP server is blank; name one, such as npx");
        }
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(program);
        Map<String, String> environment = new LinkedHashMap<>();
        INHERITED.forEach(
                name -> Optional.ofNullable(System.getenv(name)).ifPresent(own -> environment.put(name, own)));
        return new McpStdio(List.copyOf(command), Collections.unmodifiableMap(environment), null);
    }

    /** With a variable of the environment. */
    public McpStdio environment(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new McpStdio(command, Collections.unmodifiableMap(more), directory);
    }

    /** With a variable as this process has it now, where it has: {@code HOME} for what keeps files there. */
    public McpStdio inherit(String name) {
        String own = System.getenv(name);
        return own == null ? this : environment(name, own);
    }

    /** In this directory; by default in that of this process. */
    public McpStdio directory(Path path) {
        return new McpStdio(command, environment, path);
    }

    ProcessBuilder process() {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        return builder;
    }

    @Override
    McpLink link(McpLink.LinkSettings settings) {
        return new StdioLink(settings, this);
    }

    /** The program's name; arguments may hold secrets. */
    @Override
    public String toString() {
        return "McpStdio[" + command.getFirst() + " with " + (command.size() - 1) + " arguments]";
    }
}
