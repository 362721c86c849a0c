package ai.netra.agents.tests.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * What a child process is to do, which is told to it as JSON.
 *
 * @param process what its executions are noted under
 * @param mode what it does with the runs
 * @param workload what the runs run
 * @param store where they are kept
 * @param runs their ids
 * @param answers what happened to the effects that runs ask about, by {@link #question}, where the runs are to be answered
 * @param stop where it dies or waits
 * @param receiver where effects go
 * @param executions the file of what is really done
 * @param leaseMillis for how long its runs are its own without a word
 */
record CrashTask(
        String process,
        Mode mode,
        CrashWorkload workload,
        Store store,
        List<String> runs,
        Map<String, String> answers,
        Stop stop,
        String receiver,
        String executions,
        long leaseMillis) {

    /** What a process does. */
    enum Mode {
        /** Begins the runs, and ends them. */
        RUN,
        /** Goes on with the runs wherever they are. */
        RECOVER,
        /** Answers the questions of the runs, and ends them. */
        ANSWER
    }

    /** A kind of store. */
    enum Kind {
        H2,
        POSTGRES,
        REDIS,
        TIERED
    }

    /**
     * A store.
     *
     * @param kind what it is
     * @param url of the database, where it has one
     * @param redisPort of Redis, where it has one
     * @param prefix of its tables or keys
     */
    record Store(Kind kind, String url, int redisPort, String prefix) {}

    /** What happens at an append. */
    enum Act {
        NOTHING,
        /** The process is killed, by itself. */
        DIE,
        /** It says so, and waits for a word. */
        WAIT,
        /** It says so, waits for a word, and then has not heard that the append arrived. */
        WAIT_AND_FORGET
    }

    /** On which side of the append; or within it: in H2 when all is written and not committed, in PostgreSQL with a connection and before its statement. */
    enum Moment {
        BEFORE,
        WITHIN,
        AFTER
    }

    /**
     * Where something happens.
     *
     * @param append which append, from 1
     */
    record Stop(Act act, int append, Moment moment) {
        static final Stop NOWHERE = new Stop(Act.NOTHING, 0, Moment.BEFORE);

        /** Does it to this process. */
        void happen() throws IOException, InterruptedException {
            switch (act) {
                case NOTHING -> {
                    // nothing
                }
                case DIE -> {
                    String self = Long.toString(ProcessHandle.current().pid());
                    new ProcessBuilder("kill", "-9", self).start();
                    new CountDownLatch(1).await(); // nothing more is done here
                }
                case WAIT, WAIT_AND_FORGET -> {
                    CrashChild.say(CrashEvent.Kind.WAITING, "append " + append);
                    if (System.in.read() < 0) {
                        throw new IOException("the parent is gone");
                    }
                }
            }
        }
    }

    /** The name of a run's question among the answers. */
    static String question(String run, String id) {
        return run + " " + id;
    }

    /** A task of a process that lives to the end. */
    static CrashTask of(
            String process,
            Mode mode,
            CrashWorkload workload,
            Store store,
            List<String> runs,
            String receiver,
            String executions) {
        return new CrashTask(
                process,
                mode,
                workload,
                store,
                runs,
                Map.of(),
                Stop.NOWHERE,
                receiver,
                executions,
                Duration.ofSeconds(30).toMillis());
    }

    CrashTask stopping(Act act, int append, Moment moment) {
        return new CrashTask(
                process,
                mode,
                workload,
                store,
                runs,
                answers,
                new Stop(act, append, moment),
                receiver,
                executions,
                leaseMillis);
    }

    CrashTask answering(Map<String, String> given) {
        return new CrashTask(process, mode, workload, store, runs, given, stop, receiver, executions, leaseMillis);
    }

    CrashTask lease(Duration time) {
        return new CrashTask(
                process, mode, workload, store, runs, answers, stop, receiver, executions, time.toMillis());
    }
}
