package ai.netra.agents.tests.crash;

import java.io.IOException;

/** Whether this system has signals. */
final class Signals {
    private Signals() {}

    /** Whether there is a program that sends signals to processes. */
    static boolean available() {
        try {
            return new ProcessBuilder(
                                    "kill",
                                    "-0",
                                    Long.toString(ProcessHandle.current().pid()))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
