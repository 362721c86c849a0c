package ai.netra.agents.llm;

import ai.netra.agents.NetraException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call to a model that failed, by reason. The cases are closed, so that a host can decide over all of them. Messages hold what the provider said
 * about the failure, never the prompt or a key.
 */
public abstract sealed class LlmException extends NetraException {
    private static final long serialVersionUID = 1L;

    private LlmException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same call may succeed later. */
    public abstract boolean isRetryable();

    /**
     * Whether the call surely cost nothing: the model did no work for it. Where this is not certain, it is false, and the call counts against the run's
     * {@link ai.netra.agents.Limits} with all that was reserved for it. By default false.
     */
    public boolean isUnspent() {
        return false;
    }

    /** After which time to come back, where somebody said: the provider, or what keeps calls from it. By default empty. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** Too many calls or tokens in a time; the provider may say when to come back. */
    public static final class RateLimited extends LlmException {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;

        /** Without word of when to come back. */
        public RateLimited(String message) {
            super(message, null);
            this.retryAfter = null;
        }

        /** With the time after which to come back. */
        public RateLimited(String message, Duration retryAfter) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        @Override
        public boolean isRetryable() {
            return true;
        }

        @Override
        public boolean isUnspent() {
            return true;
        }
    }

    /** The provider was not reached, or failed on its side; it may say when to come back. */
    public static final class Unavailable extends LlmException {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;
        private final Sent sent;

        /** With what was seen. The request may have been sent. */
        public Unavailable(String message, @Nullable Throwable cause) {
            this(message, cause, null, Sent.PERHAPS);
        }

        private Unavailable(String message, @Nullable Throwable cause, @Nullable Duration retryAfter, Sent sent) {
            super(message, cause);
            this.retryAfter = retryAfter;
            this.sent = sent;
        }

        /** With the time after which to come back, as the provider said. */
        public static Unavailable withRetryAfter(String message, Duration retryAfter) {
            return new Unavailable(message, null, retryAfter, Sent.PERHAPS);
        }

        /** Of a request that was not sent: {@link #isUnspent()}. */
        public static Unavailable notSent(String message) {
            return new Unavailable(message, null, null, Sent.NO);
        }

        /** Of a request that was not sent, with what kept it from that: a connection that was not made, say. */
        public static Unavailable notSent(String message, Throwable cause) {
            return new Unavailable(message, cause, null, Sent.NO);
        }

        /** Of a request that was not sent, with the time after which to come back. */
        public static Unavailable notSent(String message, Duration retryAfter) {
            return new Unavailable(message, null, retryAfter, Sent.NO);
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        @Override
        public boolean isRetryable() {
            return true;
        }

        @Override
        public boolean isUnspent() {
            return sent == Sent.NO;
        }

        private enum Sent {
            PERHAPS,
            NO
        }
    }

    /** No answer in time. The provider may have done, and may charge for, the work. */
    public static final class DeadlinePassed extends LlmException {
        private static final long serialVersionUID = 1L;

        /** With the time that passed. */
        public DeadlinePassed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean isRetryable() {
            return true;
        }
    }

    /** The provider does not understand the request, or does not allow it. */
    public static final class InvalidRequest extends LlmException {
        private static final long serialVersionUID = 1L;

        /** With what the provider objects to. */
        public InvalidRequest(String message) {
            super(message, null);
        }

        @Override
        public boolean isRetryable() {
            return false;
        }

        @Override
        public boolean isUnspent() {
            return true;
        }
    }

    /** The messages are more than the model can read. */
    public static final class ContextTooLong extends LlmException {
        private static final long serialVersionUID = 1L;

        /** With the sizes, where known. */
        public ContextTooLong(String message) {
            super(message, null);
        }

        @Override
        public boolean isRetryable() {
            return false;
        }

        @Override
        public boolean isUnspent() {
            return true;
        }
    }

    /** The model or the provider's filter declined to answer. */
    public static final class Refused extends LlmException {
        private static final long serialVersionUID = 1L;

        /** With the reason given. */
        public Refused(String message) {
            super(message, null);
        }

        @Override
        public boolean isRetryable() {
            return false;
        }
    }

    /** The key is missing, wrong or not allowed this. */
    public static final class Authentication extends LlmException {
        private static final long serialVersionUID = 1L;

        /** With what the provider said; never the key. */
        public Authentication(String message) {
            super(message, null);
        }

        @Override
        public boolean isRetryable() {
            return false;
        }

        @Override
        public boolean isUnspent() {
            return true;
        }
    }
}
