package ai.netra.agents.tests.docs.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.message.LocalAgentBus;
import ai.netra.agents.message.AgentBus;
import ai.netra.agents.message.AgentBusException;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.MailboxOptions;
import ai.netra.agents.message.MessageAddress;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of docs/patterns/bus.md. */
@Timeout(60)
class BusPatternTest {
    // tag::example
    static void answerQuestions(AgentBus bus, UserId user) {
        bus.subscribe(
                MessageAddress.ofUser(user, "data"),
                MailboxOptions.defaults().capacity(100).blockingFor(Duration.ofSeconds(5)),
                message -> bus.publish(AgentMessage.Response.of(bus.replyTo(message), "42 " + message.content())));
    }

    static String ask(AgentBus bus, UserId user, ThreadId thread, String what) throws InterruptedException {
        AgentMessage.Request request = AgentMessage.Request.of(bus.header(user, thread, "triage", "data"), what)
                .timeout(Duration.ofSeconds(10));
        return switch (bus.request(request)) {
            case AgentMessage.Response response
            when response.success() -> response.content().toString();
            case AgentMessage.Response response ->
                "refused: " + response.error().orElse("");
            case AgentMessage.ErrorReport report ->
                "failed: " + report.failure().message();
        };
    }
    // end::example

    private static final UserId USER = UserId.of("u1");
    private static final ThreadId THREAD = ThreadId.of("t1");

    @Test
    void a_request_is_answered_and_no_answer_is_an_exception() throws InterruptedException {
        // tag::example
        try (VirtualClock clock = VirtualClock.automatic()) {
            Task self = clock.adopt("test");
            try (LocalAgentBus bus = LocalAgentBus.builder().scheduler(clock).build()) {
                answerQuestions(bus, UserId.of("u1"));
                assertThat(ask(bus, UserId.of("u1"), ThreadId.of("t1"), "rows")).isEqualTo("42 rows");
                assertThatExceptionOfType(AgentBusException.NoSubscriber.class)
                        .isThrownBy(() -> ask(bus, UserId.of("u2"), ThreadId.of("t1"), "rows"));
            }
            self.release();
        }
        // end::example
    }

    @Test
    void a_handler_that_throws_is_reported_and_one_that_is_silent_times_out() throws InterruptedException {
        try (LocalAgentBus bus = LocalAgentBus.builder().build()) {
            bus.subscribe(MessageAddress.ofUser(USER, "data"), message -> {
                throw new IllegalStateException("no table");
            });
            assertThat(ask(bus, USER, THREAD, "rows")).isEqualTo("failed: no table");
        }
        try (VirtualClock clock = VirtualClock.automatic()) {
            Task self = clock.adopt("test");
            try (LocalAgentBus bus = LocalAgentBus.builder().scheduler(clock).build()) {
                bus.subscribe(MessageAddress.ofUser(USER, "data"), message -> {});
                assertThatExceptionOfType(AgentBusException.RequestTimedOut.class)
                        .isThrownBy(() -> ask(bus, USER, THREAD, "rows"));
            }
            self.release();
        }
    }
}
