package ai.netra.agents.suite.cost;

/**
 * Slots that each serve one request at a time, first come first served: a heap of the times at which they become free. Times are nanoseconds since the
 * first arrival and stop growing at the greatest a long holds.
 */
final class SlotQueue {
    private final long[] freeAt;

    SlotQueue(int slots) {
        this.freeAt = new long[slots];
    }

    /** Serves a request in the slot that is free first, and says how long it waits for it. Arrivals come in order. */
    long waitOf(long arrival, long service) {
        long start = Math.max(arrival, freeAt[0]);
        replaceFirst(saturatedSum(start, service));
        return start - arrival;
    }

    static long saturatedSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private void replaceFirst(long time) {
        int hole = 0;
        int child = 1;
        while (child < freeAt.length) {
            if (child + 1 < freeAt.length && freeAt[child + 1] < freeAt[child]) {
                child++;
            }
            if (freeAt[child] >= time) {
                break;
            }
            freeAt[hole] = freeAt[child];
            hole = child;
            child = 2 * hole + 1;
        }
        freeAt[hole] = time;
    }
}
