package ai.netra.agents.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.message.AgentBus;
import ai.netra.agents.message.AgentMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final int REMEMBERED = 10_000;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final AgentBus bus = LocalAgentBus.builder().build();
    private final Requests requests = new Requests(scheduler);

    @AfterEach
    void close() {
        bus.close();
        scheduler.close();
    }

    private AgentMessage.Reply ended() {
        AgentMessage.Request request = BusFixture.request(bus, "asker", "answerer", "?");
        requests.end(requests.open(request));
        return AgentMessage.Response.of(bus.replyTo(request), "!");
    }

    @Test
    void a_reply_to_one_of_the_last_10_000_that_ended_is_late_and_to_one_before_them_is_any_message() {
        AgentMessage.Reply first = ended();
        AgentMessage.Reply second = ended();
        for (int i = 2; i < REMEMBERED; i++) {
            ended();
        }
        assertThat(requests.settle(first)).isEqualTo(Requests.Match.LATE);

        ended();

        assertThat(requests.settle(first)).isEqualTo(Requests.Match.NONE);
        assertThat(requests.settle(second)).isEqualTo(Requests.Match.LATE);
    }
}
