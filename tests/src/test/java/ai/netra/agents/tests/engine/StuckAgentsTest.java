package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents that ignore an interrupt. */
@Timeout(60)
class StuckAgentsTest {
    private static final RunRequest REQUEST = RunRequest.of("hello").runId("r1");

    /** An agent that goes on for a time after its interrupt, and does not notice further ones. */
    private static Agent<String> ignoring(Duration afterwards) {
        return Agent.of(A, (input, context) -> {
            try {
                context.clock().sleep(Duration.ofHours(1));
            } catch (InterruptedException ignored) {
                context.clock().sleep(afterwards);
            }
            return "A";
        });
    }

    @Test
    void are_reported_after_five_seconds_and_still_awaited() {
        Agent<String> stuck = ignoring(Duration.ofSeconds(20));
        try (TestRuntime runtime = TestRuntime.builder().register(stuck).build()) {
            runtime.scheduler()
                    .schedule(Duration.ofSeconds(1), () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));
            var result = runtime.run(stuck, REQUEST);

            assertThat(result).cancelled();
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(21));
            assertThat(runtime.recorder().events(AgentEvent.AgentStuck.class))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.sinceInterrupt()).isEqualTo(Duration.ofSeconds(5));
                        assertThat(event.source().path()).isEqualTo("a/a");
                        assertThat(event.source().timestamp()).isEqualTo(VirtualClock.START.plusSeconds(6));
                    });
        }
    }

    @Test
    void are_reported_when_their_time_is_over() {
        Agent<String> stuck = ignoring(Duration.ofSeconds(20));
        try (TestRuntime runtime = TestRuntime.builder()
                .register(stuck)
                .limits(Limits.defaults().activationTime(Duration.ofSeconds(2)))
                .build()) {
            assertThat(runtime.run(stuck, REQUEST)).failedWith(FailureKind.TIMED_OUT);
            assertThat(runtime.recorder().events(AgentEvent.AgentStuck.class)).hasSize(1);
        }
    }

    @Test
    void are_reported_when_a_sibling_has_failed() {
        Agent<String> stuck = ignoring(Duration.ofSeconds(20));
        var flow = Flows.all(
                stuck,
                FakeAgent.builder(B)
                        .waits(Duration.ofSeconds(1))
                        .fails(new IllegalStateException("no"))
                        .build());
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, REQUEST)).failedWith(FailureKind.AGENT_ERROR);
            assertThat(runtime.recorder().events(AgentEvent.AgentStuck.class)).hasSize(1);
        }
    }

    @Test
    void are_not_reported_if_they_stop_in_time() {
        Agent<String> slow = ignoring(Duration.ofSeconds(4));
        try (TestRuntime runtime = TestRuntime.builder().register(slow).build()) {
            runtime.scheduler()
                    .schedule(Duration.ofSeconds(1), () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));

            assertThat(runtime.run(slow, REQUEST)).cancelled();
            assertThat(runtime.recorder().events(AgentEvent.AgentStuck.class)).isEmpty();
        }
    }

    @Test
    void are_reported_once_though_their_time_is_over_after_they_were_cancelled() {
        Agent<String> stuck = ignoring(Duration.ofSeconds(30));
        try (TestRuntime runtime = TestRuntime.builder()
                .register(stuck)
                .limits(Limits.defaults().activationTime(Duration.ofSeconds(8)))
                .build()) {
            runtime.scheduler()
                    .schedule(Duration.ofSeconds(1), () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));
            runtime.run(stuck, REQUEST);

            assertThat(runtime.recorder().events(AgentEvent.AgentStuck.class)).hasSize(1);
        }
    }

    @Test
    void do_not_hold_up_timers_while_a_listener_hears_of_them() {
        Agent<String> stuck = ignoring(Duration.ofSeconds(20));
        try (VirtualClock clock = VirtualClock.automatic();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(clock)
                        .register(stuck)
                        .listener(event -> {
                            if (event instanceof AgentEvent.AgentStuck) {
                                sleep(clock, Duration.ofSeconds(3)); // a timer of the same scheduler ends it
                            }
                        })
                        .build()) {
            clock.schedule(Duration.ofSeconds(1), () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));

            assertThat(runtime.run(stuck, REQUEST)).cancelled();
        }
    }

    private static void sleep(VirtualClock clock, Duration duration) {
        try {
            clock.clock().sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted by nobody", e);
        }
    }
}
