package ai.netra.agents.benchmarks;

import ai.netra.agents.Attributes;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.message.LocalAgentBus;
import ai.netra.agents.message.AgentBus;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.MessageAddress;
import ai.netra.agents.message.MessageHeader;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ten million messages from 8 senders to 8 subscribers over one bus, a million an iteration. Each subscriber checks that it receives what each sender
 * sent it, all of it, once and in order. After each iteration the heap in use is printed: it should not grow.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(1)
public class BusBenchmark {
    private static final int MESSAGES = 1_000_000;
    private static final int PARTIES = 8;
    private static final int EACH = MESSAGES / PARTIES / PARTIES;
    private static final int MAILBOX = 1_024;
    private static final UserId USER = UserId.of("u1");
    private static final ThreadId THREAD = ThreadId.of("t1");
    private static final Instant TIME = Instant.EPOCH;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<BlockingQueue<AgentMessage>> queues = new ArrayList<>();
    private final AgentBus bus = LocalAgentBus.builder().build();

    /** Subscribes, and starts the readers of the raw queues. */
    @Setup
    public void subscribe() {
        for (int i = 0; i < PARTIES; i++) {
            Receiver receiver = new Receiver();
            receivers.add(receiver);
            bus.subscribe(MessageAddress.ofThread(USER, THREAD, "receiver" + i), receiver::receive);
            BlockingQueue<AgentMessage> queue = new ArrayBlockingQueue<>(MAILBOX);
            queues.add(queue);
            executor.execute(() -> read(queue, receiver));
        }
    }

    private static void read(BlockingQueue<AgentMessage> queue, Receiver receiver) {
        try {
            while (true) {
                receiver.receive(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end
        }
    }

    /** Expects everything anew. */
    @Setup(Level.Iteration)
    public void expect() {
        receivers.forEach(Receiver::expect);
    }

    /** This library. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void netraAgents() throws InterruptedException, ExecutionException {
        send((receiver, message) -> bus.publish(message));
    }

    /** A bounded blocking queue for each subscriber, and a virtual thread that takes from it. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void rawJava() throws InterruptedException, ExecutionException {
        send((receiver, message) -> queues.get(receiver).put(message));
    }

    private void send(Sending sending) throws InterruptedException, ExecutionException {
        List<Callable<Integer>> senders = new ArrayList<>();
        for (int i = 0; i < PARTIES; i++) {
            int sender = i;
            senders.add(() -> send(sender, sending));
        }
        for (Future<Integer> sent : executor.invokeAll(senders)) {
            sent.get();
        }
        for (Receiver receiver : receivers) {
            receiver.complete.await();
        }
    }

    private static int send(int sender, Sending sending) throws InterruptedException {
        List<MessageHeader> headers = new ArrayList<>();
        for (int receiver = 0; receiver < PARTIES; receiver++) {
            headers.add(new MessageHeader(
                    USER, THREAD, "sender" + sender, "receiver" + receiver, "c" + sender, TIME, Attributes.empty()));
        }
        for (int number = 0; number < EACH; number++) {
            for (int receiver = 0; receiver < PARTIES; receiver++) {
                sending.send(receiver, new AgentMessage.Status(headers.get(receiver), new Numbered(sender, number)));
            }
        }
        return EACH;
    }

    /** Checks that nothing came twice or out of order, and prints the heap in use. That nothing was lost, the end of the iteration shows. */
    @TearDown(Level.Iteration)
    public void check() {
        receivers.forEach(Receiver::check);
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf("[heap after GC: %.1f MB] ", used / 1e6);
    }

    /** Ends what was started. */
    @TearDown
    public void close() throws Exception {
        bus.close();
        executor.shutdownNow();
    }

    private interface Sending {
        void send(int receiver, AgentMessage message) throws InterruptedException;
    }

    private record Numbered(int sender, int number) {}

    /** One subscriber, called by one thread at a time. */
    private static final class Receiver {
        private final int[] next = new int[PARTIES];
        private int missing;
        private int wrong;
        private CountDownLatch complete = new CountDownLatch(1);

        void expect() {
            Arrays.fill(next, 0);
            missing = EACH * PARTIES;
            wrong = 0;
            complete = new CountDownLatch(1);
        }

        void receive(AgentMessage message) {
            Numbered received = (Numbered) message.content();
            if (received.number() != next[received.sender()]++) {
                wrong++;
            }
            if (--missing == 0) {
                complete.countDown();
            }
        }

        void check() {
            if (wrong > 0 || missing != 0) {
                throw new IllegalStateException(wrong + " messages out of order, " + missing + " missing");
            }
        }
    }
}
