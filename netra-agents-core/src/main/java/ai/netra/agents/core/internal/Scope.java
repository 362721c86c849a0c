package ai.netra.agents.core.internal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.core.journal.Inputs;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One orchestrator at work: the loop that asks it, starts what it says, and takes in outcomes one at a time.
 *
 * <p>Everything here happens on one thread, the scope's. Activations on other threads hand their outcome to its inbox and are otherwise alone; so
 * the progress that decisions are made on needs no lock, and outcomes are decided on in the order in which they are recorded. The scope returns only
 * when every activation it started has ended, with its thread.
 */
final class Scope<O> {
    private final Orchestrator<O> orchestrator;
    private final Site site;
    private final Run<?> run;
    private final Progress.Recorder recorder;
    private final Map<AgentKey<?>, Agent<?>> agents;
    private final Deque<Ended> settled = new ArrayDeque<>(2);
    private final Deque<Begin> waiting = new ArrayDeque<>(2);
    private final Map<ActivationId, Forked> running = new LinkedHashMap<>(4);
    private @Nullable Inbox<Ended> inbox;
    private @Nullable Failure firstFailure;
    private @Nullable Throwable firstThrown;

    Scope(Orchestrator<O> orchestrator, AgentInput input, Site site) {
        this.orchestrator = orchestrator;
        this.site = site;
        this.run = site.run();
        this.recorder = Progress.recorder(input);
        this.agents = run.engine().wirings().agents(orchestrator);
    }

    /** Runs the orchestrator to its end. Throws nothing. */
    Result<O> run() {
        Optional<Outcome<O>> end = decide(Optional.empty());
        while (end.isEmpty()) {
            Optional<Ended> next = site.node().isCancelled() ? Optional.empty() : next();
            if (site.node().isCancelled()) {
                next.ifPresent(this::record);
                end = site.node().reason().map(Outcome.Cancelled::new);
            } else if (next.isPresent()) {
                settle(next.get());
                end = decide(next);
            } else {
                end = Optional.of(new Outcome.Failed<>(Failure.of(
                        FailureKind.STALLED,
                        "orchestrator " + site.path()
                                + " waits with nothing running; answer Start, Finish or Fail once running() is 0")));
            }
        }
        windDown(end.get());
        return new Result<>(end.get(), firstThrown);
    }

    /** The progress of the run's own orchestrator, for its result. */
    Progress progress() {
        return recorder.progress();
    }

    /** Asks for the next decision, appends it with the outcome it was asked about, and takes in what it says. */
    private Optional<Outcome<O>> decide(Optional<Ended> about) {
        Progress progress = recorder.progress();
        Decision<O> decision;
        RecordedDecision recorded;
        try {
            decision = run.inspected(site.path(), orchestrator, checked(orchestrator.decide(progress)), progress);
            recorded = RecordedDecision.of(decision, progress);
        } catch (RuntimeException | Error thrown) { // an orchestrator that throws has failed, not the run's engine
            note(null, thrown);
            decision = Decision.fail(Failure.of(FailureKind.INVALID_DECISION, thrown));
            recorded = RecordedDecision.of(decision, progress);
        }
        JournalEntry.Decided decided = new JournalEntry.Decided(site.path(), recorded, run.engine().now());
        if (about.isPresent()) {
            run.journal().append(entry(about.get()), decided);
        } else {
            run.journal().append(decided);
        }
        return switch (decision) {
            case Decision.Start<O> start -> {
                start(start.activations(), recorded.starts());
                yield Optional.empty();
            }
            case Decision.Wait<O> wait -> Optional.empty();
            case Decision.Finish<O> finish ->
                Optional.of(
                        firstFailure == null
                                ? new Outcome.Succeeded<>(finish.output())
                                : new Outcome.Degraded<>(finish.output(), firstFailure));
            case Decision.Fail<O> fail -> Optional.of(Outcome.failing(fail.failure()));
        };
    }

