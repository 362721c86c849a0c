package ai.netra.agents.core.llm;

import ai.netra.agents.spi.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one model that began in the last minute, and those that wait. Times are a scheduler's {@code nanoTime}. Not thread-safe: the
 * {@link TokenRateLimit} guards all of its lanes.
 */
final class RateLane {
    /** As a wait: until what is waited for changes. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** Longer than any process. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(36_500);

    private final TokenRateLimit.Rate rate;
    private final Deque<Turn> begun = new ArrayDeque<>(); // the earliest first
    private final Set<Turn> waiting = new LinkedHashSet<>(); // in order of arrival
    private long tokens; // of those begun
    private long pausedAt;
    private long pauseNanos;

    RateLane(TokenRateLimit.Rate rate) {
        this.rate = rate;
    }

    /** One call. */
    static final class Turn {
        private final RateLane lane;
        private long tokens;
        private long begunAt;
        private boolean isOver; // began more than a minute ago

        @Nullable
        Signal changed; // fired when the wait may be over sooner than was thought

        private Turn(RateLane lane, long tokens) {
            this.lane = lane;
            this.tokens = tokens;
        }

        RateLane lane() {
            return lane;
        }
    }

    /** Takes a place at the end of the queue. */
    Turn queue(long needed) {
        Turn turn = new Turn(this, Math.min(needed, rate.tokens()));
        waiting.add(turn);
        return turn;
    }

    /** For how long a queued call has to wait at least; 0 where it may begin. */
    long nanosUntil(Turn turn, long now) {
        if (!turn.equals(waiting.iterator().next())) {
            return UNKNOWN;
        }
        long pause = pause(now);
        if (pause > 0) {
            return pause;
        }
        forgetOld(now);
        return begun.size() < rate.requests() && tokens + turn.tokens <= rate.tokens()
                ? 0
                : MINUTE - (now - begun.getFirst().begunAt);
    }

    void begin(Turn turn, long now) {
        turn.begunAt = now;
        tokens += turn.tokens;
        begun.add(turn);
        leave(turn);
    }

    /** Leaves the queue; who is next looks again. */
    void leave(Turn turn) {
        waiting.remove(turn);
        wakeNext();
    }

    /** A call has taken other tokens than was thought. */
    void count(Turn turn, long counted) {
        if (!turn.isOver) {
            long taken = Math.min(counted, rate.tokens());
            tokens += taken - turn.tokens;
            turn.tokens = taken;
            wakeNext();
        }
    }

    /** Lets no call begin for this time; a longer pause stays. */
    void pause(long now, Duration time) {
        long nanos = time.compareTo(LONGEST_PAUSE) < 0 ? time.toNanos() : LONGEST_PAUSE.toNanos();
        if (nanos > pause(now)) {
            pausedAt = now;
            pauseNanos = nanos;
            wakeNext();
        }
    }

    /** For how long no call begins. */
    long pause(long now) {
        return pauseNanos == 0 ? 0 : Math.max(0, pauseNanos - (now - pausedAt));
    }

    boolean isIdle(long now) {
        forgetOld(now);
        return begun.isEmpty() && waiting.isEmpty() && pause(now) == 0;
    }

    TokenRateLimit.Load load() {
        return new TokenRateLimit.Load(tokens, begun.size(), waiting.size());
    }

    private void forgetOld(long now) {
        while (!begun.isEmpty() && now - begun.getFirst().begunAt >= MINUTE) {
            Turn old = begun.removeFirst();
            old.isOver = true;
            tokens -= old.tokens;
        }
    }

    private void wakeNext() {
        if (!waiting.isEmpty()) {
            Signal changed = waiting.iterator().next().changed;
            if (changed != null) {
                changed.fire();
            }
        }
    }
}
