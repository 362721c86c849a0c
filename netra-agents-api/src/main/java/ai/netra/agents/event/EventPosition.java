package ai.netra.agents.event;

/**
 * Where an event stands in its run. Lifecycle events count up without gaps within an epoch; a live-only event, which is not recorded, stands at the
 * lifecycle event it follows.
 *
 * @param epoch counts the runners of a run, from 1
 * @param sequence counts the lifecycle events of an epoch, from 1
 */
public record EventPosition(long epoch, long sequence) implements Comparable<EventPosition> {
    /** Before every event of every run. */
    public static final EventPosition START = new EventPosition(0, 0);

    @Override
    public int compareTo(EventPosition other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(sequence, other.sequence);
    }
}
