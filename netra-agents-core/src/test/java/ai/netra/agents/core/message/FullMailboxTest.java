package ai.netra.agents.core.message;

import static ai.netra.agents.core.message.BusFixture.address;
import static ai.netra.agents.core.message.BusFixture.echo;
import static ai.netra.agents.core.message.BusFixture.request;
import static ai.netra.agents.core.message.BusFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.message.AgentBusException;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.DeadLetterReason;
import ai.netra.agents.message.MailboxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscribers that do not keep up: each harms its own senders alone, in the way it chose. */
@Timeout(60)
class FullMailboxTest {
    private static final MailboxOptions TWO = MailboxOptions.defaults().capacity(2);

    private final BusFixture heard = new BusFixture();
    private final LocalAgentBus bus = LocalAgentBus.builder().listener(heard).build();
    private final BusFixture.Held held = new BusFixture.Held();

    @AfterEach
    void close() {
        held.released.countDown();
        bus.close();
    }

    /** Fills the mailbox of a subscription whose handler is busy: with two messages besides the one that is being handled. */
    private void fill(MailboxOptions options) throws InterruptedException {
        bus.subscribe(address("slow"), options, held);
        bus.publish(status(bus, "triage", "slow", 0));
        held.begun.await();
        bus.publish(status(bus, "triage", "slow", 1));
        bus.publish(status(bus, "triage", "slow", 2));
    }

    private Thread sending(AgentMessage message, AtomicReference<Throwable> thrown) {
        return Thread.ofVirtual().start(() -> thrown.set(catchThrowable(() -> bus.publish(message))));
    }

    private static void awaitBlocked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_mailbox_that_rejects_refuses_one_message_more_than_it_has_room_for() throws InterruptedException {
        fill(TWO.rejecting());
        AgentMessage message = status(bus, "triage", "slow", 3);

        assertThatExceptionOfType(AgentBusException.MailboxFull.class)
                .isThrownBy(() -> bus.publish(message))
                .withMessageContainingAll("triage", "slow", message.correlationId())
                .satisfies(thrown -> assertThat(thrown.taken()).isZero());
        held.released.countDown();
        bus.close();
        assertThat(held.received).containsExactly(0, 1, 2);
        assertThat(heard.deadLetters).isEmpty();
    }

    @Test
    void a_request_to_a_full_mailbox_is_refused_too() throws InterruptedException {
        fill(TWO.rejecting());

        assertThatExceptionOfType(AgentBusException.MailboxFull.class)
                .isThrownBy(() -> bus.request(request(bus, "triage", "slow", 3)));
    }

    @Test
    void senders_to_others_are_neither_refused_nor_blocked() throws InterruptedException {
        fill(TWO);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread blocked = sending(status(bus, "triage", "slow", 3), thrown);
        awaitBlocked(blocked);
        bus.subscribe(address("quick"), TWO, echo(bus));
        for (int i = 0; i < 100; i++) {
            assertThat(bus.request(request(bus, "triage", "quick", "x")).content())
                    .isEqualTo("xx");
        }

        assertThat(blocked.getState()).isEqualTo(Thread.State.WAITING);
    }

    @Test
    void one_full_mailbox_does_not_keep_a_message_from_others() throws InterruptedException {
        List<Object> received = new CopyOnWriteArrayList<>();
        fill(TWO.rejecting());
        bus.subscribe(address("slow"), message -> received.add(message.content()));

        assertThatExceptionOfType(AgentBusException.MailboxFull.class)
                .isThrownBy(() -> bus.publish(status(bus, "triage", "slow", 3)))
                .satisfies(thrown -> assertThat(thrown.taken()).isEqualTo(1));
        held.released.countDown();
        bus.close();
        assertThat(received).containsExactly(3);
    }

    @Test
    void a_blocked_sender_goes_on_when_there_is_room() throws InterruptedException {
        fill(TWO);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread blocked = sending(status(bus, "triage", "slow", 3), thrown);
        awaitBlocked(blocked);
        held.released.countDown();
        blocked.join();
        bus.close();

        assertThat(thrown.get()).isNull();
        assertThat(held.received).containsExactly(0, 1, 2, 3);
    }

    @Test
    void a_blocked_sender_can_be_interrupted_and_then_has_sent_nothing() throws InterruptedException {
        fill(TWO);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread blocked = sending(status(bus, "triage", "slow", 3), thrown);
        awaitBlocked(blocked);
        blocked.interrupt();
        blocked.join();
        held.released.countDown();
        bus.close();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(held.received).containsExactly(0, 1, 2);
    }

    @Test
    void a_blocked_sender_is_refused_when_the_bus_closes() throws InterruptedException {
        fill(TWO);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread blocked = sending(status(bus, "triage", "slow", 3), thrown);
        awaitBlocked(blocked);
        Thread closing = Thread.ofVirtual().start(bus::close);
        blocked.join();

        assertThat(thrown.get()).isInstanceOf(AgentBusException.Closed.class);
        held.released.countDown();
        closing.join();
        assertThat(held.received).containsExactly(0, 1, 2);
    }

    @Test
    void a_message_to_a_subscription_that_closes_while_its_sender_is_blocked_is_a_dead_letter()
            throws InterruptedException {
        var subscription = bus.subscribe(address("slow"), TWO.capacity(1), held);
        bus.publish(status(bus, "triage", "slow", 0));
        held.begun.await();
        bus.publish(status(bus, "triage", "slow", 1));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread blocked = sending(status(bus, "triage", "slow", 2), thrown);
        awaitBlocked(blocked);
        Thread closing = Thread.ofVirtual().start(subscription::close);
        blocked.join();
        held.released.countDown();
        closing.join();

        assertThat(thrown.get()).isNull();
        assertThat(held.received).containsExactly(0, 1);
        assertThat(heard.reasons).containsExactly(DeadLetterReason.NO_SUBSCRIBER);
    }

    @Test
    void a_handler_that_sends_to_its_own_full_mailbox_is_refused_and_not_blocked_forever() throws InterruptedException {
        List<Object> received = new CopyOnWriteArrayList<>();
        CountDownLatch refused = new CountDownLatch(1);
        bus.subscribe(address("self"), TWO, message -> {
            received.add(message.content());
            if (message.content().equals("go")) {
                bus.publish(status(bus, "self", "self", 1));
                bus.publish(status(bus, "self", "self", 2));
                assertThatExceptionOfType(AgentBusException.MailboxFull.class)
                        .isThrownBy(() -> bus.publish(status(bus, "self", "self", 3)));
                refused.countDown();
            }
        });
        bus.publish(status(bus, "triage", "self", "go"));
        refused.await();
        bus.close();

        assertThat(received).containsExactly("go", 1, 2);
        assertThat(bus.handlerFailures()).isZero();
    }

    @Test
    void word_of_a_failure_to_a_full_mailbox_is_a_dead_letter_and_blocks_nobody() throws InterruptedException {
        fill(TWO);
        var bad = bus.subscribe(address("bad"), message -> {
            throw new IllegalStateException("no");
        });
        bus.publish(request(bus, "slow", "bad", "x"));
        bad.close();

        assertThat(heard.reasons).containsExactly(DeadLetterReason.MAILBOX_FULL);
        assertThat(bus.deadLetters(DeadLetterReason.MAILBOX_FULL)).isEqualTo(1);
    }
}
