package ai.netra.agents.core.schedule;

/** A little time, for who looks whether others get on: three microseconds, which wait for nothing and are no part of any scheduler's time. */
public final class Moment {
    private static final long NANOS = 3_000;

    private Moment() {}

    /** Lets it pass, and lets other virtual threads on. */
    @SuppressWarnings("ThreadPriorityCheck") // it is as right without: others then wait a little longer
    public static void pass() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < NANOS) {
            Thread.onSpinWait();
        }
        Thread.yield();
    }
}
