package ai.netra.agents;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something gave no output, as data: journaled, sent in events and kept in results. The live exception, where there was one, stays on the live
 * result.
 *
 * @param kind the kind of failure
 * @param type what exactly failed, in the words of who failed: an exception's class name, a limit's name
 * @param message for people: names the thing, the value and the fix; holds no secrets or prompts
 * @param retryable whether the same call may succeed later
 */
public record Failure(FailureKind kind, String type, String message, boolean retryable) {
    /** Refuses nulls. */
    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(message, "message");
    }

    /** A failure that trying again does not cure, with the kind's name as type. */
    public static Failure of(FailureKind kind, String message) {
        return new Failure(kind, kind.label(), message, false);
    }

    /** The failure that an exception stands for, with the exception's class name as type, and as message where it has none that can be read. */
    public static Failure of(FailureKind kind, Throwable thrown) {
        String message = message(thrown);
        return new Failure(
                kind,
                thrown.getClass().getName(),
                message == null ? thrown.getClass().getSimpleName() : message,
                false);
    }

    private static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException
                | Error unreadable) { // it is foreign code, and who reports a failure must not fail of it
            return null;
        }
    }

    @Override
    public String toString() {
        return kind.label() + " (" + type + "): " + message;
    }
}
