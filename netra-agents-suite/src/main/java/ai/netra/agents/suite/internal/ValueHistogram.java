package ai.netra.agents.suite.internal;

import ai.netra.agents.InvalidDefinitionException;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Counts of non-negative whole values, for percentiles in memory that does not grow with the number of values.
 *
 * <p>With p bits of precision every value below 2<sup>p</sup> is counted by itself; above, values share a bucket with those that agree in the first p
 * bits and are represented by its middle, so that the relative error is at most 2<sup>-p</sup>. (The log-linear layout of HdrHistogram.) Memory is
 * 2<sup>p+2</sup> bytes for each power of two that occurs.
 */
public final class ValueHistogram {
    private static final long[] UNUSED = {};

    private final int bits;
    private final int half;
    private final long[][] chunks;
    private long count;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    /** An empty histogram of that many bits of precision, 2 to 20. */
    public ValueHistogram(int bits) {
        if (bits < 2 || bits > 20) {
            throw new InvalidDefinitionException("A histogram of " + bits + " bits is not possible; take 2 to 20.");
        }
        this.bits = bits;
        this.half = 1 << (bits - 1);
        this.chunks = new long[Long.SIZE - bits + 1][];
        Arrays.fill(chunks, UNUSED);
    }

    /** Counts a value, which is not negative. */
    public void add(long value) {
        if (value < 0) {
            throw new InvalidDefinitionException("The value " + value + " is negative; count 0 or more.");
        }
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - bits);
        if (value < half) {
            chunk(0)[(int) value]++;
        } else {
            chunk(shift + 1)[(int) (value >>> shift) - half]++;
        }
        count++;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    /** How many values were counted. */
    public long count() {
        return count;
    }

    /** Whether every value was counted by itself, so that all answers are exact. */
    public boolean exact() {
        return count == 0 || max < 2L * half;
    }

    /** The least value; exact. */
    public long min() {
        return some(min);
    }

    /** The greatest value; exact. */
    public long max() {
        return some(max);
    }

    /** The smallest value that at least that percentage (1 to 100) of the values do not exceed: the nearest rank. */
    public long percentile(int percent) {
        if (percent < 1 || percent > 100) {
            throw new InvalidDefinitionException("The percentile " + percent + " does not exist; ask for 1 to 100.");
        }
        long rank = Math.ceilDiv(Math.multiplyExact(some(count), percent), 100L);
        long[] seen = {0};
        return firstWhere(bucketCount -> (seen[0] += bucketCount) >= rank);
    }

    /** How many values are outside the bounds, which are themselves inside. */
    public long outside(double lower, double upper) {
        long outside = 0;
        for (int c = 0; c < chunks.length; c++) {
            long[] chunk = chunks[c];
            for (int i = 0; i < chunk.length; i++) {
                if (chunk[i] > 0 && (representative(c, i) < lower || representative(c, i) > upper)) {
                    outside += chunk[i];
                }
            }
        }
        return outside;
    }

    private long firstWhere(LongPredicate bucketCount) {
        for (int c = 0; c < chunks.length; c++) {
            long[] chunk = chunks[c];
            for (int i = 0; i < chunk.length; i++) {
                if (chunk[i] > 0 && bucketCount.test(chunk[i])) {
                    return representative(c, i);
                }
            }
        }
        return max;
    }

    private long representative(int chunk, int index) {
        if (chunk <= 1) {
            return chunk == 0 ? index : index + (long) half;
        }
        int shift = chunk - 1;
        long middle = ((index + (long) half) << shift) + (1L << (shift - 1));
        return Math.max(min, Math.min(max, middle));
    }

    private long[] chunk(int number) {
        long[] chunk = chunks[number];
        if (chunk.length == 0) {
            chunk = new long[half];
            chunks[number] = chunk;
        }
        return chunk;
    }

    private long some(long value) {
        if (count == 0) {
            throw new IllegalStateException("A histogram without values has no figures; check count() first.");
        }
        return value;
    }
}
