package ai.netra.agents.core.internal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.core.journal.Decider;
import ai.netra.agents.core.journal.DivergedException;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One orchestrator at work: the loop that asks it, starts what it says, and takes in outcomes one at a time.
 *
 * <p>Everything here happens on one thread at a time: the scope's own, or, while that works on an activation itself, one of its {@link Crew} that brings an
 * outcome and was given the {@link Baton}. So the progress that decisions are made on needs no lock, and outcomes are decided on in the order in which they
 * are recorded. The scope returns only when every activation it started has ended, with its thread.
 */
final class Scope<O> {
    private final Site site;
    private final Run<?> run;
    private final Orchestrator<O> orchestrator;
    private final Decider<O> decider;
    private final Progress.Recorder recorder;
    private @Nullable Started<?> next; // the first that waits for its turn: mostly the only one
    private @Nullable List<Started<?>> behind; // it, in the order of their turns
    private @Nullable Deque<Started<?>> settled;
    private @Nullable Crew crew;
    private @Nullable Causes causes;
    private @Nullable Map<ActivationId, Started<?>>
            rewound; // what the recorded turns started, and none of them has ended
    private @Nullable List<Started<?>> paused;
    private @Nullable List<Started<?>> punctual; // what had ended by the time of the end
    private @Nullable Outcome<O> end;
    private @Nullable Failure degradation;
    private long now; // as of the newest decision, when that was recorded where it may take a while

    Scope(Orchestrator<O> orchestrator, AgentInput input, Site site, long now) {
        this.site = site;
        this.now = now;
        this.run = site.run();
        this.orchestrator = orchestrator;
        this.decider =
                new Decider<>(orchestrator, site.scope(), run.engine().wirings().agents(orchestrator));
        this.recorder = Progress.recorder(input);
        this.rewound = run.past().peekTurn(site.scope()) == null ? null : new LinkedHashMap<>();
    }

    /** Runs the orchestrator to its end. Throws nothing. */
    Result<O> run() {
        Outcome<O> outcome;
        try {
            outcome = untilDecided();
            if (outcome == null) {
                return pause();
            }
        } catch (Throwable thrown) { // out of memory, say: what was started is still awaited
            outcome = broken(thrown);
        }
        windDown(outcome);
        return new Result<>(outcome, causes == null ? null : causes.behind(outcome));
    }

    private Outcome<O> broken(Throwable thrown) {
        Failure failure = Failure.of(FailureKind.ENGINE_ERROR, thrown);
        causes().add(failure, thrown);
        return new Outcome.Failed<>(failure);
    }

    /** Decides, and takes in outcomes, until there is an end; or until nothing is left but what waits for an answer, and then null. */
    private @Nullable Outcome<O> untilDecided() {
        end = decide(null);
        while (end == null) {
            Started<?> recorded = rewound == null ? null : recorded(rewound);
            Outcome<O> before = recorded == null ? cancelledBefore() : null;
            if (before != null) {
                return before;
            }
            Started<?> next = recorded != null ? recorded : isCancelled() ? null : nextEnded();
            if (end != null) { // somebody else has decided
                return end;
            }
            if (recorded == null && isCancelled()) {
                if (next != null) {
                    giveUp(next, site.node().reason().orElseThrow());
                }
                end = new Outcome.Cancelled<>(site.node().reason().orElseThrow());
            } else if (next != null) {
                takeIn(next);
            } else if (isIdle() && paused != null) {
                return null;
            } else if (isIdle()) {
                end = new Outcome.Failed<>(Failure.of(
                        FailureKind.STALLED,
                        "orchestrator " + site.path()
                                + " waits with nothing running; answer Start, Finish or Fail once running() is 0"));
            }
        }
        return end;
    }

    private void takeIn(Started<?> next) {
        if (next.isPaused()) {
            paused().add(next);
        } else {
            settle(next);
            end = decide(next);
        }
    }

    /**
     * Takes in what has ended, and has worked on what that starts, in place of the scope's thread, which works on an activation itself. Throws nothing.
     *
     * @return when that was
     */
    private long decideMeanwhile() {
        long before = now;
        if (end == null) {
            takeInMeanwhile();
        }
        return now == before ? run.engine().nanoTime() : now;
    }

    private void takeInMeanwhile() {
        try {
            run.inContext(this::takeInAll);
        } catch (
                Throwable thrown) { // the host's context cannot be had on this thread, as the activation on it has said
            takeInAll();
        }
        try {
            if (end != null) {
                stop(end); // the scope's thread among others
            }
        } catch (Throwable thrown) { // out of memory, say: the scope's thread does it when it is back
            causes().add(Failure.of(FailureKind.ENGINE_ERROR, thrown), thrown);
        }
    }

