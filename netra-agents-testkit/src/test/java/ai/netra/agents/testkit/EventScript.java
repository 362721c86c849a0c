package ai.netra.agents.testkit;

import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of a run of {@code flow}, one second and one position after the other, unless told otherwise. */
final class EventScript {
    private static final Failure FAILURE = Failure.of(FailureKind.AGENT_ERROR, "boom");

    private final List<AgentEvent> events = new ArrayList<>();
    private UserId user = UserId.of("u1");
    private ThreadId thread = ThreadId.of("t1");
    private RunId run = RunId.of("r1");
    private long epoch = 1;
    private long sequence;
    private Instant time = VirtualClock.START.minusSeconds(1);
    private @Nullable EventPosition livePosition;

    List<AgentEvent> events() {
        return List.copyOf(events);
    }

    /** The next event is of another user. */
    EventScript user(String id) {
        user = UserId.of(id);
        return this;
    }

    EventScript thread(String id) {
        thread = ThreadId.of(id);
        return this;
    }

    EventScript run(String id) {
        run = RunId.of(id);
        return this;
    }

    /** The next lifecycle event stands here. */
    EventScript at(long newEpoch, long newSequence) {
        epoch = newEpoch;
        sequence = newSequence - 1;
        return this;
    }

    /** The next live event stands here. */
    EventScript liveAt(long newEpoch, long newSequence) {
        livePosition = new EventPosition(newEpoch, newSequence);
        return this;
    }

    /** The events that follow are of the next runner. */
    EventScript takenOver() {
        return at(epoch + 1, 1);
    }

    /** The events that follow are earlier. */
    EventScript earlier(Duration duration) {
        time = time.minus(duration);
        return this;
    }

    EventScript runStarted() {
        return add(new AgentEvent.RunStarted(recorded("flow")));
    }

    EventScript runCompleted() {
        return add(new AgentEvent.RunCompleted(recorded("flow"), "succeeded", Duration.ZERO));
    }

    EventScript runFailed() {
        return add(new AgentEvent.RunFailed(recorded("flow"), "failed", FAILURE, Duration.ZERO));
    }

    EventScript runCancelled() {
        return add(new AgentEvent.RunCancelled(recorded("flow"), "enough", Duration.ZERO));
    }

    EventScript started(String path) {
        return add(new AgentEvent.AgentStarted(recorded(path)));
    }

    EventScript completed(String path) {
        return add(new AgentEvent.AgentCompleted(recorded(path), "degraded", Duration.ZERO));
    }

    EventScript failed(String path) {
        return add(new AgentEvent.AgentFailed(recorded(path), "timed_out", FAILURE, Duration.ZERO));
    }

    EventScript cancelled(String path) {
        return add(new AgentEvent.AgentCancelled(recorded(path), "enough", Duration.ZERO));
    }

    EventScript skipped(String path) {
        return add(new AgentEvent.AgentSkipped(recorded(path), "not needed"));
    }

    EventScript thought(String path) {
        return add(new AgentEvent.AgentThought(live(path), "hm", Attributes.empty()));
    }

    EventScript stuck(String path) {
        return add(new AgentEvent.AgentStuck(live(path), Duration.ofSeconds(5)));
    }

    EventScript toolStarted(String path) {
        return add(new AgentEvent.ToolCallStarted(live(path), "cost"));
    }

    EventScript toolEnded(String path) {
        return add(new AgentEvent.ToolCallEnded(live(path), "cost", "ok", Duration.ZERO));
    }

    EventScript delta(String path) {
        return add(new AgentEvent.LlmDeltaReceived(live(path), "piece"));
    }

    private EventScript add(AgentEvent event) {
        events.add(event);
        return this;
    }

    private EventSource recorded(String path) {
        return source(path, new EventPosition(epoch, ++sequence));
    }

    private EventSource live(String path) {
        EventPosition position = livePosition == null ? new EventPosition(epoch, sequence) : livePosition;
        livePosition = null;
        return source(path, position);
    }

    private EventSource source(String path, EventPosition position) {
        time = time.plusSeconds(1);
        return new EventSource(user, thread, run, path.substring(path.lastIndexOf('/') + 1), path, position, time);
    }
}
