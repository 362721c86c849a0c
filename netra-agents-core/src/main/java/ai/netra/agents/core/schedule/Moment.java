package ai.netra.agents.core.schedule;

/** A little time, for who looks whether others get on: some microseconds, which wait for nothing and are no part of any scheduler's time. */
public final class Moment {
    private static final long NANOS = 3_000;

    private Moment() {}

    /**
     * Lets it pass, and lets other virtual threads on.
     *
     * @return how long it took, in nanoseconds: where processors are busy, that may be much more
     */
    @SuppressWarnings("ThreadPriorityCheck") // it is as right without: others then wait a little longer
    public static long pass() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < NANOS) {
            Thread.onSpinWait();
        }
        Thread.yield();
        return System.nanoTime() - begun;
    }
}
