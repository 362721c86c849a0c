package ai.netra.agents.core.pool;

import ai.netra.agents.NetraException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A pool that lends no instance, or a lease that is over, by reason. */
public abstract sealed class AgentPoolException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final String pool;

    private AgentPoolException(String pool, String message, @Nullable Throwable cause) {
        super("pool '" + pool + "' " + message, cause);
        this.pool = pool;
    }

    /** The name of the pool. */
    public String pool() {
        return pool;
    }

    /** All instances were lent for as long as the borrower would wait. */
    public static final class Exhausted extends AgentPoolException {
        private static final long serialVersionUID = 1L;
        private final int size;
        private final Duration waited;

        Exhausted(String pool, int size, String borrower, Duration waited) {
            super(
                    pool,
                    "of " + size + " had no instance for '" + borrower + "' within " + waited
                            + "; raise size(...) or maxWait(...), or return leases sooner",
                    null);
            this.size = size;
            this.waited = waited;
        }

        /** How many instances the pool may have. */
        public int size() {
            return size;
        }

        /** How long the borrower waited. */
        public Duration waited() {
            return waited;
        }
    }

    /** The pool was closed, before or while the borrower waited. */
    public static final class Closed extends AgentPoolException {
        private static final long serialVersionUID = 1L;

        Closed(String pool, String borrower) {
            super(pool, "is closed and lends nothing to '" + borrower + "'; close it after the last use", null);
        }
    }

    /** A new instance could not be created; the next borrower tries again. */
    public static final class CreationFailed extends AgentPoolException {
        private static final long serialVersionUID = 1L;

        CreationFailed(String pool, String borrower, Throwable cause) {
            super(pool, "could not create an instance for '" + borrower + "': " + cause, cause);
        }
    }

    /** A lease was used or returned after it had been returned. */
    public static final class LeaseEnded extends AgentPoolException {
        private static final long serialVersionUID = 1L;

        LeaseEnded(String pool, String borrower) {
            super(
                    pool,
                    "has taken back the lease of '" + borrower
                            + "' already; return a lease once, and use it only before",
                    null);
        }
    }
}
