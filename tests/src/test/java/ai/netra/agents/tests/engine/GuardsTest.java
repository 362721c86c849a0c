package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.Usage;
import ai.netra.agents.UserId;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Guards before a run. */
class GuardsTest {
    private final FakeAgent<String> agent = FakeAgent.returning(A, "A");
    private final List<String> asked = new ArrayList<>();

    private RequestGuard allowing(String name) {
        return request -> {
            asked.add(name);
            return RequestGuard.allowed();
        };
    }

    private RequestGuard refusing(String name) {
        return request -> {
            asked.add(name);
            return RequestGuard.refused(name + " refused");
        };
    }

    @Test
    void are_asked_in_the_order_of_registration() {
        try (TestRuntime runtime = TestRuntime.builder()
                .register(agent, allowing("one"), allowing("two"))
                .build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello"))).succeeded();
            assertThat(asked).containsExactly("one", "two");
        }
    }

    @Test
    void the_first_refusal_stands_and_later_guards_are_not_asked() {
        try (TestRuntime runtime = TestRuntime.builder()
                .register(agent, allowing("one"), refusing("two"), refusing("three"))
                .build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello"))).refusedWith("two refused");
            assertThat(asked).containsExactly("one", "two");
        }
    }

    @Test
    void of_a_refused_request_nothing_is_run_spent_recorded_or_told() {
        try (TestRuntime runtime =
                TestRuntime.builder().register(agent, refusing("one")).build()) {
            var result = runtime.run(agent, RunRequest.of("hello").runId("r1"));

            assertThat(result).hasUsage(Usage.NONE);
            assertThat(agent.calls()).isZero();
            assertThat(runtime.journal(UserId.LOCAL, RunId.of("r1"))).isEmpty();
            assertThat(runtime.recorder().events()).isEmpty();
        }
    }

    @Test
    void a_started_request_is_refused_through_its_handle() throws InterruptedException {
        try (TestRuntime runtime =
                TestRuntime.builder().register(agent, refusing("one")).build()) {
            var handle = runtime.start(agent, RunRequest.of("hello"));

            assertThat(handle.isDone()).isTrue();
            assertThat(handle.result()).refusedWith("one refused");
        }
    }

    @Test
    void one_that_throws_refuses() {
        RequestGuard throwing = request -> {
            throw new IllegalStateException("no database");
        };
        try (TestRuntime runtime =
                TestRuntime.builder().register(agent, throwing).build()) {
            var result = runtime.run(agent, RunRequest.of("hello"));

            assertThat(result.error().orElseThrow().message())
                    .contains("failed with java.lang.IllegalStateException", "refused")
                    .doesNotContain("no database");
            assertThat(agent.calls()).isZero();
        }
    }

    @Test
    void one_that_breaks_refuses_and_the_runtime_can_be_closed() {
        RequestGuard broken = request -> {
            throw new StackOverflowError();
        };
        try (TestRuntime runtime = TestRuntime.builder().register(agent, broken).build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello")).error()).isPresent();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what host code may do
    void one_that_says_nothing_refuses() {
        try (TestRuntime runtime =
                TestRuntime.builder().register(agent, request -> null).build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello")).error()).isPresent();
            assertThat(agent.calls()).isZero();
        }
    }

    @Test
    void one_that_is_interrupted_refuses_and_the_interrupt_is_restored() {
        RequestGuard interrupted = request -> {
            throw new InterruptedException();
        };
        try (TestRuntime runtime =
                TestRuntime.builder().register(agent, interrupted).build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello")))
                    .refusedWith("interrupted while " + interrupted.getClass().getName() + " was checking the request");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_refused_id_may_be_used_again() {
        AtomicBoolean open = new AtomicBoolean();
        RequestGuard door = request -> open.get() ? RequestGuard.allowed() : RequestGuard.refused("closed");
        try (TestRuntime runtime = TestRuntime.builder().register(agent, door).build()) {
            runtime.run(agent, RunRequest.of("hello").runId("r1"));
            open.set(true);

            assertThat(runtime.run(agent, RunRequest.of("hello").runId("r1"))).succeeded();
        }
    }

    @Test
    void are_not_asked_again_for_a_run_that_is_there() {
        try (TestRuntime runtime =
                TestRuntime.builder().register(agent, allowing("one")).build()) {
            var first = runtime.run(agent, RunRequest.of("hello").runId("r1"));
            var again = runtime.run(agent, RunRequest.of("hello").runId("r1"));

            assertThat(again).isSameAs(first);
            assertThat(asked).containsExactly("one");
        }
    }

    @Test
    void are_not_asked_by_a_runtime_that_is_closed() {
        TestRuntime runtime =
                TestRuntime.builder().register(agent, allowing("one")).build();
        runtime.close();

        assertThatThrownBy(() -> runtime.run(agent, RunRequest.of("hello")))
                .isInstanceOf(RunRejectedException.RuntimeClosed.class);
        assertThat(asked).isEmpty();
    }
}
