package ai.netra.agents.testkit;

import ai.netra.agents.RunId;
import ai.netra.agents.UserId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.AgentEventListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A listener that keeps what it hears, run by run, and checks it against the lifecycle.
 *
 * <pre>{@code
 * try (RunRecorder recorder = RunRecorder.create();
 *         AgentRuntime runtime = LocalAgentRuntime.builder().listener(recorder).register(flow).build()) {
 *     runtime.run(flow, RunRequest.of("hello"));
 *     assertThat(recorder.types()).containsExactly("run_started", "agent_started", "agent_completed", "run_completed");
 * }
 * }</pre>
 *
 * <p>A listener's exception reaches nobody, so violations are kept until {@link #verify()} or {@link #close()} throws them. Thread-safe.
 */
public final class RunRecorder implements AgentEventListener, AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<AgentEvent> events = new ArrayList<>();
    private final Validation validation;

    private RunRecorder(Validation validation) {
        this.validation = validation;
    }

    /** A recorder that checks each run with a {@link LifecycleValidator}. */
    public static RunRecorder create() {
        return new RunRecorder(Validation.LIFECYCLE);
    }

    /** A recorder that only records. */
    public static RunRecorder withoutValidation() {
        return new RunRecorder(Validation.NONE);
    }

    @Override
    public void onEvent(AgentEvent event) {
        lock.lock();
        try {
            events.add(event);
        } finally {
            lock.unlock();
        }
    }

    /** Every event so far, in the order of arrival. A copy. */
    public List<AgentEvent> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** Every event of a run so far. A copy. */
    public List<AgentEvent> events(RunId run) {
        return events().stream()
                .filter(event -> event.source().run().equals(run))
                .toList();
    }

    /** The type of every event so far, as on the wire. */
    public List<String> types() {
        return events().stream().map(AgentEvent::type).toList();
    }

    /** The type of every event of a run so far, as on the wire. */
    public List<String> types(RunId run) {
        return events(run).stream().map(AgentEvent::type).toList();
    }

    /** Every event of a class, so far. */
    public <E extends AgentEvent> List<E> events(Class<E> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * Checks all runs, which must have ended.
     *
     * @throws AssertionError if the lifecycle of one was violated, with each violation and the run's events
     */
    public void verify() {
        List<String> messages = new ArrayList<>();
        if (validation == Validation.LIFECYCLE) {
            Map<Run, List<AgentEvent>> runs = new LinkedHashMap<>();
            events().forEach(event -> runs.computeIfAbsent(Run.of(event), run -> new ArrayList<>())
                    .add(event));
            runs.values().forEach(run -> {
                List<String> violations = LifecycleValidator.violations(run);
                if (!violations.isEmpty()) {
                    messages.add(LifecycleValidator.message(violations, run));
                }
            });
        }
        if (!messages.isEmpty()) {
            throw new AssertionError(String.join("\n", messages));
        }
    }

    /** As {@link #verify()}. */
    @Override
    public void close() {
        verify();
    }

    /** Whether runs are checked. */
    private enum Validation {
        LIFECYCLE,
        NONE
    }

    /** A run, whose id is its user's own. */
    private record Run(UserId user, RunId id) {
        private static Run of(AgentEvent event) {
            return new Run(event.source().user(), event.source().run());
        }
    }
}
