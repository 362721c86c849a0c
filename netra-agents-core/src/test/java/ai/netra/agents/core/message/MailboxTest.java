package ai.netra.agents.core.message;

import static ai.netra.agents.core.message.BusFixture.address;
import static ai.netra.agents.core.message.BusFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.MailboxOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What takes place between two threads at a mailbox, one step at a time. */
@Timeout(60)
class MailboxTest {
    private final SystemScheduler scheduler = SystemScheduler.create();
    private final LocalAgentBus bus = LocalAgentBus.builder().build(); // makes headers
    private final List<Object> received = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        Thread.interrupted();
        bus.close();
        scheduler.close();
    }

    private Mailbox mailbox(Consumer<AgentMessage> handler) {
        return new Mailbox(address("slow"), MailboxOptions.defaults().capacity(1), scheduler, handler, message -> {});
    }

    private AgentMessage message(int content) {
        return status(bus, "triage", "slow", content);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted by nobody", e);
        }
    }

    private void end(Mailbox mailbox) throws InterruptedException {
        mailbox.close();
        mailbox.join();
    }

    @Test
    void a_sender_interrupted_after_its_message_was_taken_has_sent_it_and_stays_interrupted()
            throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch roomCame = new CountDownLatch(1);
        Mailbox mailbox = mailbox(message -> {
            await(released);
            if (message.content().equals(1)) {
                roomCame.countDown();
            }
            received.add(message.content());
        });
        mailbox.put(message(0), Optional::empty);
        mailbox.put(message(1), Optional::empty); // blocked until the first is being handled
        Mailbox.Receipt receipt = mailbox.put(
                message(2),
                () -> { // asked when it is blocked
                    released.countDown();
                    await(roomCame);
                    Thread.currentThread().interrupt();
                    return Optional.empty();
                });

        assertThat(receipt).isEqualTo(Mailbox.Receipt.TAKEN);
        assertThat(Thread.interrupted()).isTrue();
        end(mailbox);
        assertThat(received).containsExactly(0, 1, 2);
    }

    @Test
    void goes_on_with_the_next_message_whatever_its_handler_throws() throws InterruptedException {
        Mailbox mailbox = mailbox(message -> {
            received.add(message.content());
            if (message.content().equals(1)) {
                throw new AssertionError("thrown on purpose; a line in the log is expected");
            }
        });
        for (int i = 0; i < 4; i++) {
            mailbox.put(message(i), Optional::empty);
        }
        end(mailbox);

        assertThat(received).containsExactly(0, 1, 2, 3);
    }
}
