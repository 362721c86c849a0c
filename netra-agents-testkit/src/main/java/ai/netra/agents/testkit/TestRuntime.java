package ai.netra.agents.testkit;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalEvents;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.AgentEventListener;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.RunSubscription;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.state.AgentStateManager;
import ai.netra.agents.state.ConversationState;
import ai.netra.agents.testkit.RunChecks.Check;
import ai.netra.agents.tools.ToolRegistry;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The runtime of {@link LocalAgentRuntime} under virtual time, which fails a test that its runs break a promise of.
 *
 * <pre>{@code
 * try (TestRuntime runtime = TestRuntime.builder().llm(llm).register(flow).build()) {
 *     assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded().ran(DRAFT, REVIEW);
 *     assertThat(runtime.recorder().types()).startsWith("run_started", "agent_started");
 * }
 * }</pre>
 *
 * <p>Checked, unless turned off by name:
 *
 * <ul>
 *   <li><b>Lifecycle</b>: the events of each run keep to {@link LifecycleValidator}, and those of its lifecycle are the ones that its journal gives.
 *   <li><b>Purity</b>: each decision is asked for twice, and each run's journal is replayed. So {@code decide} is called three times where it usually is
 *       once.
 *   <li><b>Encoding</b>: each output is written to JSON and read back; the run goes on with the copy, as it would after a crash, and the copy must
 *       equal the original.
 * </ul>
 *
 * <p>What was found is thrown as an {@link AssertionError} by {@link #run}, by a handle's {@code result}, and again by {@link #close()}; a runtime with
 * findings does not become clean. Closing also verifies a {@link FakeLlmClient} and the virtual clock, where those are used. Thread-safe.
 */
public final class TestRuntime implements AgentRuntime {
    private final LocalAgentRuntime runtime;
    private final RunRecorder recorder;
    private final RunChecks checks;
    private final Scheduler scheduler;
    private final @Nullable VirtualClock ownClock;
    private final @Nullable LlmClient llm;

    private TestRuntime(
            LocalAgentRuntime runtime,
            RunRecorder recorder,
            RunChecks checks,
            Scheduler scheduler,
            @Nullable VirtualClock ownClock,
            @Nullable LlmClient llm) {
        this.runtime = runtime;
        this.recorder = recorder;
        this.checks = checks;
        this.scheduler = scheduler;
        this.ownClock = ownClock;
        this.llm = llm;
    }

    /** Builds a runtime for tests. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws AssertionError if this run, or one before it, broke a promise
     */
    @Override
    public <O> OrchestrationResult<O> run(Agent<O> agent, RunRequest request) {
        return checked(runtime.run(agent, request));
    }

    @Override
    public <O> RunHandle<O> start(Agent<O> agent, RunRequest request) {
        return new CheckedHandle<>(runtime.start(agent, request));
    }

    @Override
    public Optional<RunHandle<?>> find(UserId user, RunId run) {
        return runtime.find(user, run).map(CheckedHandle::new);
    }

    @Override
    public boolean cancel(UserId user, RunId run, String reason) {
        return runtime.cancel(user, run, reason);
    }

    @Override
    public RunHandle<?> resume(UserId user, RunId run) {
        return new CheckedHandle<>(runtime.resume(user, run));
    }

    @Override
    public RunHandle<?> answer(UserId user, RunId run, String question, Object answer, UserId by) {
        return new CheckedHandle<>(runtime.answer(user, run, question, answer, by));
    }

    @Override
    public List<RunHandle<?>> recover() {
        List<RunHandle<?>> taken = new ArrayList<>();
        runtime.recover().forEach(handle -> taken.add(new CheckedHandle<>(handle)));
        return taken;
    }

    /** Every event of every run. */
    public RunRecorder recorder() {
        return recorder;
    }

    /** The time that runs live by: virtual and moving by itself, unless the builder was given another. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** What is recorded of a run. See {@link LocalAgentRuntime#journal}. */
    public Optional<List<JournalEntry>> journal(UserId user, RunId run) {
        return runtime.journal(user, run);
    }

    /** What was said in a thread. See {@link LocalAgentRuntime#conversation}. */
    public Optional<ConversationState> conversation(UserId user, ThreadId thread) {
        return runtime.conversation(user, thread);
    }

    /** How many times a listener has thrown. */
    public long listenerFailures() {
        return runtime.listenerFailures();
    }

    /**
     * Cancels what still runs, at once unless the builder says otherwise, waits for it to end, and checks everything once more.
     *
     * @throws AssertionError if a run broke a promise, the fake model client was not used by its script, or a task or timer of the virtual clock threw
     */
    @Override
    public void close() {
        runtime.close();
        List<AssertionError> errors = new ArrayList<>();
        collect(errors, () -> throwAny(checks.violations()));
        if (checks.has(Check.LIFECYCLE)) {
            collect(errors, recorder::verify);
        }
        if (llm instanceof FakeLlmClient fake) {
            collect(errors, fake::verifyConsumed);
        }
        if (ownClock != null) {
            collect(errors, ownClock::close);
        }
        if (!errors.isEmpty()) {
            AssertionError error = errors.getFirst();
            errors.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
    }

    private static void collect(List<AssertionError> errors, Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            errors.add(e);
        }
    }

    private <O> OrchestrationResult<O> checked(OrchestrationResult<O> result) {
        List<String> violations = new ArrayList<>(checks.violations());
        if (checks.has(Check.LIFECYCLE)) {
            violations.addAll(lifecycle(result));
        }
        if (!violations.isEmpty()) {
            violations.add("found by the end of " + Results.describe(result));
        }
        throwAny(violations);
        return result;
    }

    private List<String> lifecycle(OrchestrationResult<?> result) {
        List<AgentEvent> events = recorder.events(result.run()).stream()
                .filter(event -> event.source().user().equals(result.request().user()))
                .toList();
        if (result.status() == RunStatus.REFUSED) {
            return events.isEmpty() ? List.of() : List.of("a run that was refused has events: " + events);
        }
        List<AgentEvent> heard = events.stream().filter(AgentEvent::isLifecycle).toList();
        if (heard.isEmpty()) {
            return List.of(); // it was over, or is suspended, and nothing of it was done here
        }
        Optional<List<AgentEvent>> recorded =
                runtime.journal(result.request().user(), result.run()).map(JournalEvents::of);
        boolean isWhole = heard.getFirst() instanceof AgentEvent.RunStarted;
        List<AgentEvent> whole = isWhole ? events : recorded.orElse(heard); // else another runtime was at it before
        List<String> violations = LifecycleValidator.violations(whole);
        if (!violations.isEmpty()) {
            return List.of(LifecycleValidator.message(violations, whole));
        }
        long since = heard.getFirst().source().position().epoch();
        return recorded.map(all -> all.stream()
                        .filter(event -> event.source().position().epoch() >= since)
                        .map(runtime.redaction()::event)
                        .toList())
                .filter(derived -> !derived.equals(heard))
                .map(derived -> List.of("lifecycle events heard and derived from the journal differ:\n  heard   "
                        + heard + "\n  derived " + derived))
                .orElse(List.of());
    }

    private static void throwAny(List<String> violations) {
        if (!violations.isEmpty()) {
            throw new AssertionError(String.join("\n", violations));
        }
    }

    /** A handle whose results are checked. */
    private final class CheckedHandle<O> implements RunHandle<O> {
        private final RunHandle<O> handle;

        private CheckedHandle(RunHandle<O> handle) {
            this.handle = handle;
        }

        @Override
        public RunId run() {
            return handle.run();
        }

        @Override
        public RunStatus status() {
            return handle.status();
        }

        @Override
        public boolean isDone() {
            return handle.isDone();
        }

        @Override
        public AgentStateManager state() {
            return handle.state();
        }

        @Override
        public OrchestrationResult<O> result() throws InterruptedException {
            return checked(handle.result());
        }

        @Override
        public Optional<OrchestrationResult<O>> result(Duration timeout) throws InterruptedException {
            return handle.result(timeout).map(TestRuntime.this::checked);
        }

        @Override
        public void cancel(String reason) {
            handle.cancel(reason);
        }

        @Override
        public void cancel(String reason, Throwable cause) {
            handle.cancel(reason, cause);
        }

        @Override
        public RunSubscription events(EventPosition after, AgentEventListener listener) {
            return handle.events(after, listener);
        }
    }

    /** Builds a {@link TestRuntime}: as {@link LocalAgentRuntime.Builder}, and what to check. Not thread-safe. */
    public static final class Builder {
        private final LocalAgentRuntime.Builder runtime =
                LocalAgentRuntime.builder().drain(Duration.ZERO);
        private final Set<Check> checks = EnumSet.allOf(Check.class);
        private JsonCodec codec = JsonCodec.standard();
        private @Nullable Scheduler scheduler;
        private @Nullable LlmClient llm;

        private Builder() {}

        /**
         * Lets an agent or orchestrator be run, with the guards that its requests must pass, in this order.
         *
         * @throws InvalidDefinitionException if it is registered already
         */
        public Builder register(Agent<?> agent, RequestGuard... guards) {
            runtime.register(agent, guards);
            return this;
        }

        /** Sets up what production code sets up, with that code: {@code setup(suite::registerWith)}. Scheduler and inspector stay the testkit's. */
        public Builder setup(Consumer<? super LocalAgentRuntime.Builder> production) {
            production.accept(runtime);
            return this;
        }

        /** The model client of all agents. A {@link FakeLlmClient} is verified when the runtime is closed. */
        public Builder llm(LlmClient client) {
            llm = client;
            runtime.llm(client);
            return this;
        }

        /** What models cost; by default no price is known. */
        public Builder pricing(LlmPricing prices) {
            runtime.pricing(prices);
            return this;
        }

        /** The tools there are. An agent sees those granted to it. */
        public Builder tools(ToolRegistry registry) {
            runtime.tools(registry);
            return this;
        }

        /** Grants tools to an agent, in addition to earlier grants. */
        public Builder grant(AgentKey<?> agent, String... toolNames) {
            runtime.grant(agent, toolNames);
            return this;
        }

        /** What each run may spend; {@link Limits#defaults()} by default, which take no time under a virtual clock. */
        public Builder limits(Limits limits) {
            runtime.limits(limits);
            return this;
        }

        /** Adds a listener to the events of all runs. */
        public Builder listener(AgentEventListener listener) {
            runtime.listener(listener);
            return this;
        }

        /** How long {@link TestRuntime#close()} lets runs go on; no time by default, unlike in production: what a test leaves behind is not of interest. */
        public Builder drain(Duration time) {
            runtime.drain(time);
            return this;
        }

        /** The JSON form of values, also for the check of encoding; {@link JsonCodec#standard()} by default. */
        public Builder codec(JsonCodec newCodec) {
            codec = newCodec;
            runtime.codec(newCodec);
            return this;
        }

        /** Threads and time; by default {@link VirtualClock#automatic()}, a new one. One given here is not closed with the runtime. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** Lets events be as they are. They are recorded all the same. */
        public Builder withoutLifecycleValidation() {
            checks.remove(Check.LIFECYCLE);
            return this;
        }

        /** Asks each orchestrator once, and replays nothing. */
        public Builder withoutPurityCheck() {
            checks.remove(Check.PURITY);
            return this;
        }

        /** Leaves outputs as they are, never written to JSON. */
        public Builder withoutEncoding() {
            checks.remove(Check.ENCODING);
            return this;
        }

        /**
         * The runtime.
         *
         * @throws InvalidDefinitionException as {@link LocalAgentRuntime.Builder#build()} says
         */
        public TestRuntime build() {
            Scheduler given = scheduler;
            VirtualClock own = given == null ? VirtualClock.automatic() : null;
            Scheduler used = own == null ? Optional.ofNullable(given).orElseThrow() : own;
            RunRecorder recorder =
                    checks.contains(Check.LIFECYCLE) ? RunRecorder.create() : RunRecorder.withoutValidation();
            RunChecks inspector = new RunChecks(codec, checks);
            LocalAgentRuntime built = runtime.listener(recorder)
                    .scheduler(used)
                    .inspector(inspector)
                    .build();
            return new TestRuntime(built, recorder, inspector, used, own, llm);
        }
    }
}
