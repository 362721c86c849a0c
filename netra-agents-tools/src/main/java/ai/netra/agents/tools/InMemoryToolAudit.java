package ai.netra.agents.tools;

import ai.netra.agents.tool.ToolAudit;
import ai.netra.agents.tool.ToolAuditEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** An audit log that is gone with the process: for tests. Never forgets anything before. Thread-safe. */
public final class InMemoryToolAudit implements ToolAudit {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<ToolAuditEvent> events = new ArrayList<>();

    /** An empty log. */
    public InMemoryToolAudit() {}

    @Override
    public void record(ToolAuditEvent event) {
        lock.lock();
        try {
            events.add(event);
        } finally {
            lock.unlock();
        }
    }

    /** What was kept so far, in its order. */
    public List<ToolAuditEvent> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }
}
