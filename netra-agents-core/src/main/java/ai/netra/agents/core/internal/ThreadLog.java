package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunId;
import ai.netra.agents.core.json.ConversationJson;
import ai.netra.agents.core.json.ConversationJson.Kept;
import ai.netra.agents.core.json.ConversationJson.Numbered;
import ai.netra.agents.core.json.ConversationJson.Summary;
import ai.netra.agents.core.json.ConversationJson.Turn;
import ai.netra.agents.core.redact.Redaction;
import ai.netra.agents.spi.Task;
import ai.netra.agents.state.ConversationPolicy;
import ai.netra.agents.state.Summarizer;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.tools.json.JsonException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation in the state store. A load costs the last snapshot and what came after it, which is fewer than {@value #BETWEEN_SNAPSHOTS} turns unless
 * somebody died between a turn and the snapshot that was due, or nothing may be forgotten yet. Thread-safe.
 */
final class ThreadLog {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadLog.class);

    private static final int BETWEEN_SNAPSHOTS = 16;
    private static final int PAGE = 500;
    private static final int CONFLICTS = 100;
    private static final int SUMMARIZED_AT_ONCE = 1_000;
    private static final Duration SUMMARY_TIME = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Kept NOTHING_KEPT = new Kept(List.of(), Optional.empty(), Optional.empty());

    private final Keeper keeper;
    private final ConversationJson json;
    private final ConversationPolicy policy;
    private final Redaction redaction;
    private final StreamKey.OfThread key;
    private final RecentConversations recent;

    ThreadLog(
            Keeper keeper,
            ConversationJson json,
            ConversationPolicy policy,
            Redaction redaction,
            RecentConversations recent,
            StreamKey.OfThread key) {
        this.keeper = keeper;
        this.json = json;
        this.policy = policy;
        this.redaction = redaction;
        this.recent = recent;
        this.key = key;
    }

    /**
     * A conversation as it was at one moment.
     *
     * @param known what was remembered of it; {@link Said#NOTHING} where nothing was that is still so
     * @param loaded what there is behind that, undecoded
     */
    record Found(Said known, Loaded loaded) {
        /** How far it had come. */
        StreamPosition end() {
            return loaded.end();
        }

        /** How many turns there are since the last snapshot that was seen. */
        long turns() {
            return end().version() - loaded.snapshot().map(Snapshot::version).orElse(known.snapshot());
        }

        /** Whether a snapshot is due after the turn of a run that found this. */
        boolean isDue() {
            return turns() + 1 >= BETWEEN_SNAPSHOTS;
        }
    }

    /** The conversation as it is now. */
    Found find() {
        Said known = recent.of(key);
        Loaded loaded = keeper.store().load(key, known.end());
        boolean same = loaded.end().generation() == known.end().generation()
                && loaded.snapshot().isEmpty();
        return new Found(same ? known : Said.NOTHING, loaded);
    }

    private Loaded load() {
        return keeper.store().load(key);
    }

    /** The conversation as it was at a position; nothing where it was deleted since. */
    Said asOf(StreamPosition position) {
        Loaded loaded = position.equals(StreamPosition.NONE) ? Loaded.NONE : load();
        return loaded.end().generation() == position.generation() ? said(loaded, position) : Said.NOTHING;
    }

    /** A conversation as it was when it was found. */
    Said said(Found found) {
        return found.known().end().equals(StreamPosition.NONE)
                ? said(found.loaded(), found.end())
                : followed(found).orElseGet(() -> asOf(found.end()));
    }

    /** What is remembered, with what came after it. */
    private Optional<Said> followed(Found found) {
        Optional<Said> said = Optional.of(found.known());
        for (StoredRecord record : found.loaded().tail()) {
            Turn next = json.turn(record.payload());
            StreamPosition at = new StreamPosition(found.end().generation(), record.version());
            said = said.flatMap(before -> before.with(next, at, policy.most()));
        }
        return said;
    }

    /** The conversation as it was at a position, of which more may be loaded; where nothing is summarized, no more is decoded than agents may see. */
    private Said said(Loaded loaded, StreamPosition position) {
        return said(loaded, position, policy.summarizer().isPresent() ? Integer.MAX_VALUE : policy.most());
    }

    /** With at least so many messages of those that are loaded. */
    private Said said(Loaded loaded, StreamPosition position, int most) {
        if (position.equals(StreamPosition.NONE)) {
            return Said.NOTHING;
        }
        Newest newest = new Newest(position, most);
        loaded.tail().reversed().forEach(newest::add);
        Kept kept = newest.isFull() ? NOTHING_KEPT : kept(loaded);
        kept.turns().reversed().forEach(turn -> newest.add(new SpokenTurn(turn)));
        List<SpokenTurn> turns = newest.oldestFirst();
        long first = turns.isEmpty() ? position.version() + 1 : turns.getFirst().version();
        if (turns.isEmpty()) {
            turns.addAll(0, read(first - 1, 1));
            first -= turns.size();
        }
        Optional<Long> summarized =
                turns.isEmpty() ? Optional.empty() : turns.getLast().turn().summarized();
        Optional<Summary> summary = summarized.flatMap(version -> summary(version, loaded, turns));
        long unsummarized = summary.map(Summary::through).orElse(0L) + 1;
        int missing = policy.most() - Said.count(turns);
        if (missing > 0 && first > unsummarized) {
            turns.addAll(
                    0, read(Math.max(unsummarized, first - missing), (int) Math.min(missing, first - unsummarized)));
        }
        long snapshot = loaded.snapshot().map(Snapshot::version).orElse(0L);
        return new Said(position, List.copyOf(turns), summary, summarized, snapshot);
    }

    private Kept kept(Loaded loaded) {
        return loaded.snapshot().map(snapshot -> json.kept(snapshot.payload())).orElse(NOTHING_KEPT);
    }

    private List<SpokenTurn> turns(List<StoredRecord> records) {
        List<SpokenTurn> turns = new ArrayList<>();
        records.forEach(record -> turns.add(new SpokenTurn(record.version(), json.turn(record.payload()))));
        return turns;
    }

    private List<SpokenTurn> read(long from, int most) {
        return turns(keeper.store().read(key, from, most));
    }

    private Optional<Summary> summary(long version, Loaded loaded, List<SpokenTurn> turns) {
        Optional<SpokenTurn> made = turns.stream()
                .filter(turn -> turn.version() == version)
                .findFirst()
                .or(() -> turns(loaded.tail().stream()
                                .filter(record -> record.version() == version)
                                .toList())
                        .stream()
                        .findFirst());
        Optional<Summary> summary = made.flatMap(turn -> turn.turn().summary());
        if (summary.isPresent()) {
            return summary;
        }
        Kept kept = kept(loaded); // whose turns are without the summaries that were made with them
        return kept.summarized().filter(at -> at == version).isPresent()
                ? kept.summary()
                : read(version, 1).stream()
                        .findFirst()
                        .flatMap(turn -> turn.turn().summary());
    }

    /** Takes the newest turns up to a position, the newest first, until it has enough. */
    private final class Newest {
        private final StreamPosition position;
        private final int most;
        private final Deque<SpokenTurn> turns = new ArrayDeque<>();
        private int messages;

        Newest(StreamPosition position, int most) {
            this.position = position;
            this.most = most;
        }

        boolean isFull() {
            return messages >= most;
        }

        void add(StoredRecord record) {
            if (!isFull() && record.version() <= position.version()) {
                add(new SpokenTurn(record.version(), json.turn(record.payload())));
            }
        }

        void add(SpokenTurn turn) {
            if (!isFull() && turn.version() <= position.version()) {
                turns.addFirst(turn);
                messages += turn.turn().messages();
            }
        }

        List<SpokenTurn> oldestFirst() {
            return new ArrayList<>(turns);
        }
    }

    /** All turns that are there, oldest first. */
    List<SpokenTurn> all() {
        Loaded loaded = load();
        List<SpokenTurn> all = new ArrayList<>();
        long version = 0;
        while (version < loaded.end().version()) {
            List<SpokenTurn> page = read(version + 1, PAGE);
            if (page.isEmpty()) {
                break;
            }
            all.addAll(page);
            version = page.getLast().version();
        }
        long first = all.isEmpty() ? Long.MAX_VALUE : all.getFirst().version();
        all.addAll(
                0,
                kept(loaded).turns().stream()
                        .filter(turn -> turn.version() < first)
                        .map(SpokenTurn::new)
                        .toList());
        return all;
    }

    /**
     * Appends a run's turn, unless it is there. While the store is out of reach it is tried again, for as long as the runtime has patience.
     *
     * @param known the conversation as the run knows it; null for one that was gone on with, whose turn may be there
     * @param joined how far the conversation had come when the run began
     * @throws Halt if the turn could not be appended
     */
    void append(Turn turn, @Nullable Said known, StreamPosition joined, Task task) {
        long end = keeper.scheduler().nanoTime() + keeper.patience().toNanos();
        Duration pause = FIRST_PAUSE;
        String writer = keeper.newWriter();
        Said said = known;
        Turn next = turn;
        Payload payload = null;
        int conflicts = 0;
        while (true) {
            try {
                if (said == null) {
                    if (isThere(turn.run(), joined)) {
                        return;
                    }
                    said = said(find());
                }
                if (payload == null) {
                    next = summarized(said.isTainted() ? turn.tainted() : turn, said, task);
                    payload = json.encode(next);
                }
                AppendResult result = keeper.store().append(Append.to(key, said.end(), writer, List.of(payload)));
                if (result instanceof AppendResult.Appended appended) {
                    said.with(next, appended.end(), policy.most()).ifPresent(now -> recent.keep(key, now));
                    return;
                }
                if (result instanceof AppendResult.Conflict conflict
                        && conflict.next().filter(writer::equals).isPresent()) { // an append that was not heard of
                    return;
                }
                if (++conflicts == CONFLICTS) {
                    throw new Halt(
                            Failure.of(
                                    FailureKind.STATE_UNAVAILABLE,
                                    "the turn of run " + turn.run() + " conflicted " + CONFLICTS + " times"),
                            Halt.Reach.LOST);
                }
                said = said(find());
                payload = null;
            } catch (Halt halt) {
                throw halt;
            } catch (StoreException.Unavailable unavailable) {
                if (keeper.scheduler().nanoTime() - end >= 0) {
                    throw halted(FailureKind.STATE_UNAVAILABLE, Halt.Reach.LOST, unavailable);
                }
                LOG.warn(
                        "The conversation of run {} is out of reach; trying again in {}",
                        turn.run(),
                        pause,
                        unavailable);
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            } catch (StoreException.TooLarge | JsonException unfit) {
                throw halted(FailureKind.INVALID_OUTPUT, Halt.Reach.OPEN, unfit);
            } catch (RuntimeException broken) { // a store is foreign code
                throw halted(FailureKind.STATE_UNAVAILABLE, Halt.Reach.LOST, broken);
            }
        }
    }

    private static Halt halted(FailureKind kind, Halt.Reach reach, RuntimeException thrown) {
        return new Halt(Failure.of(kind, thrown), reach, thrown);
    }

    private void pause(Duration pause) {
        try {
            keeper.scheduler().clock().sleep(pause);
        } catch (InterruptedException closing) {
            throw new Halt(
                    Failure.of(FailureKind.STATE_UNAVAILABLE, "interrupted while the state store was out of reach"),
                    Halt.Reach.LOST,
                    closing);
        }
    }

    /** Whether a run's turn is there already. Nothing that came after the run began is forgotten before the run is over. */
    private boolean isThere(RunId run, StreamPosition joined) {
        long version = load().end().generation() == joined.generation() ? joined.version() : 0;
        while (true) {
            List<SpokenTurn> page = read(version + 1, PAGE);
            if (page.stream().anyMatch(turn -> turn.turn().run().equals(run))) {
                return true;
            }
            if (page.size() < PAGE) {
                return false;
            }
            version = page.getLast().version();
        }
    }

    /** A turn that is to follow what was said, with a new summary where one is due. */
    private Turn summarized(Turn turn, Said said, Task task) {
        Summarizer summarizer = policy.summarizer().orElse(null);
        List<SpokenTurn> open = said.unsummarized();
        if (summarizer == null || Said.count(open) + turn.messages() < policy.most()) {
            return turn.summarized(Optional.empty(), said.summarized());
        }
        try {
            List<SpokenTurn> leaving = leaving(open, said, turn.messages());
            if (leaving.isEmpty()) {
                return turn.summarized(Optional.empty(), said.summarized());
            }
            String text = task.within(
                    SUMMARY_TIME,
                    () -> summarizer.summarize(said.summary().map(Summary::text), Said.messages(leaving)));
            Summary summary = new Summary(
                    text,
                    leaving.getLast().version(),
                    keeper.scheduler().clock().instant());
            return turn.summarized(Optional.of(summary), Optional.of(said.end().version() + 1));
        } catch (StoreException unavailable) {
            throw unavailable;
        } catch (Exception failed) { // a summarizer is foreign code
            LOG.warn(
                    "The conversation of run {} could not be summarized; it is tried with the next turn",
                    turn.run(),
                    redaction.exception(failed));
            return turn.summarized(Optional.empty(), said.summarized());
        }
    }

    /** The turns that leave the window with a turn of so many messages, all that no summary stands for. */
    private List<SpokenTurn> leaving(List<SpokenTurn> open, Said said, int added) {
        List<SpokenTurn> all = new ArrayList<>(open);
        long first = open.isEmpty() ? said.end().version() + 1 : open.getFirst().version();
        if (first > said.through() + 1) { // where it failed before
            long from = Math.max(said.through() + 1, first - SUMMARIZED_AT_ONCE);
            all.addAll(0, read(from, (int) (first - from)));
        }
        int left = Said.count(all) + added;
        int leaving = 0;
        while (leaving < all.size() && left > policy.messages()) {
            left -= all.get(leaving).turn().messages();
            leaving++;
        }
        return all.subList(0, leaving);
    }

    /** Keeps a snapshot where one is due, and forgets what the policy has forgotten. To be asked when a run is over, whose turn is there. */
    void keep(RunId run) {
        int least = policy.retained().orElse(0);
        Found found = least > 0 ? new Found(Said.NOTHING, load()) : find();
        if (found.turns() < BETWEEN_SNAPSHOTS) { // somebody else has kept one
            return;
        }
        if (least > 0 && isAwaited(run)) {
            return; // another run of the thread goes on later with the conversation as it was
        }
        Said said = least > 0 ? said(found.loaded(), found.end(), Integer.MAX_VALUE) : said(found);
        int kept = 0;
        int messages = 0;
        for (int i = said.turns().size() - 1; i >= 0 && (messages < policy.most() || kept < least); i--) {
            messages += said.turns().get(i).turn().messages();
            kept++;
        }
        List<SpokenTurn> turns = new ArrayList<>(Said.last(said.turns(), kept));
        long first = turns.getFirst().version();
        if (kept < least && first > 1) {
            turns.addAll(0, read(Math.max(1, first - least + kept), (int) Math.min(least - kept, first - 1)));
        }
        List<Numbered> plain = turns.stream()
                .map(turn -> new Numbered(
                        turn.version(),
                        turn.turn().summarized(Optional.empty(), turn.turn().summarized())))
                .toList();
        Snapshot snapshot =
                new Snapshot(found.end().version(), json.encode(new Kept(plain, said.summary(), said.summarized())));
        if (!keeper.store().keep(key, found.end().generation(), snapshot)) {
            return;
        }
        recent.kept(key, snapshot.version());
        if (least > 0) {
            long unused = keeper.store().compact(key);
        }
    }

    private boolean isAwaited(RunId run) {
        return keeper.store().unfinished(key.user(), key.thread(), Page.first(2)).stream()
                .anyMatch(header -> !header.key().run().equals(run));
    }
}
