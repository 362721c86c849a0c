package ai.netra.agents.tools;

import ai.netra.agents.tool.GuardedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts calls within a time that moves along, of each owner by itself. A call that was admitted is so again, as it is decided on again after an answer. What has
 * left its time is forgotten with the next call of its owner, and owners without any when there are twice as many as there were. Thread-safe.
 *
 * @param <K> whose calls are counted together
 */
final class CallWindow<K> {
    private static final int FEW = 1_000;

    private final int most;
    private final Duration window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Map<String, Instant>> calls = new HashMap<>();
    private int full = FEW;

    CallWindow(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    /** Whether there is room for a call, which then takes it. */
    boolean admits(K owner, GuardedCall call) {
        lock.lock();
        try {
            Instant since = call.at().minus(window);
            Map<String, Instant> recent = calls.computeIfAbsent(owner, key -> new LinkedHashMap<>());
            if (recent.containsKey(call.key())) {
                return true;
            }
            recent.values().removeIf(at -> !at.isAfter(since));
            if (recent.size() >= most) {
                return false;
            }
            recent.put(call.key(), call.at());
            if (calls.size() > full) {
                calls.values().removeIf(one -> one.values().stream().noneMatch(at -> at.isAfter(since)));
                full = Math.max(FEW, 2 * calls.size());
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
