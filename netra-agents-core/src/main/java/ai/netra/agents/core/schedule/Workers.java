package ai.netra.agents.core.schedule;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The threads that work for a scheduler. A thread may be several tasks at once, where an agent runs something on the runtime that it runs on; whatever
 * interrupts it is kept in one place all the same. Thread-safe.
 */
final class Workers {
    private final Alarms alarms;
    private final ConcurrentMap<Thread, Worker> workers = new ConcurrentHashMap<>();

    Workers(ScheduledThreadPoolExecutor timers) {
        this.alarms = new Alarms(timers, workers.values());
    }

    /** The calling thread, for one more task. */
    Worker adopt() {
        Worker known = workers.get(Thread.currentThread());
        Worker worker = known == null ? hire(Thread.currentThread(), Worker.Origin.ADOPTED) : known;
        worker.employ();
        return worker;
    }

    /** A thread that has not started, for its first task. */
    Worker fork(Thread thread) {
        Worker worker = hire(thread, Worker.Origin.FORKED);
        worker.employ();
        return worker;
    }

    private Worker hire(Thread thread, Worker.Origin origin) {
        Worker worker = new Worker(alarms, thread, origin);
        workers.put(thread, worker);
        return worker;
    }

    /** Ends one task of the calling thread. */
    void dismiss(Worker worker) {
        if (worker.dismiss()) {
            workers.remove(worker.thread());
        }
    }
}