    /** Refuses a decision that cannot be carried out, before anything of it is. */
    @SuppressWarnings("ConstantValue") // orchestrators are host code: null is possible whatever the types say
    private Decision<O> checked(@Nullable Decision<O> decision) {
        if (decision == null) {
            throw new InvalidDecisionException(site.path(), "null", "answer Start, Wait, Finish or Fail");
        }
        if (decision instanceof Decision.Finish<O> finish) {
            ActivationRun.invalid(orchestrator.key(), finish.output()).ifPresent(failure -> {
                throw new InvalidDecisionException(site.path(), "Finish", failure.message());
            });
        }
        if (decision instanceof Decision.Start<O> start) {
            for (Activation<?> activation : start.activations()) {
                if (activation.agent().isPresent() && !agents.containsKey(activation.key())) {
                    throw new InvalidDecisionException(
                            site.path(), "Start of " + activation.key(), "list that agent in agents()");
                }
                if (recorder.progress().isStarted(activation.id())) {
                    throw new InvalidDecisionException(
                            site.path(),
                            "Start of " + activation.id() + " again",
                            "give later rounds ids of their own, such as ActivationId.round(key, 2)");
                }
            }
        }
        return decision;
    }

    private void start(List<Activation<?>> activations, List<RecordedDecision.Start> starts) {
        for (int i = 0; i < activations.size(); i++) {
            RecordedDecision.Start start = starts.get(i);
            recorder.started(start.id(), start.agent());
            run.phase(site, start.agent().name());
            startOne(activations.get(i), start);
        }
    }

    private <A> void startOne(Activation<A> activation, RecordedDecision.Start start) {
        Optional<Agent<A>> agent = activation.agent();
        if (agent.isEmpty()) {
            settled.add(Ended.of(activation, new Outcome.Skipped<>(activation.skipReason().orElseThrow())));
            return;
        }
        Optional<Failure> forbidden = unmet(agent.get(), start)
                .or(() -> run.budget().width(running.size() + waiting.size() + 1))
                .or(() -> agent.get() instanceof Orchestrator ? run.budget().depth(site.depth() + 1) : Optional.empty())
                .or(() -> run.budget().activation());
        if (forbidden.isPresent()) {
            settled.add(Ended.of(activation, Outcome.failing(forbidden.get())));
        } else {
            waiting.add(new Begin(activation, Inputs.of(start, agent.get(), recorder.progress())));
        }
    }

    private Optional<Failure> unmet(Agent<?> agent, RecordedDecision.Start start) {
        for (Dependency<?> dependency : agent.dependencies()) {
            if (dependency.isRequired()
                    && recorder.progress()
                            .readable(dependency.key())
                            .flatMap(read -> read.outcome().output())
                            .isEmpty()) {
                return Optional.of(Failure.of(
                        FailureKind.UNMET_DEPENDENCY,
                        site.path() + "/" + start.id() + " requires the output of " + dependency.key().name()
                                + ", which has none; start it after that agent has succeeded, or make the dependency optional"));
            }
        }
        return Optional.empty();
    }

    /** The next outcome: one that was clear at once, that of a lone activation run here and now, or one from another thread. */
    private Optional<Ended> next() {
        if (!settled.isEmpty()) {
            return Optional.of(settled.remove());
        }
        if (running.isEmpty() && waiting.size() == 1) {
            return Optional.of(here(waiting.remove()));
        }
        while (!waiting.isEmpty()) {
            fork(waiting.remove());
        }
        return running.isEmpty() ? Optional.empty() : take();
    }

    private Ended here(Begin begin) {
        CancelNode node = site.node().child();
        node.bind(site.task());
        Ended ended = begin.run(site(begin.activation(), node, site.task()));
        node.end();
        return ended;
    }

    private void fork(Begin begin) {
        ActivationId id = begin.activation().id();
        Inbox<Ended> to = inbox();
        String path = site.path() + "/" + id;
        CancelNode node = site.node().child();
        Task task = run.engine().scheduler().fork(path, self -> {
            node.bind(self);
            Ended ended;
            try {
                ended = begin.run(site(begin.activation(), node, self));
            } catch (RuntimeException | Error thrown) { // out of memory, say: the scope still hears of the end
                ended = Ended.failed(begin.activation(), thrown);
            }
            node.end();
            to.put(ended);
        });
        running.put(id, new Forked(node, task));
    }

    private Site site(Activation<?> activation, CancelNode node, Task task) {
        boolean orchestrates = activation.agent().filter(Orchestrator.class::isInstance).isPresent();
        return new Site(
                run,
                activation.id(),
                site.path() + "/" + activation.id(),
                orchestrates ? site.depth() + 1 : site.depth(),
                run.deadline(site.deadline(), activation.timeout()),
                node,
                task);
    }

    private Inbox<Ended> inbox() {
        Inbox<Ended> known = inbox;
        if (known == null) {
            known = run.engine().scheduler().inbox();
            inbox = known;
        }
        return known;
    }

