package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.spi.HostContext;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a host keeps by thread, on the threads that work for a run. */
@Timeout(60)
class HostContextsTest {
    private static final ThreadLocal<String> USER = new ThreadLocal<>();

    private final AtomicInteger leaks = new AtomicInteger();
    private final CountingScheduler scheduler = new CountingScheduler(SystemScheduler.create(), () -> {
        if (USER.get() != null) {
            leaks.incrementAndGet();
        }
    });
    private final LocalAgentRuntime.Builder builder =
            LocalAgentRuntime.builder().scheduler(scheduler).hostContext(HostContextsTest::captured);

    @AfterEach
    void check() {
        USER.remove();
        scheduler.close();
        assertThat(leaks).hasValue(0);
    }

    /** What is asked of a tool, and what it says. */
    public record Question(String text) {}

    private static HostContext.Captured captured() {
        String user = USER.get();
        return () -> {
            String before = USER.get();
            USER.set(user);
            return () -> {
                if (before == null) {
                    USER.remove();
                } else {
                    USER.set(before);
                }
            };
        };
    }

    private static Agent<String> telling(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> String.valueOf(USER.get()));
    }

    private static Agent<String> flow(Agent<?>... branches) {
        return SequentialOrchestrator.of(FLOW).endingIn(Flows.all(branches));
    }

    private static Agent<String> wide(int width) {
        List<Agent<String>> branches = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            Agent<String> called = telling(AgentKey.of("called", String.class));
            branches.add(Agent.of(
                    AgentKey.of("branch" + i, String.class),
                    (input, context) -> USER.get() + "/" + context.call(called, input) + " "));
        }
        return Flows.all(branches.toArray(Agent<?>[]::new));
    }

    @Test
    void is_there_for_parallel_agents_and_what_they_call() {
        Agent<String> wide = wide(16);
        try (LocalAgentRuntime runtime = builder.register(wide).build()) {
            USER.set("alice");

            assertThat(runtime.run(wide, RunRequest.of("hello"))).hasOutput("alice/alice ".repeat(16));
            assertThat(USER.get()).isEqualTo("alice");
        }
    }

    @Test
    void is_there_on_a_started_runs_own_thread() throws InterruptedException {
        Agent<String> agent = telling(A);
        try (LocalAgentRuntime runtime = builder.register(agent).build()) {
            USER.set("alice");
            RunHandle<String> handle = runtime.start(agent, RunRequest.of("hello"));
            USER.set("bob");

            assertThat(handle.result()).hasOutput("alice");
        }
    }

    @Test
    void is_each_runs_own_though_all_run_at_once() throws InterruptedException {
        Agent<String> wide = wide(4);
        try (LocalAgentRuntime runtime = builder.register(wide).build()) {
            List<RunHandle<String>> handles = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                USER.set("user" + i);
                handles.add(runtime.start(wide, RunRequest.of("hello")));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(handles.get(i).result()).hasOutput(("user" + i + "/user" + i + " ").repeat(4));
            }
        }
    }

    @Test
    void is_there_for_tools_models_and_listeners() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        FunctionTool<Question> tool =
                FunctionTool.of("whoami", "Tells who asks.", Question.class, (question, context) -> {
                    seen.add("tool " + USER.get());
                    return new Question("done");
                });
        Agent<String> agent = Agent.of(A, (input, context) -> {
            context.tools().call("whoami", new Question("me"));
            context.llm().stream(LlmRequest.of("hello"), (LlmDelta delta) -> seen.add("delta " + USER.get()));
            context.emit("thinking");
            return "A";
        });
        FakeLlmClient llm = FakeLlmClient.builder().stream("good", "day").build();
        Agent<String> flow = flow(agent, returning(B));
        try (LocalAgentRuntime runtime = builder.llm(request -> {
                    seen.add("llm " + USER.get());
                    return llm.generate(request);
                })
                .tools(ToolRegistry.of(tool))
                .grant(A, "whoami")
                .listener(event -> seen.add(event.type() + " " + USER.get()))
                .register(flow)
                .build()) {
            USER.set("alice");
            runtime.run(flow, RunRequest.of("hello"));

            assertThat(seen)
                    .contains("tool alice", "llm alice", "delta alice", "agent_thinking alice", "run_completed alice")
                    .allMatch(what -> what.endsWith(" alice"));
        }
    }

    @Test
    void is_there_when_a_queued_run_has_its_turn_or_is_cancelled_before() throws InterruptedException {
        GatedAgent gated = new GatedAgent(A);
        Agent<String> flow = flow(gated, telling(B));
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (LocalAgentRuntime runtime = builder.listener(event -> {
                    if (event.source().user().value().equals("alice")) {
                        heard.add(USER.get());
                    }
                })
                .register(flow)
                .build()) {
            RunRequest request =
                    RunRequest.of("hello").user("alice").thread("t1").whenBusy(WhenBusy.QUEUE);
            USER.set("alice");
            runtime.start(flow, request);
            RunHandle<String> second = runtime.start(flow, request);
            RunHandle<String> third = runtime.start(flow, request);
            USER.set("bob");
            third.cancel("enough");
            gated.letGo("hello");

            assertThat(second.result().output()).get(as(STRING)).contains("alice");
            assertThat(heard).containsOnly("alice").hasSizeGreaterThan(2);
            assertThat(USER.get()).isEqualTo("bob");
        }
    }

    @Test
    void of_a_subscriber_is_that_of_the_thread_that_subscribed() throws InterruptedException {
        Agent<String> agent = telling(A);
        Set<String> heard = ConcurrentHashMap.newKeySet();
        try (LocalAgentRuntime runtime = builder.register(agent).build()) {
            USER.set("alice");
            RunHandle<String> handle = runtime.start(agent, RunRequest.of("hello"));
            USER.set("bob");
            handle.events(EventPosition.START, event -> heard.add(USER.get())).await();

            assertThat(heard).containsExactly("bob");
        }
    }

    @Test
    void is_there_when_an_agent_is_reported_as_stuck() {
        List<String> heard = new ArrayList<>();
        Agent<String> deaf = Agent.of(A, (input, context) -> {
            Instant end = context.clock().instant().plusSeconds(20);
            while (context.clock().instant().isBefore(end)) {
                try {
                    context.clock().sleep(Duration.between(context.clock().instant(), end));
                } catch (InterruptedException ignored) {
                    // on purpose
                }
            }
            return "A";
        });
        try (TestRuntime runtime = TestRuntime.builder()
                .setup(production -> production.hostContext(HostContextsTest::captured))
                .listener(event -> {
                    if (event instanceof AgentEvent.AgentStuck) {
                        heard.add(USER.get());
                    }
                })
                .register(deaf)
                .build()) {
            runtime.scheduler()
                    .schedule(Duration.ofSeconds(1), () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));
            USER.set("alice");

            assertThat(runtime.run(deaf, RunRequest.of("hello").runId("r1"))).cancelled();
            assertThat(heard).containsExactly("alice");
        }
    }

    @Test
    void that_is_the_second_of_two_is_restored_after_the_first_and_taken_away_before_it() throws InterruptedException {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        Agent<String> agent = telling(A);
        try (LocalAgentRuntime runtime = builder.hostContext(noting("first", steps))
                .hostContext(noting("second", steps))
                .register(agent)
                .build()) {
            runtime.start(agent, RunRequest.of("hello")).result();
        }
        assertThat(steps)
                .containsExactly(
                        "capture first",
                        "capture second",
                        "restore first",
                        "restore second",
                        "close second",
                        "close first");
    }

    private static HostContext noting(String name, List<String> steps) {
        return () -> {
            steps.add("capture " + name);
            return () -> {
                steps.add("restore " + name);
                return () -> steps.add("close " + name);
            };
        };
    }

    @Test
    void that_cannot_be_restored_fails_what_was_to_be_done_and_nothing_else() throws InterruptedException {
        HostContext broken = () -> () -> {
            throw new IllegalStateException("no such user");
        };
        Agent<String> onTheHostsThread = Agent.of(A, (input, context) -> {
            new CountDownLatch(1).await(); // until the other has failed
            return "never";
        });
        Agent<String> flow = flow(onTheHostsThread, telling(B));
        try (LocalAgentRuntime runtime =
                builder.hostContext(broken).register(flow).build()) {
            USER.set("alice");
            var forked = runtime.run(flow, RunRequest.of("hello"));
            var started = runtime.start(flow, RunRequest.of("hello")).result();

            assertThat(forked).failedWith(FailureKind.ENGINE_ERROR).hasErrorContaining("no such user");
            assertThat(started).failedWith(FailureKind.ENGINE_ERROR).hasErrorContaining("no such user");
        }
    }

    @Test
    void that_cannot_be_taken_away_breaks_nothing() throws InterruptedException {
        HostContext broken = () -> () -> () -> {
            throw new IllegalStateException("it stays");
        };
        Agent<String> agent = telling(A);
        try (LocalAgentRuntime runtime =
                builder.hostContext(broken).register(agent).build()) {
            USER.set("alice");

            assertThat(runtime.start(agent, RunRequest.of("hello")).result()).hasOutput("alice");
        }
    }

    @Test
    void that_cannot_be_captured_starts_nothing() {
        HostContext broken = () -> {
            throw new IllegalStateException("nobody is signed in");
        };
        Agent<String> agent = telling(A);
        try (LocalAgentRuntime runtime =
                builder.hostContext(broken).maxRuns(1).register(agent).build()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> runtime.start(agent, RunRequest.of("hello")))
                        .hasMessage("nobody is signed in");
            }
            assertThat(scheduler.forked()).isZero();
        }
    }
}
