package ai.netra.agents.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.StateStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Two runtimes, each with a store of its own on the same state, that begin runs in one thread of one user at the same moment. */
final class TwoRuntimes implements AutoCloseable {
    private static final UserId USER = UserId.of("ann");
    private static final ThreadId THREAD = ThreadId.of("shared");

    private final StateStore store;
    private final List<LocalAgentRuntime> runtimes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CyclicBarrier together = new CyclicBarrier(2);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger document = new AtomicInteger(); // read, and written in another step
    private volatile CountDownLatch told = new CountDownLatch(0);
    private final Map<RunId, String> won = new LinkedHashMap<>();

    private final Agent<String> agent = Agent.of(AgentKey.of("writer", String.class), (input, context) -> {
        told.await(); // until the other one has been told
        assertThat(inside.incrementAndGet()).as("runs executing in the thread").isEqualTo(1);
        int read = document.get();
        LockSupport.parkNanos(1); // so that another, were it here, would read the same
        document.set(read + 1);
        inside.decrementAndGet();
        return "answer to " + input.message();
    });

    /**
     * How often what happened.
     *
     * @param rounds in which one won
     * @param bothLost in which both lost, and tried again
     */
    record Counts(int rounds, int bothLost) {}

    TwoRuntimes(StateStore one, StateStore other) {
        this.store = one;
        this.runtimes = List.of(runtime(one), runtime(other));
    }

    private LocalAgentRuntime runtime(StateStore on) {
        return LocalAgentRuntime.builder().stateStore(on).register(agent).build();
    }

    /** Has them compete, and checks that in each round one wins, the other is told, and nothing is lost or mistaken. */
    Counts compete(int rounds) throws Exception {
        int bothLost = 0;
        for (int round = 0; round < rounds; ) {
            if (round(round, bothLost)) {
                round++;
            } else {
                bothLost++;
            }
        }
        assertThat(document).as("no update was lost").hasValue(rounds);
        assertThat(recorded()).as("what is kept").containsExactlyInAnyOrderElementsOf(won.keySet());
        return new Counts(rounds, bothLost);
    }

    private boolean round(int round, int attempt) throws Exception {
        told = new CountDownLatch(2);
        List<String> messages = List.of("one " + round + "." + attempt, "other " + round + "." + attempt);
        List<Future<Object>> under = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            under.add(threads.submit(begin(runtimes.get(i), messages.get(i))));
        }
        List<Object> got = List.of(under.get(0).get(), under.get(1).get());
        List<RunHandle<?>> winners = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            if (got.get(i) instanceof RunHandle<?> handle) {
                winners.add(handle);
                OrchestrationResult<?> result = handle.result();
                String answer = "answer to " + messages.get(i);
                assertThat(result.success()).as("%s", result).isTrue();
                assertThat(result.output().map(Object::toString)).contains(answer);
                OrchestrationResult<?> seen = runtimes.get(1 - i)
                        .find(USER, handle.run())
                        .orElseThrow()
                        .result();
                assertThat(seen.output().map(Object::toString)).contains(answer);
                assertThat(seen.message()).isEqualTo(messages.get(i));
                won.put(handle.run(), answer);
            }
        }
        assertThat(winners).as("both cannot win").hasSizeLessThan(2);
        if (winners.isEmpty()) {
            return false;
        }
        assertThat(got)
                .filteredOn(RunRejectedException.ThreadBusy.class::isInstance)
                .singleElement()
                .extracting(busy -> ((RunRejectedException.ThreadBusy) busy).run())
                .isEqualTo(winners.getFirst().run());
        return true;
    }

    private Callable<Object> begin(LocalAgentRuntime runtime, String message) {
        return () -> {
            together.await();
            try {
                return runtime.start(
                        agent, RunRequest.of(message).user(USER.value()).thread(THREAD.value()));
            } catch (RunRejectedException.ThreadBusy busy) {
                return busy;
            } finally {
                told.countDown();
            }
        };
    }

    private List<RunId> recorded() {
        List<RunId> ids = new ArrayList<>();
        Page<RunId> page = Page.first(100);
        while (true) {
            List<RunHeader> found = store.runs(USER, THREAD, page);
            found.forEach(header -> ids.add(header.key().run()));
            if (found.size() < 100) {
                return ids;
            }
            page = Page.after(ids.getLast(), 100);
        }
    }

    @Override
    public void close() {
        threads.close();
        runtimes.forEach(LocalAgentRuntime::close);
    }
}
