package ai.netra.agents.tests.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.message.LocalAgentBus;
import ai.netra.agents.message.AgentBusException;
import ai.netra.agents.message.AgentBusListener;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.DeadLetterReason;
import ai.netra.agents.message.MailboxOptions;
import ai.netra.agents.message.MessageAddress;
import ai.netra.agents.message.MessageHandler;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens on the bus after a time, which takes none here. */
@Timeout(60)
class BusTimeTest {
    private static final UserId USER = UserId.of("u1");
    private static final ThreadId THREAD = ThreadId.of("t1");
    private static final MailboxOptions ONE = MailboxOptions.defaults().capacity(1);

    private final VirtualClock clock = VirtualClock.automatic();
    private final Task self = clock.adopt("test");
    private final List<AgentMessage> deadLetters = new CopyOnWriteArrayList<>();
    private final List<DeadLetterReason> reasons = new CopyOnWriteArrayList<>();
    private final List<Object> received = new CopyOnWriteArrayList<>();
    private final LocalAgentBus bus = builder().build();

    private LocalAgentBus.Builder builder() {
        return LocalAgentBus.builder().scheduler(clock).listener(new AgentBusListener() {
            @Override
            public void onDeadLetter(AgentMessage message, DeadLetterReason reason) {
                deadLetters.add(message);
                reasons.add(reason);
            }
        });
    }

    @AfterEach
    void close() {
        bus.close();
        assertThat(clock.tasks()).as("threads left").containsExactly("test");
        self.release();
        clock.close();
    }

    private static MessageAddress address(String name) {
        return MessageAddress.ofThread(USER, THREAD, name);
    }

    private AgentMessage.Request request(String recipient, Object content) {
        return AgentMessage.Request.of(bus.header(USER, THREAD, "triage", recipient), content);
    }

    private AgentMessage.Status status(String recipient, Object content) {
        return new AgentMessage.Status(bus.header(USER, THREAD, "triage", recipient), content);
    }

    private MessageHandler answeringAfter(Duration time) {
        return message -> {
            clock.clock().sleep(time);
            bus.publish(AgentMessage.Response.of(bus.replyTo(message), "late or not"));
        };
    }

    private MessageHandler taking(Duration time) {
        return message -> {
            clock.clock().sleep(time);
            received.add(message.content());
        };
    }

    private Duration elapsed() {
        return Duration.between(VirtualClock.START, clock.clock().instant());
    }

