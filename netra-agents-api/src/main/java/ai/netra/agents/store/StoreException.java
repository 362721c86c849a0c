package ai.netra.agents.store;

import ai.netra.agents.NetraException;
import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked. Never thrown for a stream that is not there, or for a conflict: those are answers. */
public abstract sealed class StoreException extends NetraException {
    private static final long serialVersionUID = 1L;

    private StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The store cannot be reached, or did not answer in time. What was to be appended may be there: read back before appending again, which a conflict
     * does too.
     */
    public static final class Unavailable extends StoreException {
        private static final long serialVersionUID = 1L;

        /** With the driver's exception. */
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A payload is larger than the store takes; nothing was appended. */
    public static final class TooLarge extends StoreException {
        private static final long serialVersionUID = 1L;

        /** Names the payload, its size, the limit and the fix. */
        public TooLarge(String message) {
            super(message, null);
        }
    }

    /** What the store needs in its server is not there, or of another version, and may not be made or changed; nothing was read or written. */
    public static final class NotReady extends StoreException {
        private static final long serialVersionUID = 1L;

        /** Says what is missing and how to make it. */
        public NotReady(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** What was read is not what was written; nothing was changed. */
    public static final class Corrupt extends StoreException {
        private static final long serialVersionUID = 1L;

        /** Names the stream and version. */
        public Corrupt(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
