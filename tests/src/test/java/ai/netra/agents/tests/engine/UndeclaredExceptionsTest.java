package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.CachePolicy;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checked exceptions that no signature declares, as code in other languages than Java throws them: a run has an end all the same. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a run without an end is not closed either
class UndeclaredExceptionsTest {
    private static RuntimeException undeclared() {
        UndeclaredExceptionsTest.<RuntimeException>throwAs(new IOException("undeclared"));
        return new IllegalStateException("not thrown");
    }

    @SuppressWarnings("unchecked") // which is the trick
    private static <T extends Throwable> void throwAs(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Who throws, the runtime and the flow it is part of, and how the run ends. */
    static Stream<Arguments> throwers() {
        Agent<String> calm = Flows.all(returning(A), returning(B));
        Agent<String> cached = returning(A).with(p -> p.cache(CachePolicy.defaults()));
        Agent<String> throwing = Agent.of(A, (input, context) -> {
            throw undeclared();
        });
        Agent<String> undecided = DecidingOrchestrator.of(FLOW, progress -> {
            throw undeclared();
        });
        return Stream.of(
                thrower("a listener", calm, with -> with.listener(event -> undeclared()), RunStatus.SUCCEEDED),
                thrower("a cache", cached, with -> with.cache(new UndeclaredCache()), RunStatus.SUCCEEDED),
                thrower(
                        "what takes a host's context away",
                        calm,
                        with -> with.hostContext(() -> () -> UndeclaredExceptionsTest::undeclared),
                        RunStatus.SUCCEEDED),
                thrower(
                        "what puts a host's context on a run's thread",
                        calm,
                        with -> with.hostContext(() -> () -> {
                            throw undeclared();
                        }),
                        RunStatus.FAILED,
                        FailureKind.ENGINE_ERROR),
                thrower(
                        "what puts a host's context on a branch's thread",
                        calm,
                        with -> with.hostContext(() -> () -> {
                            if (Thread.currentThread().getName().startsWith("flow/")) {
                                throw undeclared();
                            }
                            return () -> {};
                        }),
                        RunStatus.FAILED,
                        FailureKind.ENGINE_ERROR),
                thrower("an orchestrator", undecided, with -> with, RunStatus.FAILED, FailureKind.INVALID_DECISION),
                thrower(
                        "an orchestrator within",
                        Flows.all(returning(A), undecidedWithin()),
                        with -> with,
                        RunStatus.FAILED,
                        FailureKind.INVALID_DECISION),
                thrower(
                        "an agent on a branch",
                        Flows.all(throwing, returning(B)),
                        with -> with,
                        RunStatus.FAILED,
                        FailureKind.AGENT_ERROR),
                thrower("an agent", throwing, with -> with, RunStatus.FAILED, FailureKind.AGENT_ERROR));
    }

    private static Agent<String> undecidedWithin() {
        return DecidingOrchestrator.of(AgentKey.of("inner", String.class), progress -> {
            throw undeclared();
        });
    }

    private static Arguments thrower(
            String name,
            Agent<String> flow,
            UnaryOperator<LocalAgentRuntime.Builder> setup,
            RunStatus status,
            FailureKind... kind) {
        return Arguments.of(name, flow, setup, status, List.of(kind));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("throwers")
    void a_run_ends_and_leaves_no_thread(
            String name,
            Agent<String> flow,
            UnaryOperator<LocalAgentRuntime.Builder> setup,
            RunStatus status,
            List<FailureKind> kind)
            throws InterruptedException {
        try (CountingScheduler scheduler = new CountingScheduler(SystemScheduler.create())) {
            try (LocalAgentRuntime runtime = setup.apply(LocalAgentRuntime.builder())
                    .scheduler(scheduler)
                    .register(flow)
                    .build()) {
                OrchestrationResult<String> result = runtime.start(flow, RunRequest.of("hello"))
                        .result(Duration.ofSeconds(10))
                        .orElseThrow();

                assertThat(result.status()).isEqualTo(status);
                assertThat(result.error().map(error -> error.failure().kind()))
                        .isEqualTo(kind.stream().findFirst());
            }
            scheduler.join(); // no thread is left
        }
    }

    /** A cache whose client declares nothing. */
    private static final class UndeclaredCache implements AgentCache {
        @Override
        public <O> Optional<O> find(CacheKey<O> key) {
            throw undeclared();
        }

        @Override
        public <O> void put(CacheKey<O> key, O output, Duration ttl) {
            throw undeclared();
        }

        @Override
        public void forget(CacheKey<?> key) {
            throw undeclared();
        }

        @Override
        public void forget(AgentKey<?> agent) {
            throw undeclared();
        }

        @Override
        public void forget(UserId user) {
            throw undeclared();
        }
    }
}
