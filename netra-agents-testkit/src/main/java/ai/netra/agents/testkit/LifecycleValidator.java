package ai.netra.agents.testkit;

import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.EventSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the events of one run against the lifecycle that {@link AgentEvent} promises.
 *
 * <ol>
 *   <li>A run begins with {@code run_started}, exactly one, and ends with exactly one of {@code run_completed}, {@code run_failed}, {@code
 *       run_cancelled}; nothing follows.
 *   <li>An activation starts once, then ends once, and does so before what it is part of ends. A skipped one neither starts nor ends.
 *   <li>Nothing happens in an activation that has not started or has ended.
 *   <li>Lifecycle events have gapless positions: sequences from 1 in each epoch, epochs from 1. A live-only event stands at the position of the
 *       lifecycle event before it.
 *   <li>Time does not go back.
 *   <li>User, thread and run are the same throughout.
 *   <li>Statuses and kinds are those of the wire: {@code succeeded} or {@code degraded}; {@code failed}, {@code timed_out} or {@code limit_exceeded}.
 * </ol>
 */
public final class LifecycleValidator {
    private static final Set<String> STATUSES = Set.of("succeeded", "degraded");
    private static final Set<String> KINDS = Set.of("failed", "timed_out", "limit_exceeded");

    /** An attempt within a path, {@code !2}, or a step of one, {@code !1/3}: what comes after is part of the activation before. */
    private static final Pattern STEP = Pattern.compile("!\\d+(/\\d+)?");

    private final List<String> violations = new ArrayList<>();
    private final Map<String, State> activations = new LinkedHashMap<>();
    private @Nullable AgentEvent first;
    private @Nullable AgentEvent last;
    private @Nullable AgentEvent end;
    private EventPosition position = new EventPosition(1, 0);

    private LifecycleValidator() {}

    /**
     * What is wrong with the events of one whole run.
     *
     * @return a sentence for each violation, in the order of the events; empty if there is none
     */
    public static List<String> violations(List<AgentEvent> run) {
        LifecycleValidator validator = new LifecycleValidator();
        run.forEach(validator::check);
        validator.checkEnd();
        return List.copyOf(validator.violations);
    }

    /**
     * Checks the events of one whole run.
     *
     * @throws AssertionError if something is wrong, with each violation and the history of events
     */
    public static void verify(List<AgentEvent> run) {
        List<String> violations = violations(run);
        if (!violations.isEmpty()) {
            throw new AssertionError(message(violations, run));
        }
    }

    static String message(List<String> violations, List<AgentEvent> run) {
        StringBuilder text = new StringBuilder("the lifecycle of a run was violated:");
        violations.forEach(violation -> text.append("\n  - ").append(violation));
        text.append("\nits events:");
        run.forEach(event -> text.append("\n  ").append(describe(event)));
        return text.toString();
    }

    private static String describe(AgentEvent event) {
        EventSource source = event.source();
        return source.position().epoch() + ":" + source.position().sequence() + (event.isLifecycle() ? " " : "+") + " "
                + source.timestamp() + " " + event.type() + " " + source.path();
    }

    private void check(AgentEvent event) {
        checkOrder(event);
        checkSource(event);
        String path = event.source().path();
        switch (event) {
            case AgentEvent.RunStarted e -> {}
            case AgentEvent.RunResumed e -> {
                if (e.source().position().sequence() != 1) {
                    violate(e, "does not begin an epoch");
                }
            }
            case AgentEvent.RunSuspended e -> {}
            case AgentEvent.RunCompleted e -> {
                checkLabel(e, e.status(), STATUSES);
                endRun(e);
            }
            case AgentEvent.RunFailed e -> {
                checkLabel(e, e.kind(), KINDS);
                endRun(e);
            }
            case AgentEvent.RunCancelled e -> endRun(e);
            case AgentEvent.AgentStarted e -> start(e, path, State.RUNNING);
            case AgentEvent.AgentSkipped e -> start(e, path, State.SKIPPED);
            case AgentEvent.AgentCompleted e -> {
                checkLabel(e, e.status(), STATUSES);
                end(e, path);
            }
            case AgentEvent.AgentFailed e -> {
                checkLabel(e, e.kind(), KINDS);
                end(e, path);
            }
            case AgentEvent.AgentCancelled e -> end(e, path);
            case AgentEvent.AgentRetrying e -> checkActive(e, path);
            case AgentEvent.ApprovalRequested e -> checkActive(e, path);
            case AgentEvent.AgentThought e -> checkActive(e, path);
            case AgentEvent.AgentStuck e -> checkActive(e, path);
            case AgentEvent.ToolCallStarted e -> checkActive(e, path);
            case AgentEvent.ToolCallEnded e -> checkActive(e, path);
            case AgentEvent.LlmDeltaReceived e -> checkActive(e, path);
        }
        last = event;
    }

    private void checkOrder(AgentEvent event) {
        if (first == null) {
            first = event;
            if (event instanceof AgentEvent.RunResumed) {
                position = new EventPosition(event.source().position().epoch(), 0);
            } else if (!(event instanceof AgentEvent.RunStarted)) {
                violate(event, "is first; a run begins with run_started, or goes on with run_resumed");
            }
        } else if (event instanceof AgentEvent.RunStarted) {
            violate(event, "comes again; a run starts once");
        }
        if (last instanceof AgentEvent.RunSuspended
                && event.isLifecycle()
                && !(event instanceof AgentEvent.RunResumed)) {
            violate(event, "comes from a suspended run; it goes on with run_resumed");
        }
        AgentEvent ended = end;
        if (ended != null) {
            violate(event, "comes after the run's end by " + ended.type());
        }
    }