    private Optional<Ended> take() {
        while (true) {
            try {
                Ended ended = inbox().take();
                join(ended);
                return Optional.of(ended);
            } catch (InterruptedException interrupted) {
                run.interrupted(site);
                if (site.node().isCancelled()) {
                    return Optional.empty();
                }
                // else the deadline of an enclosing call, which is no later than that of what is awaited here
            }
        }
    }

    private void join(Ended ended) {
        Forked forked = running.remove(ended.activation().id());
        if (forked == null) {
            return;
        }
        run.uninterruptibly(site, () -> {
            forked.task().join();
            return ended;
        });
    }

    private void settle(Ended ended) {
        ended.settleIn(recorder);
        note(ended.outcome().failure().orElse(null), ended.thrown());
    }

    private JournalEntry.Ended entry(Ended ended) {
        return new JournalEntry.Ended(site.path(), ended.record(), run.engine().now());
    }

    /** Keeps the first failure as the cause, and later exceptions suppressed onto the first. */
    private void note(@Nullable Failure failure, @Nullable Throwable thrown) {
        if (firstFailure == null) {
            firstFailure = failure;
        }
        if (firstThrown == null) {
            firstThrown = thrown;
        } else if (thrown != null && thrown != firstThrown) {
            firstThrown.addSuppressed(thrown);
        }
    }

    /** Ends what still runs: what came in before the end keeps its outcome, all else is interrupted, awaited and recorded as cancelled. */
    private void windDown(Outcome<O> end) {
        for (Ended ended : settled) {
            record(ended);
        }
        for (Optional<Ended> in = poll(); in.isPresent(); in = poll()) {
            join(in.get());
            record(in.get());
        }
        String reason = site.node().reason().orElseGet(() -> site.path() + " " + end.label());
        for (Begin begin : waiting) {
            record(Ended.of(begin.activation(), new Outcome.Cancelled<>(reason)));
        }
        running.values().forEach(forked -> forked.node().cancel(reason));
        List<Ended> late = new ArrayList<>(running.size());
        while (!running.isEmpty()) {
            Ended ended = run.uninterruptibly(site, inbox()::take);
            join(ended);
            late.add(ended);
        }
        late.forEach(ended -> record(ended.cancelled(reason)));
    }

    private Optional<Ended> poll() {
        return inbox == null ? Optional.empty() : inbox.poll();
    }

    /** Records an outcome that is not decided on any more. */
    private void record(Ended ended) {
        ended.settleIn(recorder);
        note(null, ended.thrown());
        run.journal().append(entry(ended));
    }

    /** An activation whose turn has come. */
    private record Begin(Activation<?> activation, AgentInput input) {
        Ended run(Site at) {
            return run(activation, at);
        }

        private <A> Ended run(Activation<A> typed, Site at) {
            Result<A> result = new ActivationRun<>(typed.agent().orElseThrow(), input, at).execute();
            return new Ended(typed, new ActivationOutcome<>(typed.id(), typed.key(), result.outcome()), result.thrown());
        }
    }

    /** An activation on a thread of its own. */
    private record Forked(CancelNode node, Task task) {}

    /** An activation that has ended. */
    private record Ended(Activation<?> activation, ActivationOutcome<?> record, @Nullable Throwable thrown) {
        static <A> Ended of(Activation<A> activation, Outcome<A> outcome) {
            return new Ended(activation, new ActivationOutcome<>(activation.id(), activation.key(), outcome), null);
        }

        static <A> Ended failed(Activation<A> activation, Throwable thrown) {
            Outcome<A> outcome = new Outcome.Failed<>(Failure.of(FailureKind.ENGINE_ERROR, thrown));
            return new Ended(activation, new ActivationOutcome<>(activation.id(), activation.key(), outcome), thrown);
        }

        Outcome<?> outcome() {
            return record.outcome();
        }

        Ended cancelled(String reason) {
            return cancelled(activation, reason);
        }

        private static <A> Ended cancelled(Activation<A> activation, String reason) {
            return of(activation, new Outcome.Cancelled<>(reason));
        }

        void settleIn(Progress.Recorder recorder) {
            settle(record, recorder);
        }

        private static <A> void settle(ActivationOutcome<A> record, Progress.Recorder recorder) {
            recorder.ended(record.id(), record.key(), record.outcome());
        }
    }
}
