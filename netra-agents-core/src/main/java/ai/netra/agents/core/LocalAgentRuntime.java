package ai.netra.agents.core;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.CachePolicy;
import ai.netra.agents.Durability;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.cache.InMemoryAgentCache;
import ai.netra.agents.core.internal.LocalEngine;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.redact.Redaction;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.AgentEventListener;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.HostContext;
import ai.netra.agents.spi.Redactor;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.state.AgentStateManager;
import ai.netra.agents.state.ConversationPolicy;
import ai.netra.agents.state.ConversationState;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.tool.ToolAudit;
import ai.netra.agents.tool.ToolPolicy;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.ToolRegistry;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runtime in this process, on virtual threads. Runs are kept in a {@link StateStore}, where the builder has one; else in memory: the unfinished ones, and
 * the newest 1,000 finished ones, or fewer where they are so long that what is recorded of them comes to more than 20,000 items.
 *
 * <pre>{@code
 * try (AgentRuntime runtime = LocalAgentRuntime.builder().register(flow).build()) {
 *     Review review = runtime.run(flow, RunRequest.of("hello").user("u1").thread("t1")).orThrow();
 * }
 * }</pre>
 *
 * <p>How a run is executed:
 *
 * <pre>
 *  run(agent, request)
 *    guards ──refused──▶ REFUSED, nothing recorded
 *      │
 *      ▼
 *    room for it, and its thread free? ──no──▶ RunRejectedException, or its turn comes later
 *      │
 *      ▼
 *   decide(progress) ──▶ decision ──▶ journal ──▶ start ──▶ limits ▶ deadline ▶ agent
 *      ▲                                                              │
 *      └──────────────── one outcome at a time ◀──────────────────────┘
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class LocalAgentRuntime implements AgentRuntime {
    private final LocalEngine engine;

    private LocalAgentRuntime(LocalEngine engine) {
        this.engine = engine;
    }

    /** Builds a runtime. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public <O> OrchestrationResult<O> run(Agent<O> agent, RunRequest request) {
        return engine.run(agent, request);
    }

    @Override
    public <O> RunHandle<O> start(Agent<O> agent, RunRequest request) {
        return engine.start(agent, request);
    }

    @Override
    public Optional<RunHandle<?>> find(UserId user, RunId run) {
        return engine.find(user, run);
    }

    @Override
    public boolean cancel(UserId user, RunId run, String reason) {
        return engine.cancel(user, run, reason);
    }

    @Override
    public RunHandle<?> resume(UserId user, RunId run) {
        return engine.resume(user, run);
    }

    @Override
    public RunHandle<?> answer(UserId user, RunId run, String question, Object answer, UserId by) {
        return engine.answer(user, run, question, answer, by);
    }

    @Override
    public List<RunHandle<?>> recover() {
        return engine.recover();
    }

    /** What is taken out of its events: of use for exports too. */
    public Redaction redaction() {
        return engine.redaction();
    }

    /** What is recorded of a run, oldest first; empty if the runtime does not know it, or no longer. */
    public Optional<List<JournalEntry>> journal(UserId user, RunId run) {
        return engine.journal(user, run);
    }

    /**
     * What the agents of a run had given by an entry of its journal; empty if it has no such entry.
     *
     * @param entries how many entries of {@link #journal} there were by then
     * @throws ai.netra.agents.RunResumptionException if the run is not known, or its agent is not registered
     */
    public Optional<AgentStateManager> state(UserId user, RunId run, int entries) {
        return engine.state(user, run, entries);
    }

    /**
     * Asks a run's orchestrators again for each decision that is recorded, without doing anything, and compares.
     *
     * @return how many decisions were compared
     * @throws ai.netra.agents.core.journal.DivergedException at the first that differs
     * @throws ai.netra.agents.RunResumptionException if the run is not known, or its agent is not registered
     */
    public int replay(UserId user, RunId run) {
        return engine.replay(user, run);
    }

    /**
     * Begins a run with what is recorded of another up to an entry, and goes its own way from there: what is recorded up to there is not done again, and
     * all else is done anew, with idempotency keys of its own.
     *
     * @param entries how many entries of {@link #journal} it begins with, at least one and none from the run's end on
     * @param as the new run's id
     * @throws InvalidDefinitionException if there is no such entry, or the new id is taken
     * @throws ai.netra.agents.RunResumptionException if the run is not known, or its agent is not registered
     */
    public RunHandle<?> fork(UserId user, RunId run, int entries, RunId as) {
        return engine.fork(user, run, entries, as);
    }

    /** What the agents of a run have given so far: a live view; empty if the runtime does not know the run, or no longer. */
    public Optional<AgentStateManager> state(UserId user, RunId run) {
        return engine.find(user, run).map(RunHandle::state);
    }

    /**
     * What was said in a thread, by the runs that have ended there: of each, the request's message as the user's, and its output, where it has one, as
     * the assistant's. A run without a thread is a conversation of its own, whose thread has the run's id. A run that is going on is not in it, nor one
     * that was refused, rejected or cancelled before its turn.
     *
     * <p>With a state store, it is read from there, where the thread is one that requests name: all that is kept of it, whichever process its runs were
     * in; the states of agents are those of runs in this process. Otherwise it is made from the runs that are kept in memory, which are the newest 1,000
     * finished ones of all threads, or fewer where they are long; runs that are forgotten are missing at its beginning.
     *
     * @return empty if no run of the thread is kept
     * @throws ai.netra.agents.store.StoreException if the state store cannot be read
     */
    public Optional<ConversationState> conversation(UserId user, ThreadId thread) {
        return engine.conversation(user, thread);
    }

    /**
     * Erases what is kept of a user: in the state store, in the cache of outputs, and in this process. The user's runs that are executing or queued here
     * are cancelled first, and waited for. Runs in other processes end as fenced, and may leave what they record in the same instant: see to it that no
     * new ones begin, and erase again when they are over. Not erased is what hosts, listeners and models have themselves, nor what other users' outputs say.
     *
     * @return how many streams of the state store were erased
     * @throws InvalidDefinitionException if it is called on a thread of such a run
     * @throws ai.netra.agents.store.StoreException if the state store cannot be reached; erase again
     * @throws ai.netra.agents.NetraException if the cache cannot be reached; erase again
     */
    public long forget(UserId user) {
        return engine.forget(user);
    }

    /**
     * Deletes a conversation and its runs, in the same way. Outputs in the cache stay for their time: they are not of one conversation.
     *
     * @return how many streams of the state store were deleted
     */
    public long forget(UserId user, ThreadId thread) {
        return engine.forget(user, thread);
    }

    /** How many times a listener has thrown. */
    public long listenerFailures() {
        return engine.listenerFailures();
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Builds a {@link LocalAgentRuntime}. Not thread-safe. */
    public static final class Builder {
        private final IdentityHashMap<Agent<?>, List<RequestGuard>> agents = new IdentityHashMap<>();
        private final Map<String, List<String>> grants = new LinkedHashMap<>();
        private final List<AgentEventListener> listeners = new ArrayList<>();
        private final List<HostContext> hostContexts = new ArrayList<>();
        private @Nullable LlmClient llm;
        private LlmPricing pricing = LlmPricing.unknown();
        private ToolRegistry tools = ToolRegistry.empty();
        private Redaction redaction = Redaction.NONE;
        private @Nullable ToolPolicy toolPolicy;
        private @Nullable ToolAudit toolAudit;
        private Limits limits = Limits.defaults();
        private JsonCodec codec = JsonCodec.standard();
        private @Nullable AgentCache cache;
        private @Nullable Scheduler scheduler;
        private RunInspector inspector = RunInspector.NONE;
        private int maxRuns = 20_000;
        private int maxRunsPerUser = Integer.MAX_VALUE;
        private Duration drain = Duration.ofSeconds(10);
        private @Nullable StateStore stateStore;
        private Durability durability = Durability.STEP;
        private Lease lease = Lease.of(Duration.ofSeconds(30));
        private Duration patience = Duration.ofSeconds(30);
        private ConversationPolicy conversation = ConversationPolicy.defaults();

        private Builder() {}

        /**
         * Lets an agent or orchestrator be run, with the guards that its requests must pass, in this order.
         *
         * @throws InvalidDefinitionException if it is registered already
         */
        public Builder register(Agent<?> agent, RequestGuard... guards) {
            if (agents.putIfAbsent(agent, List.of(guards)) != null) {
                throw new InvalidDefinitionException(
                        "agent " + agent.key().name() + " is registered twice; register it once");
            }
            return this;
        }

        /** The model client of all agents. */
        public Builder llm(LlmClient client) {
            llm = client;
            return this;
        }

        /** What models cost, for {@link Limits#cost()} and {@link ai.netra.agents.Usage#cost()}; by default no price is known. */
        public Builder pricing(LlmPricing prices) {
            pricing = prices;
            return this;
        }

        /** The tools there are. An agent sees those granted to it. */
        public Builder tools(ToolRegistry registry) {
            tools = registry;
            return this;
        }

        /** Grants tools to an agent, in addition to earlier grants. */
        public Builder grant(AgentKey<?> agent, String... toolNames) {
            grants.computeIfAbsent(agent.name(), name -> new ArrayList<>()).addAll(List.of(toolNames));
            return this;
        }

        /**
         * Adds a policy for calls of granted tools. Of several, and of what the tools themselves ask for, the most restrictive verdict holds; by default each
         * call is made, but those that a tool's approval is for, and of dangerous tools in tainted runs.
         */
        public Builder toolPolicy(ToolPolicy policy) {
            toolPolicy = toolPolicy == null ? policy : toolPolicy.and(policy);
            return this;
        }

        /** Sets who keeps what is decided of calls of tools; by default nobody does. What it does not take does not happen. */
        public Builder toolAudit(ToolAudit audit) {
            toolAudit = audit;
            return this;
        }

        /** What each run may spend; {@link Limits#defaults()} by default. A request may ask for less. */
        public Builder limits(Limits newLimits) {
            limits = newLimits;
            return this;
        }

        /** Adds a listener to the events of all runs. */
        public Builder listener(AgentEventListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Takes out of events, and of exceptions in log lines, what is not for everybody's eyes; by default nothing is. With it a streamed answer is told as one
         * {@link AgentEvent.LlmDeltaReceived} when it is whole: what is to be taken out may lie across pieces. Results, states and the journal are what they are; exports
         * of them are redacted by {@link Redaction#json}.
         */
        public Builder redactor(Redactor redactor) {
            redaction = Redaction.of(redactor);
            return this;
        }

        /**
         * Adds something that the host keeps by thread, such as {@link MdcContext}, to be carried to the threads of runs. Several are restored in the
         * order in which they were added, and taken away in the reverse order.
         */
        public Builder hostContext(HostContext context) {
            hostContexts.add(context);
            return this;
        }

        /** The JSON form of values; {@link JsonCodec#standard()} by default. Needed where sealed types have tags of their own. */
        public Builder codec(JsonCodec newCodec) {
            codec = newCodec;
            return this;
        }

        /** Where outputs of agents with a {@link CachePolicy} are kept; an {@link InMemoryAgentCache} of its own by default. */
        public Builder cache(AgentCache newCache) {
            cache = newCache;
            return this;
        }

        /**
         * Where runs are kept, so that they outlive this process; by default they are kept in its memory alone. It is not closed with the runtime.
         */
        public Builder stateStore(StateStore store) {
            stateStore = store;
            return this;
        }

        /** In how much detail runs are kept in the state store; {@link Durability#STEP} by default. */
        public Builder durability(Durability detail) {
            durability = detail;
            return this;
        }

        /**
         * For how long this runtime is taken to be alive without a word, by the state store's clock: what it works on may be taken over then, with
         * {@link AgentRuntime#recover()}. 30 seconds by default; renewed three times as often.
         *
         * @throws InvalidDefinitionException if it is shorter than 1 millisecond, or longer than 1 day
         */
        public Builder lease(Duration time) {
            lease = Lease.of(time);
            return this;
        }

        /**
         * For how long a run waits for a state store that is out of reach, before it fails here with
         * {@link ai.netra.agents.FailureKind#STATE_UNAVAILABLE}, to be gone on with later; 30 seconds by default.
         *
         * @throws InvalidDefinitionException if it is negative
         */
        public Builder patience(Duration time) {
            if (time.isNegative()) {
                throw new InvalidDefinitionException("patience of " + time + " is negative; use zero to fail at once");
            }
            patience = time;
            return this;
        }

        /** What agents see of the conversation that their run is part of, and how much is kept; {@link ConversationPolicy#defaults()} by default. */
        public Builder conversation(ConversationPolicy policy) {
            conversation = policy;
            return this;
        }

        /** Threads and time; the system's by default. One given here is not closed with the runtime. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /**
         * How many runs may be there at once, executing or waiting for their turn; 20,000 by default. One more is rejected with
         * {@link RunRejectedException.AtCapacity}.
         *
         * @throws InvalidDefinitionException if the limit is not positive
         */
        public Builder maxRuns(int limit) {
            maxRuns = positive("maxRuns", limit);
            return this;
        }

        /**
         * How many runs each user may have at once, executing or waiting for their turn; by default as many as there may be. One more is rejected with
         * {@link RunRejectedException.AtCapacity}.
         *
         * @throws InvalidDefinitionException if the limit is not positive
         */
        public Builder maxRunsPerUser(int limit) {
            maxRunsPerUser = positive("maxRunsPerUser", limit);
            return this;
        }

        private static int positive(String name, int limit) {
            if (limit < 1) {
                throw new InvalidDefinitionException(
                        name + " of " + limit + " would let nothing run; make it 1 or more");
            }
            return limit;
        }

        /**
         * How long {@link LocalAgentRuntime#close()} lets runs go on, those included that wait for their turn, and their subscribers hear, before it
         * cancels and interrupts what is left; 10 seconds by default, which leaves time to clean up within the 30 that container platforms usually
         * give. Zero cancels at once.
         *
         * @throws InvalidDefinitionException if the time is negative
         */
        public Builder drain(Duration time) {
            if (time.isNegative()) {
                throw new InvalidDefinitionException("drain of " + time + " is negative; use zero to cancel at once");
            }
            drain = time;
            return this;
        }

        /** Looks over the engine's shoulder; for testkits. */
        public Builder inspector(RunInspector newInspector) {
            inspector = newInspector;
            return this;
        }

        /**
         * The runtime.
         *
         * @throws InvalidDefinitionException if an agent's type of output has no JSON form, an orchestrator contains itself or two agents of one
         *     name, one that is registered requires an output, or a granted tool does not exist
         */
        public LocalAgentRuntime build() {
            ToolDispatcher.Builder dispatcher = ToolDispatcher.builder(tools).codec(codec);
            grants.forEach((agent, names) -> dispatcher.grant(agent, names.toArray(String[]::new)));
            Optional.ofNullable(toolPolicy).ifPresent(dispatcher::policy);
            Optional.ofNullable(toolAudit).ifPresent(dispatcher::audit);
            Scheduler given = scheduler;
            Scheduler used = given == null ? SystemScheduler.create() : given;
            LocalEngine.Setup setup = new LocalEngine.Setup(
                    agents,
                    llm,
                    pricing,
                    dispatcher.build(),
                    codec,
                    cache == null ? InMemoryAgentCache.builder().scheduler(used).build() : cache,
                    limits,
                    listeners,
                    redaction,
                    hostContexts,
                    inspector,
                    maxRuns,
                    maxRunsPerUser,
                    drain,
                    Optional.ofNullable(stateStore)
                            .map(store -> new LocalEngine.Kept(store, durability, lease, patience)),
                    conversation,
                    used,
                    given == null ? LocalEngine.Ownership.OWNED : LocalEngine.Ownership.LENT);
            return new LocalAgentRuntime(new LocalEngine(setup));
        }
    }
}