    private void checkSource(AgentEvent event) {
        EventSource source = event.source();
        AgentEvent before = last;
        if (before != null && source.timestamp().isBefore(before.source().timestamp())) {
            Instant earlier = before.source().timestamp();
            violate(event, "is of " + source.timestamp() + ", before the event before it, of " + earlier);
        }
        AgentEvent start = first;
        if (start != null) {
            EventSource expected = start.source();
            if (!source.user().equals(expected.user())
                    || !source.thread().equals(expected.thread())
                    || !source.run().equals(expected.run())) {
                violate(
                        event,
                        "is of user " + source.user() + ", thread " + source.thread() + ", run " + source.run()
                                + " among events of user " + expected.user() + ", thread " + expected.thread()
                                + ", run " + expected.run());
            }
        }
        checkPosition(event, source.position());
    }

    private void checkPosition(AgentEvent event, EventPosition actual) {
        if (!event.isLifecycle()) {
            if (!actual.equals(position)) {
                violate(
                        event,
                        "is live only and stands at " + text(actual) + ", not at the lifecycle event it follows, "
                                + text(position));
            }
            return;
        }
        EventPosition next = new EventPosition(position.epoch(), position.sequence() + 1);
        EventPosition taken = new EventPosition(position.epoch() + 1, 1);
        if (!actual.equals(next) && !(actual.equals(taken) && position.sequence() > 0)) {
            violate(event, "stands at " + text(actual) + ", not at " + text(next));
        }
        position = actual;
    }

    private void start(AgentEvent event, String path, State state) {
        State known = activations.putIfAbsent(path, state);
        if (known != null) {
            violate(event, "comes for an activation that " + known.words + " already");
        }
        checkEnclosing(event, path);
    }

    private void end(AgentEvent event, String path) {
        State state = activations.get(path);
        if (state == null) {
            if (isWhole()) {
                violate(event, "comes for an activation that has not started");
            }
        } else if (state != State.RUNNING) {
            violate(event, "comes for an activation that " + state.words + " already");
        }
        List<String> running = activations.entrySet().stream()
                .filter(other -> other.getValue() == State.RUNNING && isWithin(other.getKey(), path))
                .map(Map.Entry::getKey)
                .toList();
        if (!running.isEmpty()) {
            violate(event, "comes while " + String.join(", ", running) + " still runs in it");
        }
        activations.put(path, State.ENDED);
        checkEnclosing(event, path);
    }

    private void checkActive(AgentEvent event, String path) {
        State state = activations.get(path);
        if (state == null && isWhole() && !isRunPath(path)) {
            violate(event, "comes from an activation that has not started");
        } else if (state != null && state != State.RUNNING) {
            violate(event, "comes from an activation that " + state.words);
        }
        checkEnclosing(event, path);
    }

    /** What an activation is part of must run: known to have started, and not to have ended. */
    private void checkEnclosing(AgentEvent event, String path) {
        for (String enclosing = enclosing(path); !enclosing.isEmpty(); enclosing = enclosing(enclosing)) {
            State state = activations.get(enclosing);
            if (state == null && isWhole() && !isRunPath(enclosing)) {
                violate(event, "comes from within " + enclosing + ", which has not started");
            } else if (state != null && state != State.RUNNING) {
                violate(event, "comes from within " + enclosing + ", which " + state.words);
            }
        }
    }

    private void endRun(AgentEvent event) {
        if (end == null) {
            end = event;
        }
    }

    private void checkLabel(AgentEvent event, String label, Set<String> allowed) {
        if (!allowed.contains(label)) {
            violate(
                    event,
                    "says '" + label + "'; it may say "
                            + String.join(" or ", allowed.stream().sorted().toList()));
        }
    }

    private void checkEnd() {
        if (first == null) {
            violations.add("there are no events; a run begins with run_started");
            return;
        }
        if (last instanceof AgentEvent.RunSuspended) {
            return;
        }
        if (end == null) {
            violations.add("the run does not end; it ends with run_completed, run_failed or run_cancelled");
        }
        activations.forEach((path, state) -> {
            if (state == State.RUNNING) {
                violations.add("activation " + path
                        + " does not end; it ends with agent_completed, agent_failed or agent_cancelled");
            }
        });
    }

    private void violate(AgentEvent event, String what) {
        violations.add(event.type() + " of " + event.source().path() + " " + what);
    }

    /** Whether the events begin with the run; else another runtime has heard how some activations started. */
    private boolean isWhole() {
        return !(first instanceof AgentEvent.RunResumed);
    }

    private boolean isRunPath(String path) {
        return first != null && first.source().path().equals(path);
    }

    private static boolean isWithin(String path, String enclosing) {
        return path.startsWith(enclosing + "/") || path.startsWith(enclosing + "!");
    }

    /** The path of what an activation is part of; empty for the run's own. */
    private static String enclosing(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : withoutStep(path.substring(0, slash));
    }

    private static String withoutStep(String path) {
        int mark = path.lastIndexOf('!');
        return mark >= 0 && STEP.matcher(path.substring(mark)).matches() ? path.substring(0, mark) : path;
    }

    private static String text(EventPosition position) {
        return position.epoch() + ":" + position.sequence();
    }

    /** What is known of an activation. */
    private enum State {
        RUNNING("has started"),
        ENDED("has ended"),
        SKIPPED("was skipped");

        private final String words;

        State(String words) {
            this.words = words;
        }
    }
}
