package ai.netra.agents.http;

import ai.netra.agents.llm.LlmException;
import java.time.Duration;

/** The time of one call: how much of it is left. */
final class CallTime {
    private final Duration whole;
    private final long end;

    private CallTime(Duration whole, long end) {
        this.whole = whole;
        this.end = end;
    }

    /** So much, from now. */
    static CallTime of(Duration whole) {
        return new CallTime(whole, System.nanoTime() + whole.toNanos());
    }

    /** The rest of it, but no more than this. */
    CallTime atMost(Duration time) {
        return new CallTime(whole, System.nanoTime() + Math.min(left(), time.toNanos()));
    }

    /** In nanoseconds; zero or less when it is over. */
    long left() {
        return end - System.nanoTime();
    }

    /** What to throw when it is over. */
    LlmException passed() {
        return new LlmException.DeadlinePassed("no whole answer within " + whole, null);
    }
}
