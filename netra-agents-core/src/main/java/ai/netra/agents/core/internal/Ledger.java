package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.tools.json.JsonException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's journal in its state store, as its one writer knows it. Appends come one at a time; renewals at any. */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Lease GONE = Lease.of(Duration.ofMillis(1));

    private final Keeper keeper;
    private final StreamKey.OfRun key;
    private final String writer;
    private StreamPosition position;
    private volatile boolean running;
    private volatile long appended;

    /** A ledger of a run that has come as far as this. */
    Ledger(Keeper keeper, StreamKey.OfRun key, StreamPosition position) {
        this.keeper = keeper;
        this.key = key;
        this.writer = keeper.newWriter();
        this.position = position;
    }

    StreamKey.OfRun key() {
        return key;
    }

    /**
     * Appends entries. While the store is out of reach it is tried again, for as long as the runtime has patience.
     *
     * @throws Halt if another has appended since, or the store does not take them
     */
    void append(List<JournalEntry> entries, RunPhase phase) {
        List<Payload> payloads = entries.stream().map(keeper.json()::encode).toList();
        running = phase == RunPhase.RUNNING;
        Append append = Append.to(key, position, writer, payloads, keeper.mark(phase));
        long end = keeper.scheduler().nanoTime() + keeper.patience().toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                position = appended(append);
                appended = keeper.scheduler().nanoTime();
                return;
            } catch (Halt fenced) {
                throw fenced;
            } catch (StoreException.Unavailable unavailable) {
                if (keeper.scheduler().nanoTime() - end >= 0) {
                    throw halted(FailureKind.STATE_UNAVAILABLE, Halt.Reach.LOST, unavailable);
                }
                LOG.warn(
                        "The state store of run {} is out of reach; trying again in {}", key.run(), pause, unavailable);
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            } catch (StoreException.TooLarge | JsonException unfit) {
                throw halted(FailureKind.INVALID_OUTPUT, Halt.Reach.OPEN, unfit);
            } catch (RuntimeException broken) { // a store is foreign code
                throw halted(FailureKind.STATE_UNAVAILABLE, Halt.Reach.LOST, broken);
            }
        }
    }

    private static Halt halted(FailureKind kind, Halt.Reach reach, RuntimeException thrown) {
        return new Halt(Failure.of(kind, thrown), reach, thrown);
    }

    private StreamPosition appended(Append append) {
        return switch (keeper.store().append(append)) {
            case AppendResult.Appended done -> done.end();
            case AppendResult.Conflict conflict -> {
                if (conflict.next().filter(writer::equals).isPresent()) {
                    yield arrived(append, conflict.end()); // an append that was not heard of
                }
                throw fenced(key);
            }
        };
    }

    /** The run is another's by now. */
    static Halt fenced(StreamKey.OfRun key) {
        return new Halt(
                Failure.of(
                        FailureKind.FENCED,
                        "run " + key.run() + " was taken over by another runner or deleted; what this one did since its"
                                + " last record is not part of it"),
                Halt.Reach.LOST);
    }

    private static StreamPosition arrived(Append append, StreamPosition end) {
        return append.expected().equals(StreamPosition.NONE)
                ? new StreamPosition(end.generation(), append.records().size())
                : append.expected().plus(append.records().size());
    }

    private void pause(Duration pause) {
        try {
            keeper.scheduler().clock().sleep(pause);
        } catch (
                InterruptedException
                        interrupted) { // the writer's own task is interrupted by nobody but a closing scheduler
            throw new Halt(
                    Failure.of(FailureKind.STATE_UNAVAILABLE, "interrupted while the state store was out of reach"),
                    Halt.Reach.LOST,
                    interrupted);
        }
    }

    /** Says that the run is worked on no more, though it is not over. Without effect where it is another's by now. */
    void leave() {
        boolean unused = keeper.store().renew(key, writer, GONE);
    }

    /**
     * Says that the run is worked on, unless it was said of late.
     *
     * @return false if it is another's by now
     */
    boolean renew() {
        if (!running
                || keeper.scheduler().nanoTime() - appended < keeper.renewal().toNanos()) {
            return true;
        }
        return lease() || !running;
    }

    /** Says that the run is worked on, and whether it is still this writer's. */
    boolean lease() {
        return keeper.store().renew(key, writer, keeper.lease());
    }
}
