package ai.netra.agents.tests.engine;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** An agent that says which message it is working on, and works until the test lets that message go. It returns the message. */
final class GatedAgent implements Agent<String> {
    private final AgentKey<String> key;
    private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

    GatedAgent(AgentKey<String> key) {
        this.key = key;
    }

    @Override
    public AgentKey<String> key() {
        return key;
    }

    @Override
    public String process(AgentInput input, AgentContext context) throws InterruptedException {
        begun.add(input.message());
        gate(input.message()).await();
        return input.message();
    }

    /** The message that is next to be worked on, waited for. */
    String next() throws InterruptedException {
        return begun.take();
    }

    /** Whether any message that {@link #next} has not told of is or was worked on. */
    boolean hasNext() {
        return !begun.isEmpty();
    }

    void letGo(String message) {
        gate(message).countDown();
    }

    private CountDownLatch gate(String message) {
        return gates.computeIfAbsent(message, m -> new CountDownLatch(1));
    }
}
