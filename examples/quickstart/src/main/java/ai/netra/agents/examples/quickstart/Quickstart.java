package ai.netra.agents.examples.quickstart;

/** Prints its arguments, until the program is written. */
public final class Quickstart {
    private Quickstart() {}

    public static void main(String[] args) {
        for (String arg : args) {
            System.out.println("[" + arg + "]");
        }
    }
}
