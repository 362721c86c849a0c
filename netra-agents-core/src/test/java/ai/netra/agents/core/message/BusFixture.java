package ai.netra.agents.core.message;

import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.message.AgentBus;
import ai.netra.agents.message.AgentBusListener;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.DeadLetterReason;
import ai.netra.agents.message.MessageAddress;
import ai.netra.agents.message.MessageHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Names, messages and handlers for tests of the bus. */
final class BusFixture implements AgentBusListener {
    static final UserId USER = UserId.of("u1");
    static final UserId OTHER_USER = UserId.of("u2");
    static final ThreadId THREAD = ThreadId.of("t1");
    static final ThreadId OTHER_THREAD = ThreadId.of("t2");

    final List<AgentMessage> deadLetters = new CopyOnWriteArrayList<>();
    final List<DeadLetterReason> reasons = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    static MessageAddress address(String name) {
        return MessageAddress.ofThread(USER, THREAD, name);
    }

    static AgentMessage.Status status(AgentBus bus, String sender, String recipient, Object content) {
        return new AgentMessage.Status(bus.header(USER, THREAD, sender, recipient), content);
    }

    static AgentMessage.Request request(AgentBus bus, String sender, String recipient, Object content) {
        return AgentMessage.Request.of(bus.header(USER, THREAD, sender, recipient), content);
    }

    /** A handler that answers each request with its content, doubled. */
    static MessageHandler echo(AgentBus bus) {
        return message ->
                bus.publish(AgentMessage.Response.of(bus.replyTo(message), message.content() + "" + message.content()));
    }

    @Override
    public void onDeadLetter(AgentMessage message, DeadLetterReason reason) {
        deadLetters.add(message);
        reasons.add(reason);
    }

    @Override
    public void onHandlerFailure(AgentMessage message, Throwable thrown) {
        failures.add(thrown);
    }

    /** A handler that holds on to its first message until it is let go. */
    static final class Held implements MessageHandler {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        final List<Object> received = new CopyOnWriteArrayList<>();

        @Override
        public void onMessage(AgentMessage message) throws InterruptedException {
            received.add(message.content());
            begun.countDown();
            released.await();
        }
    }
}
