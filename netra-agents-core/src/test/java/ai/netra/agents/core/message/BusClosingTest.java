package ai.netra.agents.core.message;

import static ai.netra.agents.core.message.BusFixture.address;
import static ai.netra.agents.core.message.BusFixture.echo;
import static ai.netra.agents.core.message.BusFixture.request;
import static ai.netra.agents.core.message.BusFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.message.AgentBus;
import ai.netra.agents.message.AgentBusException;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.DeadLetterReason;
import ai.netra.agents.message.MailboxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a bus and of subscriptions: what was taken is handled, and everything else is refused. */
@Timeout(60)
class BusClosingTest {
    private static final int SENDERS = 4;

    private final BusFixture heard = new BusFixture();
    private final LocalAgentBus bus = LocalAgentBus.builder().listener(heard).build();
    private final Queue<Object> received = new ConcurrentLinkedQueue<>();

    @RepeatedTest(20)
    void what_is_published_while_the_bus_closes_is_either_handled_or_refused() throws InterruptedException {
        bus.subscribe(address("blocking"), MailboxOptions.defaults().capacity(3), m -> received.add(m.content()));
        bus.subscribe(address("roomy"), MailboxOptions.defaults(), m -> received.add(m.content()));
        Queue<Object> sent = new ConcurrentLinkedQueue<>();
        CountDownLatch underWay = new CountDownLatch(SENDERS * 50);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            senders.add(Thread.ofVirtual().start(() -> sendUntilRefused(sender, sent, underWay)));
        }
        underWay.await();
        bus.close();
        List<Object> handled = List.copyOf(received);
        for (Thread sender : senders) {
            sender.join();
        }