    /** Takes in all there is. Throws nothing. */
    private void takeInAll() {
        try {
            takeInEach();
        } catch (Throwable thrown) {
            end = broken(thrown);
        }
    }

    private void takeInEach() {
        while (end == null && !site.node().isCancelled()) {
            Started<?> ended = settled == null ? null : settled.poll();
            if (ended == null) {
                if (next != null) {
                    crew().start(removeWaiting());
                }
                ended = crew().poll();
                if (ended == null) {
                    return;
                }
                crew().follow(); // what was started does not wait for what is decided now
            }
            takeIn(ended);
        }
    }

    /** The next outcome that is recorded; null once all were taken in, and then what has none goes on. */
    private @Nullable Started<?> recorded(Map<ActivationId, Started<?>> open) {
        Past.RecordedTurn turn = run.past().peekTurn(site.scope());
        ActivationOutcome<?> ended = turn == null ? null : turn.ended();
        if (ended == null) {
            rewound = null;
            open.values().forEach(this::goOn);
            return null;
        }
        Started<?> started = open.remove(ended.id());
        if (started == null) {
            throw new DivergedException(site.scope(), "the outcome of " + ended.id() + ", which was not started");
        }
        endAsRecorded(started, ended);
        return started;
    }

    private void endAsRecorded(Started<?> started, ActivationOutcome<?> ended) {
        started.ended(run.engine()
                .journalJson()
                .typed(ended.outcome(), started.activation().key().type()));
    }

    /** Has an activation go on that was started before, and of which no outcome was decided on. */
    private void goOn(Started<?> started) {
        ActivationOutcome<?> late =
                run.past().undecided(site.scope()).get(started.activation().id());
        if (late != null) {
            line(started);
        } else if (started.isEnded()) {
            settled().add(started);
        } else if (!site.node().isCancelled()
                && run.past()
                        .isWaiting(site.scope() + "/" + started.activation().id())) {
            started.pause();
            paused().add(started);
        } else {
            line(started);
        }
    }

    /** The end of a scope that was being cancelled when its run was lost: outcomes are recorded that were not decided on. */
    private @Nullable Outcome<O> cancelledBefore() {
        for (ActivationOutcome<?> late : run.past().undecided(site.scope()).values()) {
            if (late.outcome() instanceof Outcome.Cancelled<?> cancelled) {
                return new Outcome.Cancelled<>(cancelled.reason());
            }
        }
        return null;
    }

    /** Waits for an answer. Nothing is at work in it. */
    private Result<O> pause() {
        Crew working = crew;
        if (working != null) {
            working.join();
        }
        return Result.paused(new Paused(this::abandon));
    }

    /** It will not go on: what waits in it ends as cancelled. */
    private void abandon(String reason) {
        paused().forEach(waiting -> giveUp(waiting, reason));
    }

    private List<Started<?>> paused() {
        List<Started<?>> known = paused;
        if (known == null) {
            known = new ArrayList<>(1);
            paused = known;
        }
        return known;
    }

    /** Records what has ended, or will not go on. */
    private void giveUp(Started<?> started, String reason) {
        if (started.isPaused()) {
            started.cancelled(reason);
        }
        record(started);
    }

    /** The progress of the run's own orchestrator, for its result. */
    Progress progress() {
        return recorder.progress();
    }

    private boolean isCancelled() {
        run.heedHost(site);
        return site.node().isCancelled();
    }

    private Causes causes() {
        Causes known = causes;
        if (known == null) {
            known = new Causes();
            causes = known;
        }
        return known;
    }

