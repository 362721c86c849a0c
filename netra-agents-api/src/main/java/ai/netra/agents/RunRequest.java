package ai.netra.agents;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a host asks of a run: a message, for a user, in a thread, with attributes and limits.
 *
 * <p>Without a user it is {@link UserId#LOCAL}'s; without a thread, the run is a conversation of its own. Immutable and thread-safe; each method
 * returns a changed copy.
 */
public final class RunRequest {
    private final String message;
    private final Attributes attributes;
    private final UserId user;
    private final @Nullable ThreadId thread;
    private final @Nullable RunId runId;
    private final @Nullable Limits limits;
    private final WhenBusy whenBusy;

    private RunRequest(
            String message,
            Attributes attributes,
            UserId user,
            @Nullable ThreadId thread,
            @Nullable RunId runId,
            @Nullable Limits limits,
            WhenBusy whenBusy) {
        this.message = message;
        this.attributes = attributes;
        this.user = user;
        this.thread = thread;
        this.runId = runId;
        this.limits = limits;
        this.whenBusy = whenBusy;
    }

    /** A request with a message. */
    public static RunRequest of(String message) {
        return new RunRequest(
                Objects.requireNonNull(message, "message"),
                Attributes.empty(),
                UserId.LOCAL,
                null,
                null,
                null,
                WhenBusy.REFUSE);
    }

    /** For a user. */
    public RunRequest user(String id) {
        return new RunRequest(message, attributes, UserId.of(id), thread, runId, limits, whenBusy);
    }

    /** In a conversation of that user. One run executes there at a time: see {@link #whenBusy(WhenBusy)}. */
    public RunRequest thread(String id) {
        return new RunRequest(message, attributes, user, ThreadId.of(id), runId, limits, whenBusy);
    }

    /** With one more attribute. See {@link Attributes#with}. */
    public RunRequest attribute(String name, Object value) {
        return attributes(attributes.with(name, value));
    }

    /** With these attributes in place of all others. */
    public RunRequest attributes(Attributes newAttributes) {
        return new RunRequest(message, newAttributes, user, thread, runId, limits, whenBusy);
    }

    /** Under a run id of the host's: starting the same request under it again gives the same run, another request is refused. */
    public RunRequest runId(String id) {
        return new RunRequest(message, attributes, user, thread, RunId.of(id), limits, whenBusy);
    }

    /** Within limits of its own, which only ever lower those of the runtime. */
    public RunRequest limits(Limits newLimits) {
        return new RunRequest(message, attributes, user, thread, runId, newLimits, whenBusy);
    }

    /** With what becomes of it while another run executes in its thread; {@link WhenBusy#REFUSE} by default. */
    public RunRequest whenBusy(WhenBusy choice) {
        return new RunRequest(message, attributes, user, thread, runId, limits, choice);
    }

    /** What is asked. */
    public String message() {
        return message;
    }

    /** What accompanies the message. */
    public Attributes attributes() {
        return attributes;
    }

    /** Who asks. */
    public UserId user() {
        return user;
    }

    /** In which conversation, where one is named. */
    public Optional<ThreadId> thread() {
        return Optional.ofNullable(thread);
    }

    /** Under which run id, where one is named. */
    public Optional<RunId> runId() {
        return Optional.ofNullable(runId);
    }

    /** Within which limits, where any are named. */
    public Optional<Limits> limits() {
        return Optional.ofNullable(limits);
    }

    /** What becomes of it while another run executes in its thread. */
    public WhenBusy whenBusy() {
        return whenBusy;
    }

    /** Equal in all that it says. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RunRequest that
                && message.equals(that.message)
                && attributes.equals(that.attributes)
                && user.equals(that.user)
                && Objects.equals(thread, that.thread)
                && Objects.equals(runId, that.runId)
                && Objects.equals(limits, that.limits)
                && whenBusy == that.whenBusy;
    }

    @Override
    public int hashCode() {
        return Objects.hash(message, attributes, user, thread, runId);
    }

    /** The message's length, not its text: prompts stay out of logs. */
    @Override
    public String toString() {
        return "RunRequest[message of " + message.length() + " characters, " + attributes + ", user " + user + "]";
    }
}
