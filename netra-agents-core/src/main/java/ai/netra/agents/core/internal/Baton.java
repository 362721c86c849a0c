package ai.netra.agents.core.internal;

import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The right to decide in a scope, which one thread has at a time. The scope's own thread has it from the beginning, waits for it when it wants it back,
 * and gives it up only for as long as it works on an activation itself; meanwhile it falls to whoever brings an outcome. What one holder did, the next
 * one sees.
 */
final class Baton {
    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final int NEWS = 2; // besides HELD: an outcome came that the holder may not have seen
    private static final int WANTED = 4; // besides HELD: the scope's thread waits

    private final Scheduler scheduler;
    private final AtomicInteger state = new AtomicInteger(HELD);
    private @Nullable Signal returned; // of the holder, once WANTED is set

    Baton(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Takes it if nobody has it. */
    boolean grab() {
        return state.compareAndSet(FREE, HELD);
    }

    /** Says that an outcome has come, after it has; true if the caller is to decide on it, since nobody else does, and holds the baton now. */
    boolean announce() {
        while (true) {
            int now = state.get();
            if (state.compareAndSet(now, now == FREE ? HELD : now | NEWS)) {
                return now == FREE;
            }
        }
    }

    /** Whether the scope's thread waits for it. */
    boolean isWanted() {
        return (state.get() & WANTED) != 0;
    }

    /** Gives it up; false if more has come meanwhile, and the caller still holds it. */
    boolean pass() {
        while (true) {
            int now = state.get();
            if ((now & WANTED) != 0) {
                Signal owner = returned; // before the owner, which has it then, may want it again
                if (!state.compareAndSet(now, now & ~WANTED)) { // what came stays news, to the owner
                    continue;
                }
                if (owner != null) {
                    owner.fire();
                }
                return true;
            }
            if (state.compareAndSet(now, now == HELD ? FREE : HELD)) {
                return now == HELD;
            }
        }
    }

    /** Takes it back, on the scope's thread: waits while another holds it. Whoever holds it after this has to look for outcomes that came before. */
    void take(Wait uninterruptibly) {
        if (grab()) {
            return;
        }
        Signal signal = scheduler.signal();
        returned = signal;
        while (true) {
            int now = state.get();
            if (now == FREE ? state.compareAndSet(FREE, HELD) : state.compareAndSet(now, now | WANTED)) {
                if (now != FREE) {
                    uninterruptibly.until(signal);
                }
                return;
            }
        }
    }

    /** A wait that lasts until a signal is fired, whatever interrupts it. */
    interface Wait {
        void until(Signal signal);
    }
}
