package ai.netra.agents.core.message;

import static ai.netra.agents.core.message.BusFixture.OTHER_THREAD;
import static ai.netra.agents.core.message.BusFixture.OTHER_USER;
import static ai.netra.agents.core.message.BusFixture.THREAD;
import static ai.netra.agents.core.message.BusFixture.USER;
import static ai.netra.agents.core.message.BusFixture.address;
import static ai.netra.agents.core.message.BusFixture.echo;
import static ai.netra.agents.core.message.BusFixture.request;
import static ai.netra.agents.core.message.BusFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.message.AgentBusException;
import ai.netra.agents.message.AgentBusListener;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.DeadLetterReason;
import ai.netra.agents.message.MessageAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the bus delivers to whom, and what becomes of what it cannot. Closing the bus waits until everything is handled. */
@Timeout(60)
class LocalAgentBusTest {
    private final BusFixture heard = new BusFixture();
    private final LocalAgentBus bus = LocalAgentBus.builder().listener(heard).build();
    private final List<Object> received = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        bus.close();
    }

    private static Stream<Arguments> addresses() {
        return Stream.of(
                Arguments.of(MessageAddress.ofThread(USER, THREAD, "data"), List.of("u1/t1")),
                Arguments.of(MessageAddress.ofThread(OTHER_USER, THREAD, "data"), List.of("u2/t1")),
                Arguments.of(MessageAddress.ofUser(USER, "data"), List.of("u1/t1", "u1/t2")),
                Arguments.of(MessageAddress.ofUser(OTHER_USER, "data"), List.of("u2/t1", "u2/t2")),
                Arguments.of(MessageAddress.ofEveryUser("data"), List.of("u1/t1", "u1/t2", "u2/t1", "u2/t2")),
                Arguments.of(MessageAddress.ofUser(USER, "triage"), List.of()));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void a_subscription_receives_what_its_address_covers_and_nothing_else(MessageAddress address, List<String> expected)
            throws InterruptedException {
        bus.subscribe(address, message -> received.add(message.content()));
        for (UserId user : List.of(USER, OTHER_USER)) {
            for (ThreadId thread : List.of(THREAD, OTHER_THREAD)) {
                bus.publish(new AgentMessage.Status(bus.header(user, thread, "triage", "data"), user + "/" + thread));
            }
        }
        bus.close();

        assertThat(received).containsExactlyElementsOf(expected);
        assertThat(bus.deadLetters(DeadLetterReason.NO_SUBSCRIBER)).isEqualTo(4 - expected.size());
    }

    @Test
    void every_subscription_that_covers_a_message_receives_it() throws InterruptedException {
        bus.subscribe(address("data"), message -> received.add("first"));
        bus.subscribe(address("data"), message -> received.add("second"));
        bus.subscribe(MessageAddress.ofUser(USER, "data"), message -> received.add("of user"));
        bus.subscribe(MessageAddress.ofEveryUser("data"), message -> received.add("of every user"));
        bus.publish(status(bus, "triage", "data", "x"));
        bus.close();

        assertThat(received).containsExactlyInAnyOrder("first", "second", "of user", "of every user");
    }

    @Test
    void what_one_sender_sends_is_handled_in_the_order_sent_and_one_at_a_time() throws InterruptedException {
        List<Integer> plain = new ArrayList<>(); // safe, if one at a time
        bus.subscribe(address("data"), message -> plain.add((Integer) message.content()));
        for (int i = 0; i < 10_000; i++) {
            bus.publish(status(bus, "triage", "data", i));
        }
        bus.close();

        assertThat(plain)
                .containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void a_subscription_that_was_closed_has_handled_all_it_took_and_receives_nothing_more()
            throws InterruptedException {
        var first = bus.subscribe(address("data"), message -> received.add("first " + message.content()));
        bus.subscribe(address("data"), message -> received.add("second " + message.content()));
        bus.publish(status(bus, "triage", "data", 1));
        first.close();
        assertThat(received).contains("first 1");
        bus.publish(status(bus, "triage", "data", 2));
        bus.close();

        assertThat(received).containsExactlyInAnyOrder("first 1", "second 1", "second 2");
        assertThat(first.address()).isEqualTo(address("data"));
    }

    @Test
    void a_message_without_subscriber_is_a_dead_letter() throws InterruptedException {
        AgentMessage message = status(bus, "triage", "data", "x");
        bus.publish(message);

        assertThat(heard.deadLetters).containsExactly(message);
        assertThat(heard.reasons).containsExactly(DeadLetterReason.NO_SUBSCRIBER);
        assertThat(bus.deadLetters(DeadLetterReason.NO_SUBSCRIBER)).isEqualTo(1);
    }

    @Test
    void a_request_returns_its_reply() throws InterruptedException {
        bus.subscribe(address("data"), echo(bus));
        AgentMessage.Request request = request(bus, "triage", "data", "ab");

        assertThat(bus.request(request)).isInstanceOfSatisfying(AgentMessage.Response.class, response -> {
            assertThat(response.content()).isEqualTo("abab");
            assertThat(response.success()).isTrue();
            assertThat(response.sender()).isEqualTo("data");
            assertThat(response.recipient()).isEqualTo("triage");
            assertThat(response.correlationId()).isEqualTo(request.correlationId());
        });
    }

    @Test
    void a_handler_may_ask_others() throws InterruptedException {
        bus.subscribe(address("optimization"), echo(bus));
        bus.subscribe(address("data"), message -> {
            AgentMessage.Reply reply = bus.request(request(bus, "data", "optimization", message.content()));
            bus.publish(AgentMessage.Response.of(bus.replyTo(message), "<" + reply.content() + ">"));
        });

        assertThat(bus.request(request(bus, "triage", "data", "x")).content()).isEqualTo("<xx>");
    }

    @Test
    void a_request_without_subscriber_fails_at_once_and_is_a_dead_letter() {
        AgentMessage.Request request = request(bus, "triage", "data", "x");

        assertThatExceptionOfType(AgentBusException.NoSubscriber.class)
                .isThrownBy(() -> bus.request(request))
                .withMessageContaining("data")
                .satisfies(thrown -> assertThat(thrown.header()).isEqualTo(request.header()));
        assertThat(heard.deadLetters).containsExactly(request);
    }

    @Test
    void a_request_is_refused_while_another_of_its_correlation_id_waits() throws InterruptedException {
        AgentMessage.Request request = request(bus, "triage", "data", "x");
        bus.subscribe(address("data"), message -> {
            try {
                bus.request(request);
            } catch (InvalidDefinitionException e) {
                bus.publish(AgentMessage.Response.failed(bus.replyTo(message), e.getMessage()));
            }
        });

        assertThat(bus.request(request)).isInstanceOfSatisfying(AgentMessage.Response.class, response -> {
            assertThat(response.success()).isFalse();
            assertThat(response.error().orElseThrow()).contains("its own correlation id", request.correlationId());
        });
    }

    @Test
    void a_reply_of_another_user_thread_or_to_another_sender_does_not_end_a_request() throws InterruptedException {
        bus.subscribe(address("data"), message -> {
            for (UserId user : List.of(USER, OTHER_USER)) {
                for (ThreadId thread : List.of(THREAD, OTHER_THREAD)) {
                    for (String recipient : List.of("reporting", "triage")) {
                        if (!user.equals(USER) || !thread.equals(THREAD) || !recipient.equals("triage")) {
                            bus.publish(AgentMessage.Response.of(
                                    bus.header(user, thread, "data", recipient).correlationId(message.correlationId()),
                                    "stray"));
                        }
                    }
                }
            }
            bus.publish(AgentMessage.Response.of(bus.replyTo(message), "right"));
        });

        assertThat(bus.request(request(bus, "triage", "data", "x")).content()).isEqualTo("right");
        assertThat(bus.deadLetters(DeadLetterReason.NO_SUBSCRIBER)).isEqualTo(7);
    }

    @Test
    void a_second_reply_is_a_dead_letter_and_no_business_of_the_requesters_subscription() throws InterruptedException {
        bus.subscribe(address("triage"), message -> received.add(message.content()));
        bus.subscribe(address("data"), echo(bus));
        bus.subscribe(address("data"), echo(bus));
        bus.request(request(bus, "triage", "data", "x"));
        bus.close();

        assertThat(received).isEmpty();
        assertThat(heard.reasons).containsExactly(DeadLetterReason.LATE_RESPONSE);
    }

    @Test
    void a_reply_to_a_request_that_was_published_goes_to_the_senders_subscription() throws InterruptedException {
        List<AgentMessage> replies = new CopyOnWriteArrayList<>();
        var requester = bus.subscribe(address("triage"), replies::add);
        var responder = bus.subscribe(address("data"), echo(bus));
        bus.publish(request(bus, "triage", "data", "x"));
        responder.close();
        requester.close();

        assertThat(replies).extracting(AgentMessage::content).containsExactly("xx");
    }

    @Test
    void a_handler_that_throws_answers_its_request_with_an_error_and_goes_on() throws InterruptedException {
        bus.subscribe(address("data"), message -> {
            if (message.content().equals("bad")) {
                throw new IllegalStateException("no such table");
            }
            echo(bus).onMessage(message);
        });

        assertThat(bus.request(request(bus, "triage", "data", "bad")))
                .isInstanceOfSatisfying(
                        AgentMessage.ErrorReport.class,
                        error -> assertThat(error.failure())
                                .isEqualTo(new Failure(
                                        FailureKind.AGENT_ERROR,
                                        "java.lang.IllegalStateException",
                                        "no such table",
                                        false)));
        assertThat(bus.request(request(bus, "triage", "data", "good")).content())
                .isEqualTo("goodgood");
        assertThat(bus.handlerFailures()).isEqualTo(1);
        assertThat(heard.failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    /** A foreign exception that can neither say what is wrong nor be printed. */
    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void a_handler_that_throws_what_cannot_be_read_answers_and_goes_on_all_the_same() throws InterruptedException {
        CountDownLatch published = new CountDownLatch(1);
        bus.subscribe(address("data"), message -> {
            published.await();
            if (message.content().equals("bad")) {
                throw new Mute();
            }
            received.add(message.content());
        });
        bus.publish(status(bus, "triage", "data", "bad"));
        bus.publish(status(bus, "triage", "data", "good"));
        published.countDown();

        assertThat(bus.request(request(bus, "triage", "data", "bad")))
                .isInstanceOfSatisfying(
                        AgentMessage.ErrorReport.class,
                        error -> assertThat(error.failure().message()).isEqualTo("Mute"));
        assertThat(received).containsExactly("good");
        assertThat(heard.failures).hasSize(2);
    }

    @Test
    void a_handler_that_throws_an_error_or_leaves_its_thread_interrupted_harms_nobody() throws InterruptedException {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        CountDownLatch published = new CountDownLatch(1);
        bus.subscribe(address("data"), message -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            switch ((String) message.content()) {
                case "first" -> published.await();
                case "error" -> throw new StackOverflowError("deep");
                case "interrupt" -> Thread.currentThread().interrupt();
                default -> received.add(message.content());
            }
        });
        for (String content : List.of("first", "error", "interrupt", "1", "interrupt", "error", "2")) {
            bus.publish(status(bus, "triage", "data", content));
        }
        published.countDown();
        bus.close();

        assertThat(received).containsExactly("1", "2");
        assertThat(interrupted).containsOnly(false);
        assertThat(bus.handlerFailures()).isEqualTo(2);
    }

    @Test
    void word_of_a_failure_that_reaches_nobody_is_a_dead_letter() throws InterruptedException {
        bus.subscribe(address("data"), message -> {
            throw new IllegalStateException("no");
        });
        bus.publish(request(bus, "triage", "data", "x"));
        bus.close();

        assertThat(heard.reasons).containsExactly(DeadLetterReason.NO_SUBSCRIBER);
        assertThat(heard.deadLetters).singleElement().isInstanceOf(AgentMessage.ErrorReport.class);
    }

    @Test
    void a_listener_that_throws_is_counted_and_breaks_nothing() throws InterruptedException {
        try (LocalAgentBus watched = LocalAgentBus.builder()
                .listener(new AgentBusListener() {
                    @Override
                    public void onDeadLetter(AgentMessage message, DeadLetterReason reason) {
                        throw new IllegalStateException("full disk");
                    }
                })
                .listener(heard)
                .build()) {
            watched.publish(status(watched, "triage", "data", "x"));

            assertThat(watched.listenerFailures()).isEqualTo(1);
            assertThat(heard.reasons).containsExactly(DeadLetterReason.NO_SUBSCRIBER);
        }
    }
}
