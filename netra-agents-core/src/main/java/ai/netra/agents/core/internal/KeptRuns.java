package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunResumptionException;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.Encoded;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalFormatException;
import ai.netra.agents.core.journal.JournalState;
import ai.netra.agents.core.journal.Replay;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.state.AgentStateManager;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with runs that were suspended, or left by another process: from the state store, or from memory where there is none. */
final class KeptRuns {
    private static final String ANSWERED = "it was answered, or has expired";
    private static final Logger LOG = LoggerFactory.getLogger(KeptRuns.class);

    private final Engine engine;
    private final Runs runs;
    private final Guards agents;

    KeptRuns(Engine engine, Runs runs, Guards agents) {
        this.engine = engine;
        this.runs = runs;
        this.agents = agents;
    }

    /**
     * What is recorded of a run that is not executing here.
     *
     * @param position how far it has come in the state store, where there is one
     * @param header what the store knows of it, where there is one
     */
    private record Recorded(Past past, StreamPosition position, Optional<RunHeader> header) {}

    private Optional<Recorded> recorded(UserId user, RunId run) {
        Keeper keeper = engine.keeper();
        if (keeper == null) {
            return runs.find(user, run)
                    .map(known -> new Recorded(Past.of(known.entries()), StreamPosition.NONE, Optional.empty()));
        }
        return keeper.store().find(user, run).map(header -> load(keeper, header));
    }

    private static Recorded load(Keeper keeper, RunHeader header) {
        Loaded loaded = keeper.store().load(header.key());
        List<JournalEntry> entries = new ArrayList<>(loaded.tail().size());
        for (StoredRecord record : loaded.tail()) {
            entries.add(keeper.json().decode(record.payload()));
        }
        return new Recorded(Past.of(entries), loaded.end(), Optional.of(header));
    }

    /** What is recorded of a run, whoever works on it. */
    Optional<List<JournalEntry>> journal(UserId user, RunId run) {
        return recorded(user, run).map(recorded -> recorded.past().entries());
    }

    /** A run that is over, or suspended, and is not known here. */
    Optional<Run<?>> find(UserId user, RunId run) {
        if (engine.keeper() == null) {
            return Optional.empty();
        }
        return recorded(user, run)
                .filter(recorded -> !isAtWork(recorded)
                        && agents.named(recorded.past().began()).isPresent())
                .map(recorded -> again(recorded).asRecorded());
    }

    /**
     * The run of a request's id, where the state store has one.
     *
     * @throws InvalidDefinitionException if it is that of another request
     * @throws RunRejectedException.RunBusy if it is not over, nor suspended
     */
    @SuppressWarnings("unchecked") // the same agent has the same type of output
    <O> Optional<Run<O>> known(RunId id, Agent<O> agent, RunRequest request) {
        if (engine.keeper() == null) {
            return Optional.empty();
        }
        return recorded(request.user(), id).map(recorded -> {
            JournalEntry.Began began = recorded.past().began();
            if (!began.request().equals(request)
                    || !began.agent().name().equals(agent.key().name())) {
                throw Runs.taken(id);
            }
            if (isAtWork(recorded)) {
                throw new RunRejectedException.RunBusy(id);
            }
            return (Run<O>) again(recorded).asRecorded();
        });
    }

    private static boolean isAtWork(Recorded recorded) {
        return recorded.header()
                .filter(header -> header.phase() == RunPhase.RUNNING)
                .isPresent();
    }

    private Run<?> again(Recorded recorded) {
        JournalEntry.Began began = recorded.past().began();
        Agent<?> agent = agents.named(began)
                .orElseThrow(() -> new RunResumptionException.UnknownAgent(
                        began.run(), began.agent().name(), began.version()));
        return new Run<>(engine, runs, agent, recorded.past(), recorded.position());
    }

    /** Goes on with a run, if there is anything to go on with. */
    Run<?> resume(UserId user, RunId id) {
        Run<?> here = runs.find(user, id).orElse(null);
        if (here != null && !here.isSuspended()) {
            return here;
        }
        Recorded recorded = recorded(user, id).orElseThrow(() -> new RunResumptionException.UnknownRun(user, id));
        recorded.header().flatMap(RunHeader::leasedUntil).ifPresent(until -> checkLapsed(id, until));
        Run<?> run = again(recorded);
        List<JournalEntry.Answered> expired = expired(recorded.past());
        boolean goesOn = recorded.past().finished().isEmpty() && (isAtWork(recorded) || !expired.isEmpty());
        return goesOn ? take(run, expired) : run.asRecorded();
    }

