package ai.netra.agents.core.internal;

import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** The result of a run, once there is one, and who waits for it: a signal is made for the first who has to. Thread-safe. */
final class RunEnd<O> {
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private static final AtomicReferenceFieldUpdater<RunEnd, Signal> SIGNAL =
            AtomicReferenceFieldUpdater.newUpdater(RunEnd.class, Signal.class, "signal");

    private final Scheduler scheduler;
    private volatile @Nullable Signal signal;
    private volatile @Nullable OrchestrationResult<O> result;

    RunEnd(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Sets the result, and keeps nothing else. */
    @SuppressWarnings("NullAway") // what it is set to is null
    void set(OrchestrationResult<O> ended) {
        result = ended;
        Signal awaited = SIGNAL.getAndSet(this, null);
        if (awaited != null) {
            awaited.fire();
        }
    }

    @Nullable
    OrchestrationResult<O> result() {
        return result;
    }

    OrchestrationResult<O> await() throws InterruptedException {
        OrchestrationResult<O> known = result;
        while (known == null) {
            Signal awaited = awaited();
            if (result == null) {
                awaited.await();
            }
            known = result;
        }
        return known;
    }

    Optional<OrchestrationResult<O>> await(Duration timeout) throws InterruptedException {
        if (result == null) {
            Signal awaited = awaited();
            if (result == null) {
                boolean unused = awaited.await(timeout);
            }
        }
        return Optional.ofNullable(result);
    }

    /** The signal, which fires if it was there when the result was set: so whoever asks for it looks for the result afterwards. */
    @SuppressWarnings("NullAway") // what it is set from is null
    private Signal awaited() {
        Signal known = signal;
        if (known != null) {
            return known;
        }
        Signal made = scheduler.signal();
        SIGNAL.compareAndSet(this, null, made);
        Signal first = signal;
        return first == null ? made : first;
    }
}
