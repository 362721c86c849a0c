package ai.netra.agents.core.internal;

import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sees to it that one run executes in a thread, whichever process it is in, by the leases in the state store. A run that is to execute looks whether
 * another holds a lease, takes one, and looks again: of two that take theirs in the same moment, whoever came second sees the other. The one that began
 * earlier then waits a little for the other to withdraw.
 */
final class ThreadWatch {
    private static final int PAGE = 100;
    private static final int LOOKS = 9;
    private static final Duration FIRST_PAUSE =
            Duration.ofMillis(1); // doubled from look to look: a quarter of a second in all
    private static final Duration SPREAD = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** Of runs that meet. */
    private static final Comparator<RunHeader> IN_ORDER =
            Comparator.comparing(RunHeader::begun).thenComparing(ThreadWatch::id);

    private final StateStore store;
    private final Scheduler scheduler;

    ThreadWatch(StateStore store, Scheduler scheduler) {
        this.store = store;
        this.scheduler = scheduler;
    }

    private static String id(RunHeader header) {
        return header.key().run().value();
    }

    /** The runs of a run's thread that hold a lease, itself among them if it does. */
    private List<RunHeader> leased(StreamKey.OfRun run) {
        Instant now = store.now();
        List<RunHeader> leased = new ArrayList<>();
        Page<RunId> page = Page.first(PAGE);
        while (true) {
            List<RunHeader> found = store.unfinished(run.user(), run.thread(), page);
            found.stream()
                    .filter(header -> header.leasedUntil().filter(now::isBefore).isPresent())
                    .forEach(leased::add);
            if (found.size() < PAGE) {
                return leased;
            }
            page = Page.after(found.getLast().key().run(), PAGE);
        }
    }

    private static Optional<RunHeader> first(List<RunHeader> leased, Predicate<RunId> among) {
        return leased.stream().filter(header -> among.test(header.key().run())).min(IN_ORDER);
    }

    private static Predicate<RunId> otherThan(StreamKey.OfRun run) {
        return id -> !id.equals(run.run());
    }

    /** Another run that is executing in a run's thread, here or elsewhere. */
    Optional<RunId> busy(StreamKey.OfRun run) {
        return first(leased(run), otherThan(run)).map(other -> other.key().run());
    }

    /**
     * Refuses a run while another executes in its thread.
     *
     * @param awaited whether the other is one that this one will wait for
     * @throws RunRejectedException.ThreadBusy if there is another
     */
    void check(Run<?> run, Predicate<RunId> awaited) {
        if (run.inNamedThread()) {
            first(leased(run.storeKey()), otherThan(run.storeKey()).and(awaited.negate()))
                    .ifPresent(other -> {
                        throw busy(run, other);
                    });
        }
    }

    private static RunRejectedException.ThreadBusy busy(Run<?> run, RunHeader other) {
        return new RunRejectedException.ThreadBusy(run.thread(), other.key().run());
    }

    /**
     * Looks again, when a run has begun that withdraws if it must.
     *
     * @throws RunRejectedException.ThreadBusy if another began before it, or did not withdraw
     */
    void checkBegun(Run<?> run) {
        if (!run.inNamedThread()) {
            return;
        }
        StreamKey.OfRun key = run.storeKey();
        Duration pause = FIRST_PAUSE;
        for (int look = 1; ; look++) {
            List<RunHeader> leased = leased(key);
            RunHeader other = first(leased, otherThan(key)).orElse(null);
            if (other == null) {
                return;
            }
            boolean mayStay = first(leased, any -> true)
                    .filter(first -> first.key().equals(key))
                    .isPresent();
            if (!mayStay || look == LOOKS || !paused(pause)) {
                throw busy(run, other);
            }
            pause = pause.multipliedBy(2);
        }
    }

    /** Waits on a thread that may be the host's; false if it was interrupted, as it then still is. */
    private boolean paused(Duration pause) {
        Task waiting = scheduler.adopt("waiting for a thread");
        try {
            scheduler.clock().sleep(pause);
            waiting.release();
            return true;
        } catch (InterruptedException interrupted) {
            waiting.releaseInterrupted();
            return false;
        }
    }

    /**
     * Waits until no other runtime has a run executing in a run's thread, or the run is cancelled.
     *
     * @return false if the wait was interrupted
     */
    boolean await(Run<?> run) {
        return await(run, FIRST_PAUSE);
    }

    private boolean await(Run<?> run, Duration first) {
        Duration pause = first;
        try {
            while (run.inNamedThread()
                    && !run.isCancelled()
                    && busy(run.storeKey()).isPresent()) {
                scheduler.clock().sleep(pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
            }
            return true;
        } catch (InterruptedException interrupted) {
            return false;
        }
    }

    /**
     * Looks again, when a run has begun that does not withdraw. While another executes, it lets go of its lease, and takes it up again for the next look:
     * at another moment than a third one that does the same.
     *
     * @return false if the wait was interrupted
     */
    boolean awaitBegun(Run<?> run) {
        while (run.inNamedThread()
                && !run.isCancelled()
                && !run.journal().isHalted()
                && busy(run.storeKey()).isPresent()) {
            run.leave();
            Duration pause = FIRST_PAUSE.plus(
                    SPREAD.multipliedBy((long) (scheduler.random() * 100)).dividedBy(100));
            if (!await(run, pause)) {
                return false;
            }
            run.lease();
        }
        return true;
    }
}
