package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.CachePolicy;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.RunRequest;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/policies.md. */
class PoliciesPatternTest {
    // tag::example
    record Draft(String text) {}

    static final AgentKey<Draft> DRAFT = AgentKey.of("draft", Draft.class);
    static final AgentKey<Draft> SHORT = AgentKey.of("short", Draft.class);

    static Agent<Draft> patient(Agent<Draft> draft, Agent<Draft> shorter) {
        return draft.with(policy -> policy.timeout(Duration.ofSeconds(90))
                .attemptTimeout(Duration.ofSeconds(20))
                .retry(RetryPolicy.defaults().attempts(3).jitter(0).on(FailureKind.AGENT_ERROR, FailureKind.TIMED_OUT))
                .fallback(shorter)
                .cache(CachePolicy.defaults().ttl(Duration.ofMinutes(10)).varyBy("prompt", "3")));
    }
    // end::example

    private static final FakeAgent<Draft> SHORTER = FakeAgent.returning(SHORT, new Draft("Hi"));

    @Test
    void tries_again_and_keeps_the_output() {
        // tag::example
        FakeAgent<Draft> flaky = FakeAgent.builder(DRAFT)
                .fails(new IllegalStateException("busy"))
                .fails(new IllegalStateException("busy"))
                .returns(new Draft("Hello"))
                .build();
        Agent<Draft> draft = patient(flaky, FakeAgent.returning(SHORT, new Draft("Hi")));
        try (TestRuntime runtime = TestRuntime.builder().register(draft).build()) {
            var result = runtime.run(draft, RunRequest.of("Greet them"));
            assertThat(result).succeeded().hasOutput(new Draft("Hello"));
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(1 + 2)); // of virtual time

            assertThat(runtime.run(draft, RunRequest.of("Greet them"))).hasOutput(new Draft("Hello"));
            assertThat(flaky.calls()).isEqualTo(3); // the second run was answered by the cache
        }
        // end::example
    }

    @Test
    void falls_back_when_no_attempt_is_left() {
        Agent<Draft> draft = patient(FakeAgent.failing(DRAFT, new IllegalStateException("broken")), SHORTER);
        try (TestRuntime runtime = TestRuntime.builder().register(draft).build()) {
            assertThat(runtime.run(draft, RunRequest.of("Greet them")))
                    .degraded()
                    .hasErrorContaining("broken")
                    .hasOutput(new Draft("Hi"));
        }
    }

    @Test
    void an_attempt_that_takes_too_long_has_failed() {
        FakeAgent<Draft> slow = FakeAgent.builder(DRAFT)
                .waits(Duration.ofHours(1))
                .returns(new Draft("Hello"))
                .build();
        Agent<Draft> draft = patient(slow, SHORTER);
        try (TestRuntime runtime = TestRuntime.builder().register(draft).build()) {
            assertThat(runtime.run(draft, RunRequest.of("Greet them")))
                    .degraded()
                    .hasOutput(new Draft("Hi"));
            assertThat(slow.interrupted()).isEqualTo(3);
        }
    }
}
