package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.json.ConversationJson;
import ai.netra.agents.core.json.ConversationJson.Turn;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.Append.Mark;
import ai.netra.agents.store.AppendResult.Appended;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A run of one agent that reads its window of 20 messages and answers, in a conversation that is as long as it says: on a runtime that is there, and on one
 * that was just built, as after a restart.
 *
 * <p>Runs make conversations longer, and what they load goes up and down with the turns since the last snapshot. An invocation is as many runs as there
 * are turns between two snapshots and the next: where snapshots are, in one conversation, so that the mean is over all that there is; where it is too short to have one,
 * each in a conversation of its own. None grows by more than 64 messages, or a fifth. All are made before anything is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = ConversationBenchmark.WARMING)
@Measurement(iterations = ConversationBenchmark.MEASURED)
@OperationsPerInvocation(ConversationBenchmark.RUNS)
public class ConversationBenchmark {
    static final int RUNS = 128;
    static final int WARMING = 1;
    static final int MEASURED = 5;
    private static final int BETWEEN_THREE_SNAPSHOTS = 32;
    private static final int INVOCATIONS = WARMING + MEASURED;
    private static final int BEFORE_FIRST_SNAPSHOT = 30;
    private static final int MAKERS = 32;
    private static final int PAGE = 500;
    private static final String NAME = "ann";
    private static final UserId USER = UserId.of(NAME);
    private static final Duration WARM = Duration.ofSeconds(20);
    private static final Agent<String> ECHO = Agent.of(
            AgentKey.of("echo", String.class),
            (input, context) -> "of " + context.history().size());

    /** Where it is kept. */
    @Param
    public KeptIn store = KeptIn.MEMORY;

    /** How long it is. */
    @Param({"10", "20", "100", "1000", "10000"})
    public int messages;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Deque<String> threads = new ArrayDeque<>();
    private final ConversationJson json = new ConversationJson(JsonCodec.standard());
    private StateStore kept;
    private LocalAgentRuntime runtime;

    /** Makes the conversations, and warms up in others. */
    @Setup
    public void make() throws Exception {
        kept = store.open(opened);
        runtime = runtime();
        boolean alone = messages < BEFORE_FIRST_SNAPSHOT;
        int served = alone ? 1 : Math.max(1, messages / 5 / 2 / BETWEEN_THREE_SNAPSHOTS) * BETWEEN_THREE_SNAPSHOTS;
        int needed = (INVOCATIONS * RUNS + served - 1) / served;
        List<Callable<Object>> conversations = new ArrayList<>();
        List<Callable<Object>> runs = new ArrayList<>();
        for (int i = 0; i < needed; i++) {
            String thread = "t" + i;
            for (int j = 0; j < served; j++) {
                threads.add(thread);
            }
            int turns = messages / 2 - 1;
            conversations.add(() -> converse(thread, turns));
            for (int j = 0; j < turns; j++) {
                RunId run = RunId.of(thread + "-" + j);
                runs.add(() -> kept.append(Append.to(
                        new StreamKey.OfRun(USER, ThreadId.of(thread), run),
                        StreamPosition.NONE,
                        "writer",
                        List.of(Payload.of("bytes", 1, new byte[200])),
                        Mark.ended())));
            }
        }
        all(conversations);
        all(runs);
        threads.stream()
                .distinct()
                .forEach(thread -> run(runtime, thread)); // the last turn, after which a snapshot is due
        long end = System.nanoTime() + WARM.toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            run(runtime, "warm" + i % 16);
        }
    }

    private LocalAgentRuntime runtime() {
        return LocalAgentRuntime.builder().stateStore(kept).register(ECHO).build();
    }

    private static void all(List<Callable<Object>> tasks) throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newFixedThreadPool(MAKERS)) {
            for (Future<Object> done : executor.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    /** A conversation as runs would have left it, but without snapshots. */
    private StreamPosition converse(String thread, int turns) {
        StreamKey.OfThread conversation = new StreamKey.OfThread(USER, ThreadId.of(thread));
        StreamPosition end = StreamPosition.NONE;
        while (end.version() < turns) {
            List<Payload> page = LongStream.range(end.version(), Math.min(end.version() + PAGE, turns))
                    .mapToObj(i -> json.encode(turn(thread + "-" + i)))
                    .toList();
            end = ((Appended) kept.append(Append.to(conversation, end, "writer", page))).end();
        }
        return end;
    }

    private static Turn turn(String run) {
        return new Turn(
                RunId.of(run),
                "echo",
                RunStatus.SUCCEEDED,
                "what was said to the agent in run " + run
                        + ", which is about as long as a sentence that somebody types",
                Optional.of("of 20"),
                Attributes.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void run(LocalAgentRuntime runtime, String thread) {
        runtime.run(
                        ECHO,
                        RunRequest.of("a question of the length that people ask, which is a sentence or two")
                                .user(NAME)
                                .thread(thread))
                .orThrow();
    }

    /** Closes the store, and what it is on. */
    @TearDown
    public void close() throws Exception {
        runtime.close();
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** On a runtime that is there. */
    @Benchmark
    public void running() {
        for (int i = 0; i < RUNS; i++) {
            run(runtime, threads.remove());
        }
    }

    /** On one that was just built. */
    @Benchmark
    public void restarted() {
        for (int i = 0; i < RUNS; i++) {
            try (LocalAgentRuntime restarted = runtime()) {
                run(restarted, threads.remove());
            }
        }
    }
}