    @Test
    void headers_have_the_time_and_an_id_of_the_scheduler() throws InterruptedException {
        clock.clock().sleep(Duration.ofHours(1));

        assertThat(bus.header(USER, THREAD, "triage", "data")).satisfies(header -> {
            assertThat(header.timestamp()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
            assertThat(header.correlationId()).isEqualTo("id-1");
        });
    }

    @Test
    void a_request_times_out_after_30_seconds_and_names_the_parties_and_the_correlation_id() {
        bus.subscribe(address("data"), answeringAfter(Duration.ofMinutes(1)));
        AgentMessage.Request request = request("data", "x");

        assertThatExceptionOfType(AgentBusException.RequestTimedOut.class)
                .isThrownBy(() -> bus.request(request))
                .withMessageContainingAll("triage", "data", request.correlationId(), "PT30S")
                .satisfies(thrown -> assertThat(thrown.timeout()).isEqualTo(Duration.ofSeconds(30)));
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_request_times_out_after_the_time_it_says() {
        bus.subscribe(address("data"), answeringAfter(Duration.ofMinutes(1)));

        assertThatExceptionOfType(AgentBusException.RequestTimedOut.class)
                .isThrownBy(() -> bus.request(request("data", "x").timeout(Duration.ofSeconds(2))));
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_reply_just_in_time_is_returned() throws InterruptedException {
        bus.subscribe(address("data"), answeringAfter(Duration.ofSeconds(30).minusNanos(1)));

        assertThat(bus.request(request("data", "x")).content()).isEqualTo("late or not");
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void a_late_reply_is_a_dead_letter_though_the_requester_has_a_subscription() throws InterruptedException {
        bus.subscribe(address("triage"), message -> received.add(message.content()));
        bus.subscribe(address("data"), answeringAfter(Duration.ofSeconds(31)));
        assertThat(catchThrowable(() -> bus.request(request("data", "x"))))
                .isInstanceOf(AgentBusException.RequestTimedOut.class);
        clock.clock().sleep(Duration.ofSeconds(2));

        assertThat(reasons).containsExactly(DeadLetterReason.LATE_RESPONSE);
        assertThat(deadLetters).extracting(AgentMessage::content).containsExactly("late or not");
        assertThat(bus.deadLetters(DeadLetterReason.LATE_RESPONSE)).isEqualTo(1);
        assertThat(received).isEmpty();
    }

    @Test
    void a_correlation_id_can_be_used_again_once_its_request_has_timed_out() throws InterruptedException {
        bus.subscribe(
                address("data"),
                message -> answeringAfter((Duration) message.content()).onMessage(message));
        AgentMessage.Request slow = request("data", Duration.ofSeconds(31));
        assertThat(catchThrowable(() -> bus.request(slow))).isInstanceOf(AgentBusException.RequestTimedOut.class);
        clock.clock().sleep(Duration.ofSeconds(2));

        assertThat(bus.request(AgentMessage.Request.of(slow.header(), Duration.ZERO))
                        .content())
                .isEqualTo("late or not");
    }

    @Test
    void an_interrupted_requester_stops_waiting() throws InterruptedException {
        bus.subscribe(address("data"), answeringAfter(Duration.ofMinutes(1)));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Task requester =
                clock.fork("requester", task -> thrown.set(catchThrowable(() -> bus.request(request("data", "x")))));
        clock.clock().sleep(Duration.ofSeconds(1));
        requester.interrupt();
        requester.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_time_blocked_at_a_full_mailbox_is_part_of_a_requests_timeout() throws InterruptedException {
        bus.subscribe(address("slow"), ONE, taking(Duration.ofMinutes(1)));
        bus.publish(status("slow", 1));
        bus.publish(status("slow", 2));

        assertThatExceptionOfType(AgentBusException.RequestTimedOut.class)
                .isThrownBy(() -> bus.request(request("slow", 3)));
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_sender_is_blocked_until_there_is_room() throws InterruptedException {
        bus.subscribe(address("slow"), ONE, taking(Duration.ofMinutes(1)));
        for (int i = 1; i <= 4; i++) {
            bus.publish(status("slow", i));
        }

        assertThat(elapsed()).isEqualTo(Duration.ofMinutes(2));
        bus.close();
        assertThat(received).containsExactly(1, 2, 3, 4);
        assertThat(elapsed()).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void senders_go_on_one_by_one_as_room_comes_and_first_come_is_first_served() throws InterruptedException {
        int capacity = 100;
        bus.subscribe(address("slow"), MailboxOptions.defaults().capacity(capacity), taking(Duration.ofSeconds(1)));
        for (int i = 0; i <= capacity; i++) {
            bus.publish(status("slow", i)); // one is being handled
        }
        List<Duration> sent = new CopyOnWriteArrayList<>();
        List<Object> expected =
                new ArrayList<>(IntStream.rangeClosed(0, capacity).boxed().toList());
        for (int i = 0; i < 5; i++) {
            String blocked = "blocked" + i;
            clock.fork(blocked, task -> {
                assertThat(catchThrowable(() -> bus.publish(status("slow", blocked))))
                        .isNull();
                sent.add(elapsed());
            });
            clock.clock().sleep(Duration.ofMillis(1)); // one after the other
            expected.add(blocked);
        }
        bus.publish(status("slow", "newcomer"));
        expected.add("newcomer");

        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(6));
        bus.close();
        assertThat(sent)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 5)
                        .mapToObj(Duration::ofSeconds)
                        .toList());
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void newcomers_do_not_overtake_who_is_blocked() throws InterruptedException {
        bus.subscribe(address("slow"), MailboxOptions.defaults().capacity(4), taking(Duration.ofSeconds(1)));
        for (int i = 0; i <= 4; i++) {
            bus.publish(status("slow", i));
        }
        Task blocked = clock.fork(
                "blocked",
                task -> assertThat(catchThrowable(() -> bus.publish(status("slow", "patient"))))
                        .isNull());
        clock.clock().sleep(Duration.ofMillis(1_500));
        for (int i = 0; i < 3; i++) {
            bus.publish(status("slow", "new" + i));
        }
        blocked.join();
        bus.close();

        assertThat(received).containsExactly(0, 1, 2, 3, 4, "patient", "new0", "new1", "new2");
    }

    @Test
    void a_sender_whose_patience_ends_with_the_wait_is_refused_only_if_there_is_no_room() throws InterruptedException {
        bus.subscribe(
                address("slow"),
                MailboxOptions.defaults().capacity(10).blockingFor(Duration.ofSeconds(5)),
                taking(Duration.ofSeconds(4)));
        for (int i = 0; i <= 10; i++) {
            bus.publish(status("slow", i));
        }
        bus.publish(status("slow", "in time"));

        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(4));
        bus.close();
        assertThat(received).hasSize(12);
    }

    @Test
    void a_requests_timeout_is_spent_once_however_many_mailboxes_are_full() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            bus.subscribe(address("slow"), ONE, taking(Duration.ofMinutes(10)));
        }
        bus.publish(status("slow", 1));
        bus.publish(status("slow", 2));

        assertThatExceptionOfType(AgentBusException.RequestTimedOut.class)
                .isThrownBy(() -> bus.request(request("slow", 3)));
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_sender_is_blocked_for_no_longer_than_the_subscriber_says() throws InterruptedException {
        bus.subscribe(address("slow"), ONE.blockingFor(Duration.ofSeconds(5)), taking(Duration.ofMinutes(1)));
        bus.publish(status("slow", 1));
        bus.publish(status("slow", 2));

        assertThatExceptionOfType(AgentBusException.MailboxFull.class).isThrownBy(() -> bus.publish(status("slow", 3)));
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(5));
        assertThatExceptionOfType(AgentBusException.MailboxFull.class)
                .as("sooner than the request's own timeout")
                .isThrownBy(() -> bus.request(request("slow", 3)));
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void closing_waits_for_as_long_as_it_takes() throws InterruptedException {
        bus.subscribe(address("slow"), taking(Duration.ofHours(1)));
        bus.publish(status("slow", 1));
        bus.publish(status("slow", 2));
        bus.close();

        assertThat(received).containsExactly(1, 2);
        assertThat(elapsed()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void closing_waits_no_longer_than_the_drain_time_and_loses_nothing_unseen() throws InterruptedException {
        LocalAgentBus bounded = builder().drainTime(Duration.ofSeconds(90)).build();
        bounded.subscribe(address("slow"), taking(Duration.ofMinutes(1)));
        for (int i = 1; i <= 4; i++) {
            bounded.publish(status("slow", i));
        }
        bounded.close();

        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(90));
        assertThat(received).containsExactly(1);
        assertThat(bounded.handlerFailures())
                .as("interrupted while it handled 2")
                .isEqualTo(1);
        assertThat(deadLetters).extracting(AgentMessage::content).containsExactly(3, 4);
        assertThat(reasons).containsOnly(DeadLetterReason.CLOSED);
    }

    @Test
    void a_handler_that_ignores_the_end_of_the_drain_time_is_awaited() throws InterruptedException {
        LocalAgentBus bounded = builder().drainTime(Duration.ofSeconds(1)).build();
        bounded.subscribe(address("stubborn"), message -> {
            try {
                clock.clock().sleep(Duration.ofHours(1));
            } catch (InterruptedException ignored) {
                taking(Duration.ofMinutes(1)).onMessage(message);
            }
        });
        bounded.publish(status("stubborn", 1));
        bounded.publish(status("stubborn", 2));
        bounded.close();

        assertThat(received).containsExactly(1);
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(61));
        assertThat(deadLetters).extracting(AgentMessage::content).containsExactly(2);
    }

    @Test
    void the_drain_time_bounds_the_end_of_a_subscription_too() throws InterruptedException {
        LocalAgentBus bounded = builder().drainTime(Duration.ofSeconds(1)).build();
        var subscription = bounded.subscribe(address("slow"), taking(Duration.ofHours(1)));
        bounded.publish(status("slow", 1));
        subscription.close();

        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(1));
        assertThat(received).isEmpty();
        bounded.close();
    }

    @Test
    void interrupting_who_closes_ends_the_drain_time_and_the_interrupt_is_restored() throws InterruptedException {
        bus.subscribe(address("slow"), taking(Duration.ofHours(1)));
        bus.publish(status("slow", 1));
        bus.publish(status("slow", 2));
        AtomicReference<Boolean> restored = new AtomicReference<>();
        Task closing = clock.fork("closing", task -> {
            bus.close();
            restored.set(Thread.currentThread().isInterrupted());
        });
        clock.clock().sleep(Duration.ofSeconds(5));
        closing.interrupt();
        closing.join();

        assertThat(restored).hasValue(true);
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(5));
        assertThat(deadLetters).extracting(AgentMessage::content).containsExactly(2);
    }

    @Test
    void idle_subscriptions_hold_no_thread() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            bus.subscribe(address("a" + i), answeringAfter(Duration.ZERO));
        }
        assertThat(clock.tasks()).containsExactly("test");
        bus.request(request("a7", "x"));
        clock.clock().sleep(Duration.ofNanos(1)); // until every other task has ended

        assertThat(clock.tasks()).containsExactly("test");
    }

    @Test
    void refuses_a_drain_time_that_is_not_positive() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> LocalAgentBus.builder().drainTime(Duration.ZERO))
                .withMessageContaining("PT0S");
    }
}
