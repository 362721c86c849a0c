package ai.netra.agents.tests.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that wait for an answer are in the store, and not in the process that asked. */
class ManySuspendedRunsIT {
    private static final int RUNS = 10_000;
    private static final long MEMORY = 200L << 20;

    @Test
    @Timeout(300)
    void ten_thousand_are_held_in_200_mb_and_answered_after_the_process_was_killed() throws Exception {
        try (KillablePostgres postgres = new KillablePostgres()) {
            Process asking = child("ask", postgres.url());
            try {
                assertHeld("asked", said(asking));
            } finally {
                asking.destroyForcibly().waitFor();
            }
            Process answering = child("answer", postgres.url());
            try {
                assertHeld("answered", said(answering));
                assertThat(answering.waitFor()).isZero();
            } finally {
                answering.destroyForcibly();
            }
        }
    }

    private static Process child(String what, String url) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SuspendingChild.class.getName(),
                        what,
                        url,
                        Integer.toString(RUNS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<Long> said(Process child) throws IOException {
        String line = child.inputReader(UTF_8).readLine();
        assertThat(line).as("what the process said").isNotNull();
        return Stream.of(line.split(" ")).map(Long::valueOf).toList();
    }

    private static void assertHeld(String what, List<Long> said) {
        System.out.printf(
                "%d runs %s: %d MB of heap after a collection, %d MB of the process in memory%n",
                said.get(0), what, said.get(1) >> 20, said.get(2) >> 20);
        assertThat(said.get(0)).as("runs that were " + what).isEqualTo(RUNS);
        assertThat(said.get(1)).as("heap").isLessThan(MEMORY);
        assertThat(said.get(2)).as("memory of the process").isLessThan(MEMORY);
    }
}
