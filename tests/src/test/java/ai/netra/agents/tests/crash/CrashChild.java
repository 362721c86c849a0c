package ai.netra.agents.tests.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.netra.agents.EffectOutcome;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.PendingQuestion;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.store.TieredStateStore;
import ai.netra.agents.jdbc.JdbcStateStore;
import ai.netra.agents.redis.RedisStateStore;
import ai.netra.agents.redis.RedisStreamCache;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** The program of a process that dies, or goes on with what another has left. */
public final class CrashChild {
    private static final UserId USER = UserId.of("ann");
    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    private static final Duration POLL = Duration.ofMillis(50);

    private final CrashTask task;
    private final Orchestrator<String> flow;
    private final LocalAgentRuntime runtime;
    private final StateStore store;

    private CrashChild(CrashTask task, StateStore store) {
        Reality reality = new Reality(Path.of(task.executions()), URI.create(task.receiver()), task.process());
        LocalAgentRuntime.Builder builder =
                LocalAgentRuntime.builder().llm(reality).stateStore(store).lease(Duration.ofMillis(task.leaseMillis()));
        this.task = task;
        this.store = store;
        this.flow = task.workload().flow(reality);
        CrashWorkload.setUp(builder, reality);
        this.runtime = builder.register(flow).build();
    }

    /** Does what the first argument says, a {@link CrashTask} as JSON, and says what became of it on standard output. */
    public static void main(String... arguments) throws Exception {
        CrashTask task = JsonCodec.standard().decode(arguments[0], CrashTask.class);
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        StoppingStore store = StoppingStore.of(store(task, opened), task.stop());
        CrashChild child = new CrashChild(task, store.store());
        try {
            child.work();
            say(CrashEvent.Kind.APPENDS, Integer.toString(store.appends()));
        } finally {
            child.runtime.close();
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
        }
    }

    /** Says something to the parent. */
    static void say(CrashEvent.Kind kind, String text) {
        say(new CrashEvent(kind, text, List.of(), List.of()));
    }

    /** Says how far a run's journal has come. */
    static void say(CrashEvent.Kind kind, String run, long version) {
        say(new CrashEvent(kind, run, List.of(Long.toString(version)), List.of()));
    }

    private static void say(CrashEvent event) {
        OUT.println(JsonCodec.standard().encode(event));
    }

    private static StateStore store(CrashTask task, Deque<AutoCloseable> opened) throws SQLException {
        CrashTask.Store at = task.store();
        return switch (at.kind()) {
            case H2, POSTGRES -> database(task, opened);
            case REDIS ->
                RedisStateStore.builder(redis(at, opened)).prefix(at.prefix()).build();
            case TIERED ->
                TieredStateStore.builder(
                                database(task, opened),
                                RedisStreamCache.builder(redis(at, opened))
                                        .prefix(at.prefix())
                                        .build())
                        .listener(event ->
                                say(CrashEvent.Kind.CACHE, event.getClass().getSimpleName()))
                        .build();
        };
    }

    private static StateStore database(CrashTask task, Deque<AutoCloseable> opened) throws SQLException {
        DataSource source = source(task.store(), opened);
        boolean within = task.stop().moment() == CrashTask.Moment.WITHIN;
        StateStore store = JdbcStateStore.builder(within ? StoppingSource.of(source, task.stop()) : source)
                .tablePrefix(task.store().prefix())
                .build();
        opened.push(store);
        return store;
    }

    private static DataSource source(CrashTask.Store at, Deque<AutoCloseable> opened) throws SQLException {
        if (at.kind() == CrashTask.Kind.H2) {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL(at.url());
            Connection keepsTheFileOpen = source.getConnection();
            opened.push(keepsTheFileOpen);
            return source;
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(at.url());
        return source;
    }

    private static RedisClient redis(CrashTask.Store at, Deque<AutoCloseable> opened) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxWait(Duration.ofMillis(500));
        pool.setTestOnBorrow(true);
        RedisClient client = RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", at.redisPort()))
                .clientConfig(
                        DefaultJedisClientConfig.builder().timeoutMillis(500).build())
                .poolConfig(pool)
                .build();
        opened.push(client);
        return client;
    }

    private void work() throws InterruptedException {
        Map<String, List<JournalEntry>> before = new LinkedHashMap<>();
        for (String run : task.runs()) {
            store.find(USER, RunId.of(run))
                    .ifPresent(header ->
                            say(CrashEvent.Kind.KEPT, run, header.end().version()));
            List<JournalEntry> found = journal(run);
            before.put(run, found);
            List<String> gave = List.copyOf(CrashReport.steps(found).values());
            say(new CrashEvent(CrashEvent.Kind.FOUND, run, gave, List.of()));
        }
        Map<String, RunHandle<?>> handles = switch (task.mode()) {
            case RUN -> begun();
            case RECOVER -> recovered(before);
            case ANSWER -> answered();
        };
        for (String run : task.runs()) {
            OrchestrationResult<?> result = handles.get(run).result();
            CrashReport report = CrashReport.of(result, journal(run));
            say(new CrashEvent(CrashEvent.Kind.ENDED, run, List.of(), List.of(report)));
        }
    }

    private List<JournalEntry> journal(String run) {
        return runtime.journal(USER, RunId.of(run)).orElse(List.of());
    }

    private RunHandle<?> begin(String run) {
        return runtime.start(
                flow,
                RunRequest.of(Reality.message(run))
                        .user(USER.value())
                        .thread("thread of " + run)
                        .runId(run));
    }

    private Map<String, RunHandle<?>> begun() {
        Map<String, RunHandle<?>> handles = new LinkedHashMap<>();
        task.runs().forEach(run -> handles.put(run, begin(run)));
        return handles;
    }

    /** Goes on with what is left, as soon as it may; begins what was never begun. */
    private Map<String, RunHandle<?>> recovered(Map<String, List<JournalEntry>> before) throws InterruptedException {
        Map<String, RunHandle<?>> handles = new LinkedHashMap<>();
        before.forEach((run, journal) -> {
            if (journal.isEmpty()) {
                handles.put(run, begin(run));
            }
        });
        while (true) {
            runtime.recover().forEach(handle -> handles.put(handle.run().value(), handle));
            task.runs()
                    .forEach(run ->
                            runtime.find(USER, RunId.of(run)).ifPresent(found -> handles.putIfAbsent(run, found)));
            if (handles.keySet().containsAll(task.runs())) {
                return handles;
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos()); // until leases have lapsed, by the store's clock
        }
    }

    /** Answers all that the parent has an answer to. */
    private Map<String, RunHandle<?>> answered() throws InterruptedException {
        Map<String, RunHandle<?>> handles = new LinkedHashMap<>();
        for (String run : task.runs()) {
            RunHandle<?> handle = runtime.find(USER, RunId.of(run)).orElseThrow();
            for (PendingQuestion open : handle.result().questions()) {
                EffectOutcome answer = EffectOutcome.valueOf(task.answers().get(CrashTask.question(run, open.id())));
                handle = runtime.answer(USER, RunId.of(run), open.id(), answer);
            }
            handles.put(run, handle);
        }
        return handles;
    }
}
