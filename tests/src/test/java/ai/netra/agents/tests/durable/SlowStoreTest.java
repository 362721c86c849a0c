package ai.netra.agents.tests.durable;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Limits;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.VirtualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs in a state store whose appends take longer than their agents may. */
class SlowStoreTest {
    private static final Duration APPEND = Duration.ofSeconds(10);
    private static final Duration ALLOWED = Duration.ofSeconds(5);
    private static final Duration WORK = Duration.ofSeconds(4);
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);

    static Stream<Orchestrator<String>> flows() {
        return Stream.of(
                SequentialOrchestrator.of(FLOW).then(agent("a")).endingIn(agent("b")),
                ParallelOrchestrator.all(FLOW)
                        .agent(agent("a"))
                        .agent(agent("b"))
                        .agent(agent("c"))
                        .aggregating(branches -> "done"));
    }

    private static Agent<String> agent(String name) {
        return FakeAgent.builder(AgentKey.of(name, String.class))
                .waits(WORK)
                .returns(name)
                .build();
    }

    @ParameterizedTest
    @MethodSource("flows")
    void an_agent_has_its_time_from_when_it_begins(Orchestrator<String> flow) {
        try (VirtualClock clock = VirtualClock.automatic();
                LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                        .scheduler(clock)
                        .stateStore(slow(
                                InMemoryStateStore.builder().scheduler(clock).build(), clock))
                        .limits(Limits.defaults().activationTime(ALLOWED))
                        .register(flow)
                        .build()) {
            Task test = clock.adopt("test");

            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded();
            test.release();
        }
    }

    private static StateStore slow(StateStore store, VirtualClock clock) {
        return (StateStore) Proxy.newProxyInstance(
                SlowStoreTest.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("append")) {
                        clock.clock().sleep(APPEND);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