    /** The questions that nobody has answered in time, with that for an answer. */
    private List<JournalEntry.Answered> expired(Past past) {
        return past.open().stream()
                .filter(step -> isExpired(past.open(step)))
                .map(step -> new JournalEntry.Answered(
                        step, Optional.empty(), past.began().user(), engine.now()))
                .toList();
    }

    private void checkLapsed(RunId id, Instant until) {
        Keeper keeper = engine.keeper();
        if (keeper != null && keeper.store().now().isBefore(until)) {
            throw new RunResumptionException.AtWork(id, until);
        }
    }

    /** Takes an answer. */
    Run<?> answer(UserId user, RunId id, String question, Object value, UserId by) {
        Run<?> here = runs.find(user, id).filter(run -> !run.isDone()).orElse(null);
        if (here != null) {
            JournalEntry.Answered answered = answered(Past.of(here.entries()), id, question, value, by);
            switch (here.answer(answered)) {
                case TAKEN -> {
                    return here;
                }
                case ANSWERED -> throw new RunResumptionException.NoSuchQuestion(id, question, ANSWERED);
                case CLOSED -> {
                    // it is suspended by now, or over
                }
            }
        }
        Recorded recorded = recorded(user, id).orElseThrow(() -> new RunResumptionException.UnknownRun(user, id));
        JournalEntry.Answered answered = answered(recorded.past(), id, question, value, by);
        if (isAtWork(recorded)) {
            throw recorded.header()
                    .flatMap(RunHeader::leasedUntil)
                    .map(until -> new RunResumptionException.AtWork(id, until))
                    .orElseGet(() -> new RunResumptionException.AtWork(id));
        }
        return take(again(recorded), List.of(answered));
    }

    /** An answer that fits a question that is open. */
    private JournalEntry.Answered answered(Past past, RunId id, String question, Object value, UserId by) {
        StepId step = past.open().stream()
                .filter(open -> open.toString().equals(question))
                .findFirst()
                .orElseThrow(() -> new RunResumptionException.NoSuchQuestion(id, question, why(past, question)));
        JournalEntry.Asked asked = past.open(step);
        if (asked == null || past.finished().isPresent()) {
            throw new RunResumptionException.NoSuchQuestion(id, question, "the run is over");
        }
        if (!asked.question().answeredBy().orElse(past.began().user()).equals(by)) {
            throw new RunResumptionException.NotAllowed(id, question, by);
        }
        if (isExpired(asked)) {
            throw new RunResumptionException.Expired(
                    id, question, asked.expires().orElseThrow());
        }
        return new JournalEntry.Answered(step, Optional.of(encoded(asked, id, question, value)), by, engine.now());
    }

    private static String why(Past past, String question) {
        return past.entries().stream()
                        .anyMatch(entry -> entry instanceof JournalEntry.Answered answered
                                && answered.step().toString().equals(question))
                ? ANSWERED
                : "there is none of this id; OrchestrationResult.questions() has those that are open";
    }

    private boolean isExpired(JournalEntry.@Nullable Asked asked) {
        return asked != null
                && asked.expires().filter(time -> !engine.now().isBefore(time)).isPresent();
    }

    private Encoded encoded(JournalEntry.Asked asked, RunId id, String question, Object value) {
        String json;
        try {
            json = engine.codec().encode(value);
        } catch (JsonException noForm) {
            throw new RunResumptionException.InvalidAnswer(id, question, "it has no JSON form");
        }
        List<String> problems = JsonSchemaValidator.of(JsonSchema.of(asked.schema())).check(json).problems().stream()
                .map(Object::toString)
                .toList();
        if (!problems.isEmpty()) {
            throw new RunResumptionException.InvalidAnswer(id, question, String.join("; ", problems));
        }
        return new Encoded(json, engine.codec());
    }

    private List<JournalEntry> anyJournal(UserId user, RunId id) {
        return runs.find(user, id)
                .<List<JournalEntry>>map(Run::entries)
                .or(() -> journal(user, id))
                .orElseThrow(() -> new RunResumptionException.UnknownRun(user, id));
    }

    private Agent<?> agent(RunId id, List<JournalEntry> journal) {
        JournalEntry.Began began = Past.of(journal).began();
        return agents.named(began)
                .orElseThrow(() -> new RunResumptionException.UnknownAgent(
                        id, began.agent().name(), began.version()));
    }

    /** What a run's agents had given by an entry. */
    Optional<AgentStateManager> state(UserId user, RunId id, int entries) {
        List<JournalEntry> journal = anyJournal(user, id);
        return entries < 1 || entries > journal.size()
                ? Optional.empty()
                : Optional.of(JournalState.of(agent(id, journal), () -> journal.subList(0, entries)));
    }