        assertThat(handled).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(received).hasSameSizeAs(handled);
        assertThat(heard.deadLetters).isEmpty();
    }

    private void sendUntilRefused(int sender, Queue<Object> sent, CountDownLatch underWay) {
        try {
            for (int number = 0; ; number++) {
                String content = sender + "/" + number;
                bus.publish(status(bus, "s" + sender, number % 2 == 0 ? "blocking" : "roomy", content));
                sent.add(content);
                underWay.countDown();
            }
        } catch (AgentBusException.Closed expected) {
            // as it should
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted by nobody", e);
        }
    }

    @Test
    void after_close_everything_is_refused() {
        bus.close();

        assertThatExceptionOfType(AgentBusException.Closed.class)
                .isThrownBy(() -> bus.publish(status(bus, "triage", "data", "x")));
        assertThatExceptionOfType(AgentBusException.Closed.class)
                .isThrownBy(() -> bus.request(request(bus, "triage", "data", "x")));
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> bus.subscribe(address("data"), message -> {}))
                .withMessageContaining("data");
        assertThat(heard.deadLetters).isEmpty();
    }

    @Test
    void closing_twice_is_closing_once() throws InterruptedException {
        bus.subscribe(address("data"), message -> received.add(message.content()));
        bus.publish(status(bus, "triage", "data", "x"));
        bus.close();
        bus.close();

        assertThat(received).containsExactly("x");
        assertThatExceptionOfType(AgentBusException.Closed.class)
                .isThrownBy(() -> bus.publish(status(bus, "triage", "data", "y")));
    }

    @Test
    void closing_a_subscription_twice_is_closing_it_once_and_ends_no_other() throws InterruptedException {
        AgentBus.Subscription first = bus.subscribe(address("data"), message -> received.add(1));
        bus.subscribe(address("data"), message -> received.add(2));
        first.close();
        first.close();
        bus.publish(status(bus, "triage", "data", "x"));
        bus.close();
        first.close();

        assertThat(received).containsExactly(2);
        assertThat(heard.deadLetters).isEmpty();
    }

    @Test
    void a_subscription_that_is_closed_while_the_bus_closes_has_handled_all_it_took() throws InterruptedException {
        BusFixture.Held held = new BusFixture.Held();
        AgentBus.Subscription subscription = bus.subscribe(address("data"), held);
        bus.publish(status(bus, "triage", "data", 1));
        bus.publish(status(bus, "triage", "data", 2));
        held.begun.await();
        Thread closing = Thread.ofVirtual().start(bus::close);
        refused();
        Thread alsoClosing = Thread.ofVirtual().start(subscription::close);
        held.released.countDown();
        alsoClosing.join();

        assertThat(held.received).containsExactly(1, 2);
        closing.join();
        assertThat(heard.reasons)
                .doesNotContain(
                        DeadLetterReason.CLOSED); // there are those to nobody, which tell when the bus is closed
    }

    @Test
    void requests_that_were_taken_are_answered_though_the_bus_closes() throws InterruptedException {
        BusFixture.Held held = new BusFixture.Held();
        bus.subscribe(address("data"), message -> {
            held.onMessage(message);
            echo(bus).onMessage(message);
        });
        AtomicReference<Object> reply = new AtomicReference<>();
        Thread requester = Thread.ofVirtual().start(() -> ask(reply));
        held.begun.await();
        Thread closing = Thread.ofVirtual().start(bus::close);
        refused();
        held.released.countDown();
        closing.join();
        requester.join();

        assertThat(reply).hasValue("xx");
    }

    /** Waits until the bus refuses messages. */
    private void refused() throws InterruptedException {
        try {
            while (true) {
                bus.publish(status(bus, "triage", "nobody", "x"));
            }
        } catch (AgentBusException.Closed expected) {
            // now it is closing
        }
    }

    private void ask(AtomicReference<Object> reply) {
        try {
            reply.set(bus.request(request(bus, "triage", "data", "x")).content());
        } catch (InterruptedException | AgentBusException e) {
            reply.set(e);
        }
    }

    @Test
    void a_request_that_nobody_answered_before_the_end_fails_with_it() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        bus.subscribe(address("data"), message -> taken.countDown());
        AtomicReference<Object> reply = new AtomicReference<>();
        Thread requester = Thread.ofVirtual().start(() -> ask(reply));
        taken.await();
        bus.close();
        requester.join();

        assertThat(reply.get()).isInstanceOf(AgentBusException.Closed.class);
    }

    @Test
    void a_handler_may_close_its_subscription() throws InterruptedException {
        AtomicReference<AgentBus.Subscription> subscription = new AtomicReference<>();
        CountDownLatch subscribed = new CountDownLatch(1);
        subscription.set(bus.subscribe(address("data"), message -> {
            subscribed.await();
            subscription.get().close();
            received.add(message.content());
        }));
        bus.publish(status(bus, "triage", "data", 1));
        bus.publish(status(bus, "triage", "data", 2));
        subscribed.countDown();
        subscription.get().close();
        bus.publish(status(bus, "triage", "data", 3));

        assertThat(received).containsExactly(1, 2);
        assertThat(heard.deadLetters).extracting(AgentMessage::content).containsExactly(3);
    }

    @Test
    void handlers_may_close_each_others_subscriptions() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        List<AgentBus.Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            subscriptions.add(bus.subscribe(address("a" + i), message -> {
                both.countDown();
                both.await();
                subscriptions.get(other).close();
                received.add(message.content());
            }));
        }
        bus.publish(status(bus, "triage", "a0", 0));
        bus.publish(status(bus, "triage", "a1", 1));
        bus.close();

        assertThat(received).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void a_handler_may_close_the_bus() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        bus.subscribe(address("data"), message -> {
            bus.close();
            closed.countDown();
        });
        bus.publish(status(bus, "triage", "data", "x"));
        closed.await();
        bus.close();

        assertThatExceptionOfType(AgentBusException.Closed.class)
                .isThrownBy(() -> bus.publish(status(bus, "triage", "data", "y")));
    }

    @Test
    void a_listener_hears_nothing_of_an_orderly_end() throws InterruptedException {
        bus.subscribe(address("data"), message -> received.add(message.content()));
        for (int i = 0; i < 5_000; i++) {
            bus.publish(status(bus, "triage", "data", i));
        }
        bus.close();

        assertThat(received).hasSize(5_000);
        assertThat(heard.deadLetters).isEmpty();
        assertThat(heard.failures).isEmpty();
    }
}
