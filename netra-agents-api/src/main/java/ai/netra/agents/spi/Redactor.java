package ai.netra.agents.spi;

/**
 * Takes out of a text what is not for everybody's eyes: names, keys, numbers of cards. Implement me, or use the engine's patterns, and register with the
 * runtime.
 *
 * <p>It is asked for texts on their way out, into events, exports and log lines, and never for what is kept: a journal without its texts could not be
 * gone on with. What must not be readable in a store is encrypted there.
 *
 * <p>Thread-safe and quick: it is called on the threads of runs. Where it throws, nothing of the text goes out.
 */
@FunctionalInterface
public interface Redactor {
    /** The text without it; the same text where there is nothing to take out. */
    String redact(String text);
}
