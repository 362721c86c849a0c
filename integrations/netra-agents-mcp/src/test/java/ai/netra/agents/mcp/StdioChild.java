package ai.netra.agents.mcp;

import ai.netra.agents.UserId;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.ToolRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** A child process that serves tools, and does what its first argument says besides. */
final class StdioChild {
    private StdioChild() {}

    /** No arguments. */
    private record Nothing() {}

    static McpStdio endpoint(String mode) {
        return java(StdioChild.class, mode);
    }

    static McpStdio java(Class<?> main, String mode) {
        return McpStdio.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                mode);
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "banner" -> System.out.println("Welcome! This is no message.\n\n{\"neither\":\"is this\"}");
            case "flood" -> System.out.println("x".repeat(100_000));
            case "stubborn" ->
                Runtime.getRuntime().addShutdownHook(new Thread(StdioChild::waitForEver)); // neither goes when asked to
            default -> {} // serves, and that is all
        }
        System.err.println("the child is up\u0007");
        ToolRegistry registry = ToolRegistry.of(
                FunctionTool.of(
                        "environment",
                        "Names its variables.",
                        Nothing.class,
                        (none, context) ->
                                List.copyOf(new TreeSet<>(System.getenv().keySet()))),
                FunctionTool.of(
                        "pids",
                        "Its process, and one it starts.",
                        Nothing.class,
                        (none, context) -> List.of(ProcessHandle.current().pid(), sleeper())),
                FunctionTool.of(
                        "user",
                        "Says whom it works for.",
                        Nothing.class,
                        (none, context) -> context.user().value()),
                FunctionTool.of("die", "Dies.", Nothing.class, (none, context) -> {
                    Runtime.getRuntime().halt(3);
                    return "";
                }));
        McpToolServer server = McpToolServer.builder("child", "1.0")
                .tools(
                        ToolDispatcher.builder(registry)
                                .grant("mcp", registry.names().toArray(String[]::new))
                                .build(),
                        "mcp")
                .build();
        server.serve(System.in, System.out, UserId.of("u1"));
        server.close();
        if (arguments[0].equals("stubborn")) {
            waitForEver();
        }
    }

    private static long sleeper() throws IOException {
        return new ProcessBuilder("sleep", "600").start().pid();
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private static void waitForEver() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            waitForEver();
        }
    }
}
