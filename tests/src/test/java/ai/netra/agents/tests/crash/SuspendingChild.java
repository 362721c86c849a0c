package ai.netra.agents.tests.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.PendingQuestion;
import ai.netra.agents.Question;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.jdbc.JdbcStateStore;
import ai.netra.agents.store.StateStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** The program of a process that has many runs ask, and holds them; or of one that answers them. */
public final class SuspendingChild {
    private static final int AT_ONCE = 64;
    private static final int CONNECTIONS = 8;
    private static final UserId USER = UserId.of("ann");

    private static final Agent<String> ASKING = Agent.of(
            AgentKey.of("asking", String.class),
            (input, context) -> input.message() + " "
                    + context.await(Question.of("May I, says " + input.message() + "?", String.class)));

    private final LocalAgentRuntime runtime;

    private SuspendingChild(LocalAgentRuntime runtime) {
        this.runtime = runtime;
    }

    /** What one run came to. */
    private interface Work {
        String of(int run) throws InterruptedException;
    }

    /** Asks or answers, as the first argument says, in so many runs as the third, kept at the URL that is the second. */
    public static void main(String... arguments) throws Exception {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(arguments[1]);
        pool.setMaximumPoolSize(CONNECTIONS);
        int runs = Integer.parseInt(arguments[2]);
        try (HikariDataSource source = new HikariDataSource(pool);
                PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
                StateStore store = JdbcStateStore.builder(source).build();
                LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                        .stateStore(store)
                        .register(ASKING)
                        .build()) {
            SuspendingChild child = new SuspendingChild(runtime);
            boolean asks = arguments[0].equals("ask");
            long fine = count(runs, asks ? child::asked : child::answered, asks ? RunStatus.SUSPENDED.label() : "yes");
            System.gc();
            Runtime jvm = Runtime.getRuntime();
            out.println(fine + " " + (jvm.totalMemory() - jvm.freeMemory()) + " " + resident());
            if (asks) {
                int unused = System.in.read(); // it is killed here, with all that it holds
            }
        }
    }

    private static long count(int runs, Work work, String wanted) throws Exception {
        Semaphore room = new Semaphore(AT_ONCE);
        List<Future<String>> all = new ArrayList<>(runs);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < runs; i++) {
                int run = i;
                room.acquire();
                all.add(threads.submit(() -> {
                    try {
                        return work.of(run);
                    } finally {
                        room.release();
                    }
                }));
            }
        }
        long fine = 0;
        for (int i = 0; i < runs; i++) {
            fine += all.get(i).get().equals("run-" + i + " " + wanted) ? 1 : 0;
        }
        return fine;
    }

    private String asked(int run) throws InterruptedException {
        RunRequest request = RunRequest.of("run-" + run)
                .user(USER.value())
                .thread("thread-" + run)
                .runId("run-" + run);
        OrchestrationResult<String> result = runtime.run(ASKING, request);
        return result.message() + " " + result.status().label();
    }

    private String answered(int run) throws InterruptedException {
        RunId id = RunId.of("run-" + run);
        PendingQuestion question =
                runtime.find(USER, id).orElseThrow().result().questions().getFirst();
        RunHandle<?> answered = runtime.answer(USER, id, question.id(), "yes");
        return answered.result().output().map(Object::toString).orElse("nothing");
    }

    /** What of this process is in memory, in bytes, as Linux says; 0 elsewhere. */
    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                .sum();
    }
}
