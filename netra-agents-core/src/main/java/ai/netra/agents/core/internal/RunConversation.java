package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunStatus;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.state.ConversationPolicy;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamPosition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A run's part in the conversation of its thread: what had been said when it began, and its own turn. A run in a thread of its own has no such part. Thread-safe.
 *
 * @param <O> the type of the run's output
 */
final class RunConversation<O> {
    private final Run<O> run;
    private final Runs runs;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable List<ConversationMessage> messages; // guarded by lock; once they were asked for
    private boolean taintedBefore; // guarded by lock; of a conversation that is not kept in a store
    private volatile @Nullable StreamPosition joined; // how far it had come, where it is kept
    private volatile ThreadLog.@Nullable Found found; // as it was then, where this runner saw it
    private volatile @Nullable Said said; // the same, decoded

    /**
     * The part of a run.
     *
     * @param joined how far the conversation had come when the run began, where that is recorded
     */
    RunConversation(Run<O> run, Runs runs, @Nullable StreamPosition joined) {
        this.run = run;
        this.runs = runs;
        this.joined = joined;
    }

    /** How far the conversation had come when the run took it up; null where it has not, or it is not kept. */
    @Nullable
    StreamPosition joined() {
        return joined;
    }

    /**
     * Takes up the conversation as it is now, where that is kept.
     *
     * @throws StoreException if it cannot be loaded
     */
    void join() {
        log().ifPresent(log -> {
            ThreadLog.Found now = log.find();
            joined = now.end();
            found = now;
        });
    }

    /** The conversation in the state store, where it is kept there. */
    private Optional<ThreadLog> log() {
        return histories().log(run.user(), run.thread());
    }

    private Histories histories() {
        return run.engine().histories();
    }

    /** What was said before the run began, loaded when it is first asked for. */
    List<ConversationMessage> messages() {
        ConversationPolicy policy = histories().policy();
        if (policy.isNone()) {
            return List.of();
        }
        lock.lock();
        try {
            List<ConversationMessage> known = messages == null ? read(policy) : messages;
            messages = known;
            return known;
        } finally {
            lock.unlock();
        }
    }

    private List<ConversationMessage> read(ConversationPolicy policy) {
        return log().map(log -> asFound(log).messages(policy.most())).orElseGet(() -> {
            boolean unused = isTaintedHere(); // the run remembers that, as those before it may be forgotten
            return said(policy);
        });
    }

    private List<ConversationMessage> said(ConversationPolicy policy) {
        return Conversations.of(
                        run.user(),
                        run.thread(),
                        runs.over(run.user(), run.thread()),
                        run.engine().codec())
                .map(said -> said.window(policy.messages()).messages())
                .orElse(List.of());
    }

    /** Whether content from outside had entered what was said before the run began. */
    boolean isTainted() {
        if (histories().policy().isNone()) {
            return false;
        }
        Optional<ThreadLog> log = log();
        return log.isPresent() ? asFound(log.get()).isTainted() : isTaintedHere();
    }

    /** The same of a conversation that is kept by this runtime alone. */
    private boolean isTaintedHere() {
        lock.lock();
        try {
            boolean known = taintedBefore
                    || runs.over(run.user(), run.thread()).stream().anyMatch(Run::wasTainted);
            taintedBefore = known;
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the run is known to have gone on from what was tainted. */
    boolean wasTainted() {
        lock.lock();
        try {
            return taintedBefore;
        } finally {
            lock.unlock();
        }
    }

    /** The conversation as it was when the run began. */
    private Said asFound(ThreadLog log) {
        Said known = said;
        if (known == null) {
            ThreadLog.Found then = found;
            known = then == null ? log.asOf(position()) : log.said(then);
            said = known;
        }
        return known;
    }

    private StreamPosition position() {
        return Objects.requireNonNullElse(joined, StreamPosition.NONE);
    }

    /** Knows the same as this run's part before it waited, where nothing else does. */
    void goOn(RunConversation<?> before) {
        List<ConversationMessage> known;
        boolean tainted;
        before.lock.lock();
        try {
            known = before.messages;
            tainted = before.taintedBefore;
        } finally {
            before.lock.unlock();
        }
        lock.lock();
        try {
            messages = known;
            taintedBefore = tainted;
        } finally {
            lock.unlock();
        }
    }

    /** The run waits from now on: others may end in its thread, and it is to go on with what had been said before. */
    void pause() {
        if (run.engine().keeper() == null) {
            List<ConversationMessage> unused = messages();
        }
    }

    /**
     * Appends the run's turn, while the run is still this runner's.
     *
     * @return why that could not be done; null where it is done, or the run is another's
     */
    @Nullable
    Halt say(Outcome<O> outcome) {
        ThreadLog log = log().orElse(null);
        if (log == null) {
            return null;
        }
        try {
            run.journal().renew();
            if (run.journal().isHalted()) {
                return null;
            }
            RunStatus status = OrchestrationResult.<O>builder(run.run(), run.request())
                    .outcome(outcome)
                    .build()
                    .status();
            Said known = run.past().isNone() ? asFound(log) : null;
            histories().append(log, run, status, outcome, known, position());
            return null;
        } catch (Halt halt) {
            return halt;
        } catch (StoreException unavailable) {
            return new Halt(Failure.of(FailureKind.STATE_UNAVAILABLE, unavailable), Halt.Reach.LOST, unavailable);
        }
    }

    /** Keeps a snapshot where one is due. To be asked when the run is over, and its turn is there. */
    void keep() {
        ThreadLog.Found then = found;
        if (then == null || then.isDue()) {
            log().ifPresent(log -> histories().keep(log, run));
        }
    }

    /** Lets go of what only a run at work needs. */
    void release() {
        found = null;
        said = null;
    }
}
