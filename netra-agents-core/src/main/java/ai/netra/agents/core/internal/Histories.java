package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunStatus;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.json.ConversationJson;
import ai.netra.agents.core.json.ConversationJson.Turn;
import ai.netra.agents.core.redact.Redaction;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.state.ConversationPolicy;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.tool.GuardedCall;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conversations of a runtime, and what its runs leave there. Thread-safe. */
final class Histories {
    private static final Logger LOG = LoggerFactory.getLogger(Histories.class);

    private final ConversationPolicy policy;
    private final ConversationJson json;
    private final JsonCodec codec;
    private final Scheduler scheduler;
    private final @Nullable Keeper keeper;
    private final Redaction redaction;
    private final RecentConversations recent;

    Histories(
            ConversationPolicy policy,
            JsonCodec codec,
            Scheduler scheduler,
            @Nullable Keeper keeper,
            Redaction redaction) {
        this.policy = policy;
        this.json = new ConversationJson(codec);
        this.codec = codec;
        this.scheduler = scheduler;
        this.keeper = keeper;
        this.redaction = redaction;
        this.recent = new RecentConversations(policy.remembered());
    }

    ConversationPolicy policy() {
        return policy;
    }

    /** A conversation in the state store; empty where there is none, or no conversations. */
    Optional<ThreadLog> log(UserId user, ThreadId thread) {
        return keeper == null || policy.isNone()
                ? Optional.empty()
                : Optional.of(
                        new ThreadLog(keeper, json, policy, redaction, recent, new StreamKey.OfThread(user, thread)));
    }

    /** Lets go of what is remembered of conversations. */
    void forget(Predicate<StreamKey.OfThread> which) {
        recent.forget(which);
    }

    /**
     * Appends the turn of a run that is about to end, unless it is there.
     *
     * @param known the conversation as the run found it; null for one that was gone on with
     * @throws Halt if that could not be done
     */
    <O> void append(
            ThreadLog log,
            Run<O> run,
            RunStatus status,
            Outcome<O> outcome,
            @Nullable Said known,
            StreamPosition joined) {
        JournalEntry.Began began = Past.of(run.entries().subList(0, 1)).began();
        Optional<String> answer;
        try {
            answer = outcome.output().map(output -> Conversations.text(output, run.agent(), codec));
        } catch (JsonException noForm) {
            throw new Halt(Failure.of(FailureKind.INVALID_OUTPUT, noForm), Halt.Reach.OPEN, noForm);
        }
        Turn turn = new Turn(
                run.run(),
                run.agent().key().name(),
                status,
                run.request().message(),
                answer,
                run.request().attributes(),
                began.at(),
                scheduler.clock().instant(),
                Optional.empty(),
                Optional.empty(),
                run.wasTainted() || (known != null && known.isTainted())
                        ? Optional.of(GuardedCall.Taint.TAINTED)
                        : Optional.empty());
        surely("turn of run " + run.run(), task -> log.append(turn, known, joined, task));
    }

    /** Keeps a snapshot where one is due. */
    void keep(ThreadLog log, Run<?> run) {
        try {
            surely("snapshot after run " + run.run(), task -> log.keep(run.run()));
        } catch (RuntimeException failed) { // the run is over, and another one comes along
            LOG.warn("The conversation of run {} has no new snapshot", run.run(), failed);
        }
    }

    /** Does work that writes on a thread that nobody interrupts. */
    private void surely(String name, Consumer<Task> work) {
        Signal done = scheduler.signal();
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        scheduler.fork(name, task -> {
            try {
                work.accept(task);
            } catch (RuntimeException | Error thrown) {
                failed.set(thrown);
            } finally {
                done.fire();
            }
        });
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            scheduler.adopt("writer").releaseInterrupted();
        }
        Throwable thrown = failed.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
