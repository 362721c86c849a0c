package ai.netra.agents.core.internal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.core.journal.Decider;
import ai.netra.agents.core.journal.Inputs;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Task;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One orchestrator at work: the loop that asks it, starts what it says, and takes in outcomes one at a time.
 *
 * <p>Everything here happens on one thread, the scope's. Activations on other threads hand their outcome to its inbox and are otherwise alone; so
 * the progress that decisions are made on needs no lock, and outcomes are decided on in the order in which they are recorded. The scope returns only
 * when every activation it started has ended, with its thread.
 */
final class Scope<O> {
    private final Site site;
    private final Run<?> run;
    private final Orchestrator<O> orchestrator;
    private final Decider<O> decider;
    private final Progress.Recorder recorder;
    private final Deque<Ended> settled = new ArrayDeque<>(2);
    private final Deque<Begin> waiting = new ArrayDeque<>(2);
    private final Map<ActivationId, Forked> running = new LinkedHashMap<>(4);
    private final Causes causes = new Causes();
    private @Nullable Inbox<Ended> inbox;
    private @Nullable Failure degradation;

    Scope(Orchestrator<O> orchestrator, AgentInput input, Site site) {
        this.site = site;
        this.run = site.run();
        this.orchestrator = orchestrator;
        this.decider =
                new Decider<>(orchestrator, site.path(), run.engine().wirings().agents(orchestrator));
        this.recorder = Progress.recorder(input);
    }

    /** Runs the orchestrator to its end. Throws nothing. */
    Result<O> run() {
        Outcome<O> end;
        try {
            end = untilDecided();
        } catch (RuntimeException | Error thrown) { // out of memory, say: what was started is still awaited
            Failure failure = Failure.of(FailureKind.ENGINE_ERROR, thrown);
            causes.add(failure, thrown);
            end = new Outcome.Failed<>(failure);
        }
        windDown(end);
        return new Result<>(end, end.failure().map(causes::of).orElse(null));
    }