    /** Asks for the next decision, appends it with the outcome it was asked about, and takes in what it says; an end, where it is one. */
    private @Nullable Outcome<O> decide(@Nullable Started<?> about) {
        Progress progress = recorder.progress();
        Decision<O> decision = decider.decide(progress);
        Throwable thrown = decider.thrown();
        if (thrown == null) {
            decision = run.engine().inspected(site, orchestrator, decision, progress);
        }
        List<AgentInput> inputs = decider.inputs();
        if (about != null) {
            now = run.engine().nanoTime();
        }
        if (rewound == null) {
            run.journal()
                    .append(new Turn(
                            site.scope(),
                            progress.input(),
                            about == null ? null : about.ended(),
                            decision,
                            inputs,
                            now));
            if (about == null || run.journal().mayWait()) { // what starts now has its time from here on
                now = run.engine().nanoTime();
            }
        } else {
            Failure diverged = rewind(RecordedDecision.of(decision, progress.input(), inputs));
            if (diverged != null) {
                return new Outcome.Failed<>(diverged);
            }
        }
        return switch (decision) {
            case Decision.Start<O> start -> start(start.activations(), inputs);
            case Decision.Wait<O> wait -> null;
            case Decision.Finish<O> finish ->
                degradation == null
                        ? new Outcome.Succeeded<>(finish.output())
                        : new Outcome.Degraded<>(finish.output(), degradation);
            case Decision.Fail<O> fail -> {
                if (thrown != null) {
                    causes().add(fail.failure(), thrown);
                }
                yield Outcome.failing(fail.failure());
            }
        };
    }

    /** Takes a recorded turn, which has the same decision as is made now, or else says that it has not. */
    private @Nullable Failure rewind(RecordedDecision now) {
        Past.RecordedTurn turn = Objects.requireNonNull(run.past().peekTurn(site.scope()));
        run.past().takeTurn(site.scope());
        return run.engine().journalJson().same(turn.decision(), now)
                ? null
                : Failure.of(FailureKind.DIVERGED, new DivergedException(site.scope(), turn.decision(), now));
    }

    /** Takes in what is to start; an end where the orchestrator keeps asking for what cannot be had. */
    private @Nullable Outcome<O> start(List<Activation<?>> activations, List<AgentInput> inputs) {
        int before = waiting();
        for (int i = 0; i < activations.size(); i++) {
            Activation<?> activation = activations.get(i);
            recorder.started(activation);
            startOne(activation, inputs.get(i));
        }
        Failure fruitless = waiting() > before ? null : run.budget().fruitless();
        return fruitless == null ? null : Outcome.failing(fruitless);
    }

    private Deque<Started<?>> settled() {
        Deque<Started<?>> known = settled;
        if (known == null) {
            known = new ArrayDeque<>(2);
            settled = known;
        }
        return known;
    }

    /** Makes an activation wait for its turn; or ends it, where it is not to begin at all. */
    private <A> void startOne(Activation<A> activation, AgentInput input) {
        Agent<A> agent = activation.agent().orElse(null);
        int depth = agent instanceof Orchestrator ? site.depth() + 1 : site.depth();
        Started<A> started = new Started<>(activation, input, depth);
        if (agent == null) {
            started.end(new Outcome.Skipped<>(activation.skipReason().orElseThrow()));
            settle(started, activation.id());
            return;
        }
        run.phase(site, activation.key());
        Failure forbidden = unmet(input, site.scope(), activation.key());
        forbidden = forbidden == null ? run.budget().width(waiting() + running() + 1) : forbidden;
        forbidden = forbidden == null ? run.budget().depth(depth) : forbidden;
        forbidden = forbidden == null && rewound == null ? run.budget().activation() : forbidden;
        if (forbidden != null) {
            started.end(Outcome.failing(forbidden));
            settle(started, activation.id());
        } else if (rewound == null) {
            line(started);
        } else {
            rewound.put(activation.id(), started);
        }
    }

    /** It has ended without having begun. */
    private void settle(Started<?> started, ActivationId id) {
        if (rewound == null) {
            settled().add(started);
        } else {
            rewound.put(id, started);
        }
    }

    /** Why an agent cannot begin with this input, where a required output is missing from it. */
    static @Nullable Failure unmet(AgentInput input, String scope, AgentKey<?> key) {
        AgentKey<?> missing = input.unmet().orElse(null);
        return missing == null
                ? null
                : Failure.of(
                        FailureKind.UNMET_DEPENDENCY,
                        scope + "/" + key.name() + " requires the output of " + missing.name()
                                + ", which has none; start it after that agent has succeeded, or make the"
                                + " dependency optional");
    }

    /** The next outcome: one that was clear at once, that of a lone activation run here and now, or one from another thread. */
    private @Nullable Started<?> nextEnded() {
        if (settled != null && !settled.isEmpty()) {
            return settled.remove();
        }
        boolean alone = running() == 0;
        Started<?> lone = next;
        if (alone && lone != null && behind == null) {
            next = null;
            lone.run(site, site.node(), site.task(), now);
            return lone;
        }
        if (lone != null) {
            crew().start(removeWaiting());
        } else if (alone) {
            return null;
        }
        crew().help();
        return end != null || running() == 0 || isCancelled() ? null : take(crew());
    }

