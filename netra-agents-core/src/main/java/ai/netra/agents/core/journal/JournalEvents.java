package ai.netra.agents.core.journal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Failure;
import ai.netra.agents.Outcome;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Derives lifecycle events from a run's journal, one entry at a time: live while the run writes it, and the same again from a journal that is read
 * back. Single-threaded.
 */
public final class JournalEvents {
    private final Map<String, Instant> started = new HashMap<>();
    private JournalEntry.@Nullable Began began;
    private long epoch = 1;
    private long sequence;

    /** For a journal that is told from its beginning. */
    public JournalEvents() {}

    /** The lifecycle events of a whole journal. */
    public static List<AgentEvent> of(List<JournalEntry> journal) {
        JournalEvents events = new JournalEvents();
        List<AgentEvent> derived = new ArrayList<>();
        journal.forEach(entry -> events.derive(entry, derived::add));
        return derived;
    }

    /** Derives the events of the next entry. */
    public void derive(JournalEntry entry, Consumer<? super AgentEvent> sink) {
        switch (entry) {
            case JournalEntry.Began begun -> {
                began = begun;
                started.put("", begun.at());
            }
            case JournalEntry.Owned owned -> {
                epoch = owned.epoch();
                sequence = 0;
                if (epoch == 1) {
                    sink.accept(new AgentEvent.RunStarted(runSource(owned.at())));
                } else {
                    sink.accept(new AgentEvent.RunResumed(runSource(owned.at())));
                }
            }
            case JournalEntry.Decided decided ->
                decided.decision().starts().forEach(start -> {
                    if (start.skipReason().isEmpty()) {
                        begin(start.agent().name(), decided.scope() + "/" + start.id(), decided.at(), sink);
                    }
                });
            case JournalEntry.Retried retried ->
                sink.accept(new AgentEvent.AgentRetrying(
                        source(retried.agent().name(), retried.path(), retried.at()),
                        retried.attempt(),
                        retried.failure(),
                        retried.delay()));
            case JournalEntry.Ended ended -> end(ended, sink);
            case JournalEntry.Called called ->
                begin(
                        called.agent().name(),
                        called.step() + "/" + called.agent().name(),
                        called.at(),
                        sink);
            case JournalEntry.Returned returned ->
                end(
                        returned.agent().name(),
                        returned.step() + "/" + returned.agent().name(),
                        returned.outcome(),
                        returned.at(),
                        sink);
            case JournalEntry.Finished finished -> finish(finished, sink);
            case JournalEntry.Asked asked -> ask(asked, sink);
            case JournalEntry.Suspended suspended ->
                sink.accept(new AgentEvent.RunSuspended(runSource(suspended.at())));
            case JournalEntry.Answered answered -> {}
            case JournalEntry.Joined joined -> {}
            case JournalEntry.Intended intended -> {}
            case JournalEntry.Stepped stepped -> {}
        }
    }

    /** Where a live-only event stands that happens now. */
    public EventSource live(String agent, String path, Instant at) {
        return source(agent, path, at, new EventPosition(epoch, sequence));
    }

    private void begin(String agent, String path, Instant at, Consumer<? super AgentEvent> sink) {
        started.put(path, at);
        sink.accept(new AgentEvent.AgentStarted(source(agent, path, at)));
    }

    private void ask(JournalEntry.Asked asked, Consumer<? super AgentEvent> sink) {
        sink.accept(new AgentEvent.ApprovalRequested(
                source(asked.agent().name(), asked.step().activation(), asked.at()),
                asked.step().toString(),
                asked.question().text(),
                asked.question().details()));
    }

    private void end(JournalEntry.Ended ended, Consumer<? super AgentEvent> sink) {
        ActivationOutcome<?> outcome = ended.outcome();
        end(outcome.key().name(), ended.scope() + "/" + outcome.id(), outcome.outcome(), ended.at(), sink);
    }

    private void end(String agent, String path, Outcome<?> outcome, Instant at, Consumer<? super AgentEvent> sink) {
        Instant start = started.remove(path);
        EventSource source = source(agent, path, at);
        Duration duration = start == null ? Duration.ZERO : between(start, at);
        sink.accept(
                switch (outcome) {
                    case Outcome.Succeeded<?> o -> new AgentEvent.AgentCompleted(source, o.label(), duration);
                    case Outcome.Degraded<?> o -> new AgentEvent.AgentCompleted(source, o.label(), duration);
                    case Outcome.Skipped<?> o -> new AgentEvent.AgentSkipped(source, o.reason());
                    case Outcome.Failed<?> o -> failed(source, o, o.cause(), duration);
                    case Outcome.TimedOut<?> o -> failed(source, o, o.cause(), duration);
                    case Outcome.LimitExceeded<?> o -> failed(source, o, o.cause(), duration);
                    case Outcome.Cancelled<?> o -> new AgentEvent.AgentCancelled(source, o.reason(), duration);
                });
    }

    private static AgentEvent failed(EventSource source, Outcome<?> outcome, Failure failure, Duration duration) {
        return new AgentEvent.AgentFailed(source, outcome.label(), failure, duration);
    }

    private void finish(JournalEntry.Finished finished, Consumer<? super AgentEvent> sink) {
        Instant at = finished.at();
        Instant start = started.getOrDefault("", at);
        EventSource source = runSource(at);
        Duration duration = between(start, at);
        Outcome<?> outcome = finished.outcome();
        sink.accept(
                switch (outcome) {
                    case Outcome.Succeeded<?> o -> new AgentEvent.RunCompleted(source, o.label(), duration);
                    case Outcome.Degraded<?> o -> new AgentEvent.RunCompleted(source, o.label(), duration);
                    case Outcome.Skipped<?> o -> new AgentEvent.RunCancelled(source, o.reason(), duration);
                    case Outcome.Failed<?> o -> new AgentEvent.RunFailed(source, o.label(), o.cause(), duration);
                    case Outcome.TimedOut<?> o -> new AgentEvent.RunFailed(source, o.label(), o.cause(), duration);
                    case Outcome.LimitExceeded<?> o -> new AgentEvent.RunFailed(source, o.label(), o.cause(), duration);
                    case Outcome.Cancelled<?> o -> new AgentEvent.RunCancelled(source, o.reason(), duration);
                });
    }

    /** Zero where the wall clock was set back meanwhile. */
    private static Duration between(Instant start, Instant end) {
        return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    }

    private EventSource runSource(Instant at) {
        JournalEntry.Began run = run();
        return source(run.agent().name(), run.agent().name(), at);
    }

    private EventSource source(String agent, String path, Instant at) {
        return source(agent, path, at, new EventPosition(epoch, ++sequence));
    }

    private EventSource source(String agent, String path, Instant at, EventPosition position) {
        JournalEntry.Began run = run();
        return new EventSource(run.user(), run.thread(), run.run(), agent, path, position, at);
    }

    private JournalEntry.Began run() {
        if (began == null) {
            throw new IllegalStateException("a journal does not begin with Began; pass it from its beginning");
        }
        return began;
    }
}
