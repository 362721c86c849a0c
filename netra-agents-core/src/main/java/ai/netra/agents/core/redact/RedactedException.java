package ai.netra.agents.core.redact;

import ai.netra.agents.NetraException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Another exception as a log may have it: the message begins with the other one's type. */
final class RedactedException extends NetraException {
    private static final long serialVersionUID = 1L;

    private RedactedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static RedactedException of(Throwable thrown, Redaction redaction) {
        return of(thrown, redaction, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static RedactedException of(Throwable thrown, Redaction redaction, Set<Throwable> seen) {
        seen.add(thrown);
        Throwable cause = thrown.getCause();
        String message = thrown.getMessage();
        RedactedException redacted = new RedactedException(
                thrown.getClass().getName() + (message == null ? "" : ": " + redaction.text(message)),
                cause == null || seen.contains(cause) ? null : of(cause, redaction, seen));
        redacted.setStackTrace(thrown.getStackTrace());
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (!seen.contains(suppressed)) {
                redacted.addSuppressed(of(suppressed, redaction, seen));
            }
        }
        return redacted;
    }
}