    /** Decides, and takes in outcomes, until there is an end. */
    private Outcome<O> untilDecided() {
        Optional<Outcome<O>> end = decide(Optional.empty());
        while (end.isEmpty()) {
            Optional<Ended> next = isCancelled() ? Optional.empty() : next();
            if (isCancelled()) {
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
        return end.get();
    }

    /** The progress of the run's own orchestrator, for its result. */
    Progress progress() {
        return recorder.progress();
    }

    private boolean isCancelled() {
        run.heedHost(site);
        return site.node().isCancelled();
    }

    /** Asks for the next decision, appends it with the outcome it was asked about, and takes in what it says. */
    private Optional<Outcome<O>> decide(Optional<Ended> about) {
        Progress progress = recorder.progress();
        Decider.Answer<O> answer = decider.decide(progress);
        Decision<O> decision = answer.thrown().isPresent()
                ? answer.decision()
                : run.inspected(site.path(), orchestrator, answer.decision(), progress);
        RecordedDecision recorded = RecordedDecision.of(decision, progress);
        Function<Instant, JournalEntry> decided = at -> new JournalEntry.Decided(site.path(), recorded, at);
        if (about.isPresent()) {
            run.journal().append(entry(about.get()), decided);
        } else {
            run.journal().append(decided);
        }
        return switch (decision) {
            case Decision.Start<O> start -> start(start.activations(), recorded.starts());
            case Decision.Wait<O> wait -> Optional.empty();
            case Decision.Finish<O> finish ->
                Optional.of(
                        degradation == null
                                ? new Outcome.Succeeded<>(finish.output())
                                : new Outcome.Degraded<>(finish.output(), degradation));
            case Decision.Fail<O> fail -> {
                answer.thrown().ifPresent(thrown -> causes.add(fail.failure(), thrown));
                yield Optional.of(Outcome.failing(fail.failure()));
            }
        };
    }

    /** Takes in what is to start; an end where the orchestrator keeps asking for what cannot be had. */
    private Optional<Outcome<O>> start(List<Activation<?>> activations, List<RecordedDecision.Start> starts) {
        int before = waiting.size();
        for (int i = 0; i < activations.size(); i++) {
            RecordedDecision.Start start = starts.get(i);
            recorder.started(start.id(), start.agent());
            startOne(activations.get(i), start).ifPresent(settled::add);
        }
        return waiting.size() > before
                ? Optional.empty()
                : run.budget().fruitless().map(Outcome::failing);
    }

    /** Makes an activation wait for its turn; or says how it ended, where it is not to begin at all. */
    private <A> Optional<Ended> startOne(Activation<A> activation, RecordedDecision.Start start) {
        Optional<Agent<A>> agent = activation.agent();
        if (agent.isEmpty()) {
            return Optional.of(Ended.of(
                    activation, new Outcome.Skipped<>(activation.skipReason().orElseThrow())));
        }
        run.phase(site, activation.key());
        AgentInput input = Inputs.of(start, agent.get(), recorder.progress());
        Optional<Failure> forbidden = unmet(agent.get(), input, site.path() + "/" + start.id())
                .or(() -> run.budget().width(running.size() + waiting.size() + 1))
                .or(() -> agent.get() instanceof Orchestrator ? run.budget().depth(site.depth() + 1) : Optional.empty())
                .or(run.budget()::activation);
        if (forbidden.isPresent()) {
            return Optional.of(Ended.of(activation, Outcome.failing(forbidden.get())));
        }
        waiting.add(new Begin(activation, input));
        return Optional.empty();
    }

    /** Why an agent cannot begin with this input, where a required output is missing from it. */
    static Optional<Failure> unmet(Agent<?> agent, AgentInput input, String path) {
        return Inputs.unmet(agent, input)
                .map(missing -> Failure.of(
                        FailureKind.UNMET_DEPENDENCY,
                        path + " requires the output of " + missing.name()
                                + ", which has none; start it after that agent has succeeded, or make the"
                                + " dependency optional"));
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
                ended = run.context().call(() -> begin.run(site(begin.activation(), node, self)));
            } catch (RuntimeException | Error thrown) { // out of memory, say: the scope still hears of the end
                ended = Ended.failed(begin.activation(), thrown);
            }
            node.end();
            to.put(ended);
        });
        running.put(id, new Forked(node, task));
    }

    private Site site(Activation<?> activation, CancelNode node, Task task) {
        boolean orchestrates =
                activation.agent().filter(Orchestrator.class::isInstance).isPresent();
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

    /** Takes in an outcome that will be decided on. */
    private void settle(Ended ended) {
        ended.settleIn(recorder, causes);
        if (degradation == null) {
            degradation = ended.outcome().failure().orElse(null);
        }
    }

    private Function<Instant, JournalEntry> entry(Ended ended) {
        return at -> new JournalEntry.Ended(site.path(), ended.record(), at);
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
        ended.settleIn(recorder, causes);
        run.journal().append(entry(ended));
    }

    /** An activation whose turn has come. */
    private record Begin(Activation<?> activation, AgentInput input) {
        Ended run(Site at) {
            return run(activation, at);
        }

        private <A> Ended run(Activation<A> typed, Site at) {
            Result<A> result = new ActivationRun<>(typed.agent().orElseThrow(), input, at).execute();
            return new Ended(
                    typed, new ActivationOutcome<>(typed.id(), typed.key(), result.outcome()), result.thrown());
        }
    }

    /** An activation on a thread of its own. */
    private record Forked(CancelNode node, Task task) {}

    /** An activation that has ended. */
    private record Ended(
            Activation<?> activation,
            ActivationOutcome<?> record,
            @Nullable Throwable thrown) {
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

        void settleIn(Progress.Recorder recorder, Causes causes) {
            settle(record, recorder);
            if (thrown != null) {
                record.outcome().failure().ifPresent(failure -> causes.add(failure, thrown));
            }
        }

        private static <A> void settle(ActivationOutcome<A> record, Progress.Recorder recorder) {
            recorder.ended(record.id(), record.key(), record.outcome());
        }
    }
}