    /** Asks a run's orchestrators again for each decision that is recorded, and says how many there are. */
    int replay(UserId user, RunId id) {
        List<JournalEntry> journal = anyJournal(user, id);
        return Replay.verify(agent(id, journal), journal, engine.journalJson()::same);
    }

    /**
     * Begins a run with what is recorded of another up to an entry.
     *
     * @throws InvalidDefinitionException if there is no such entry, the run was over with it, or the new id is taken
     */
    Run<?> fork(UserId user, RunId id, int entries, RunId as) {
        List<JournalEntry> all = anyJournal(user, id);
        if (runs.find(user, as).isPresent() || recorded(user, as).isPresent()) {
            throw Runs.taken(as);
        }
        Past past = Past.of(Prefixes.of(all, id, entries, as));
        return take(Run.forked(engine, runs, agent(id, all), past), List.of());
    }

    /** Ends a run that waits for an answer. */
    boolean cancel(UserId user, RunId id, String reason) {
        Recorded recorded = recorded(user, id).orElse(null);
        if (recorded == null || recorded.past().finished().isPresent() || isAtWork(recorded)) {
            return false;
        }
        Run<?> run = again(recorded);
        run.cancel(reason);
        Run<?> unused = take(run, List.of());
        return true;
    }

    /** Goes on with what was left by others. */
    List<Run<?>> recover() {
        Keeper keeper = engine.keeper();
        int room = runs.room();
        if (keeper == null || room == 0) {
            return List.of();
        }
        List<Run<?>> taken = new ArrayList<>();
        for (RunHeader header : keeper.store().lapsed(room)) {
            try {
                Run<?> here = runs.find(header.key().user(), header.key().run()).orElse(null);
                if ((here == null || here.isDone())
                        && keeper.threads().busy(header.key()).isEmpty()) {
                    taken.add(take(again(load(keeper, header)), List.of()));
                }
            } catch (RunResumptionException | RunRejectedException left) {
                LOG.info("Run {} is left as it is: {}", header.key().run(), left.getMessage());
            } catch (StoreException.Unavailable unavailable) {
                if (taken.isEmpty()) {
                    throw unavailable;
                }
                LOG.warn("The state store is out of reach; {} runs were taken before", taken.size(), unavailable);
                return taken;
            } catch (JournalFormatException | StoreException.Corrupt unreadable) { // it must not hold up the others
                LOG.warn(
                        "Run {} cannot be read, and is left as it is",
                        header.key().run(),
                        unreadable);
            }
        }
        return taken;
    }

    /**
     * Begins a run in the state store.
     *
     * @throws RunRejectedException if it cannot begin; nothing of it is recorded then
     */
    void open(Run<?> run) {
        Keeper keeper = engine.keeper();
        if (keeper == null) {
            return;
        }
        try {
            keeper.threads().check(run, other -> false);
            if (!run.open()) {
                throw run.rejected();
            }
            keeper.threads().checkBegun(run);
        } catch (RuntimeException | Error rejected) {
            giveUp(run);
            throw rejected;
        }
    }

    private void giveUp(Run<?> run) {
        Run<?> next = runs.drop(run);
        run.giveUp();
        if (next != null) {
            next.fork();
        }
    }

    /**
     * Makes a run this runtime's, and has it execute when its turn comes.
     *
     * @throws RunRejectedException.ThreadBusy if another executes in its thread that is not of this runtime; the run is left as it was then
     */
    private Run<?> take(Run<?> run, List<JournalEntry.Answered> answers) {
        checkThread(run);
        Run<?> claimed = runs.claimAgain(run);
        if (claimed != run) {
            throw new RunResumptionException.AtWork(run.run());
        }
        try {
            if (!run.own()) {
                throw new RunResumptionException.AtWork(run.run());
            }
            checkThread(run);
            if (!run.take(answers)) {
                throw new RunResumptionException.AtWork(run.run());
            }
        } catch (RuntimeException | Error rejected) {
            giveUp(run);
            throw rejected;
        } finally {
            run.taken();
        }
        if (run.isForClaimant()) {
            run.fork();
        }
        return run;
    }

    /** Refuses a run that is to execute while another does in its thread that it would not wait for here. */
    private void checkThread(Run<?> run) {
        Keeper keeper = engine.keeper();
        if (keeper != null && !run.isCancelled()) {
            keeper.threads()
                    .check(
                            run,
                            other -> runs.find(run.user(), other)
                                    .filter(known -> !known.isDone())
                                    .isPresent());
        }
    }
}