    private void line(Started<?> started) {
        List<Started<?>> others = behind;
        if (next == null) {
            next = started;
        } else if (others == null) {
            behind = new ArrayList<>(List.of(started));
        } else {
            others.add(started);
        }
    }

    private int waiting() {
        int again = rewound == null ? 0 : rewound.size();
        return again + (next == null ? 0 : behind == null ? 1 : 1 + behind.size());
    }

    private List<Started<?>> removeWaiting() {
        List<Started<?>> all = new ArrayList<>(waiting());
        if (next != null) {
            all.add(next);
        }
        if (behind != null) {
            all.addAll(behind);
        }
        next = null;
        behind = null;
        if (rewound != null) {
            all.addAll(rewound.values());
            rewound = null;
        }
        return all;
    }

    /** Whether nothing is at work, nor about to be. */
    private boolean isIdle() {
        return running() == 0 && waiting() == 0 && (settled == null || settled.isEmpty());
    }

    private int running() {
        return crew == null ? 0 : crew.running();
    }

    private Crew crew() {
        Crew known = crew;
        if (known == null) {
            known = new Crew(site, this::decideMeanwhile);
            crew = known;
        }
        return known;
    }

    private @Nullable Started<?> take(Crew working) {
        while (true) {
            try {
                return working.take();
            } catch (InterruptedException interrupted) {
                boolean unused = run.interruptedInScope(site);
                if (site.node().isCancelled()) {
                    return null;
                }
                // else the deadline of an enclosing call, which is no later than that of what is awaited here
            }
        }
    }

    /** Takes in an outcome that will be decided on. */
    private void settle(Started<?> ended) {
        note(ended);
        if (degradation == null) {
            degradation = ended.ended().outcome().failure().orElse(null);
        }
    }

    private void note(Started<?> ended) {
        recorder.ended(ended.ended());
        Throwable thrown = ended.thrown();
        if (thrown != null) {
            ended.ended().outcome().failure().ifPresent(failure -> causes().add(failure, thrown));
        }
    }

    /** At the end: what has come in so far keeps its outcome, and all else is interrupted. */
    private void stop(Outcome<O> outcome) {
        Crew working = crew;
        if (working == null || punctual != null) {
            return;
        }
        List<Started<?>> in = new ArrayList<>();
        for (Started<?> one = working.poll(); one != null; one = working.poll()) {
            in.add(one);
        }
        punctual = in;
        site.node().cancelChildren(reason(outcome));
    }

    private String reason(Outcome<O> outcome) {
        return site.node().reason().orElseGet(() -> site.path() + " " + outcome.label());
    }

    /** Ends what still runs, and what has not begun: all is awaited, and recorded as cancelled. */
    private void windDown(Outcome<O> outcome) {
        if (paused != null) {
            paused.forEach(waiting -> giveUp(waiting, reason(outcome)));
        }
        if (settled != null) {
            settled.forEach(this::record);
        }
        Crew working = crew;
        if (working == null && next == null && rewound == null) {
            return;
        }
        stop(outcome);
        if (punctual != null) {
            punctual.forEach(in -> giveUp(in, site.path() + " " + outcome.label()));
        }
        String reason = reason(outcome);
        for (Started<?> begin : removeWaiting()) {
            cutOff(begin, reason);
        }
        if (working != null) {
            List<Started<?>> late = new ArrayList<>(working.running());
            while (working.running() > 0) {
                late.add(run.uninterruptibly(site, working::take));
            }
            working.join();
            late.forEach(ended -> ended.cancelled(reason));
            late.forEach(this::record);
        }
    }

    /** Ends what has not begun, or not gone on. */
    private void cutOff(Started<?> begin, String reason) {
        if (begin.isEnded()) {
            record(begin);
            return;
        }
        if (run.past().peekTurn(site.scope() + "/" + begin.activation().id()) != null) {
            CancelNode cancelled = site.node().child();
            cancelled.cancel(reason);
            begin.run(site, cancelled, site.task(), now); // so that what it had started ends as well
            cancelled.end();
        }
        begin.cancelled(reason);
        record(begin);
    }

    /** Records an outcome that is not decided on any more, unless it is recorded. */
    private void record(Started<?> ended) {
        ActivationOutcome<?> before =
                run.past().undecided(site.scope()).get(ended.activation().id());
        if (before != null) {
            endAsRecorded(ended, before);
            note(ended);
            return;
        }
        note(ended);
        run.journal().append(at -> new JournalEntry.Ended(site.scope(), ended.ended(), at));
    }
}
