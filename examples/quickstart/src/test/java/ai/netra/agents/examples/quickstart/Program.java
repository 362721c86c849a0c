package ai.netra.agents.examples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The program, run in this JVM: its exit code and what it printed. */
record Program(int exitCode, String out, String err) {
    static Program run(String... args) {
        return run(Map.of(), args);
    }

    /** With these environment variables and no others. */
    static Program run(Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Quickstart(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        name -> Optional.ofNullable(environment.get(name)))
                .run(args);
        return new Program(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
