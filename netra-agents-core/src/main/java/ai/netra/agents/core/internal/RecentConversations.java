package ai.netra.agents.core.internal;

import ai.netra.agents.core.json.ConversationJson.Turn;
import ai.netra.agents.store.StreamKey;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Conversations as runs of this runtime left them, so that the next run of a thread loads only what others have said since. What is here is never believed
 * by itself: the store is asked each time, and says where it is of another generation. The least recently used leaves first, and one of more than
 * {@value #MOST_CHARACTERS} characters does not stay. Thread-safe.
 */
final class RecentConversations {
    private static final int MOST_CHARACTERS = 65_536;

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<StreamKey.OfThread, Said> newestLast = // guarded by lock
            new LinkedHashMap<>(16, 0.75f, true);

    /**
     * None yet.
     *
     * @param most how many stay at most
     */
    RecentConversations(int most) {
        this.most = most;
    }

    /** What is remembered of a conversation; {@link Said#NOTHING} if nothing is. */
    Said of(StreamKey.OfThread key) {
        lock.lock();
        try {
            return newestLast.getOrDefault(key, Said.NOTHING);
        } finally {
            lock.unlock();
        }
    }

    /** Remembers a conversation, in the place of what was remembered of it. */
    void keep(StreamKey.OfThread key, Said said) {
        boolean fits = most > 0 && characters(said) <= MOST_CHARACTERS;
        lock.lock();
        try {
            if (!fits) {
                newestLast.remove(key);
                return;
            }
            newestLast.put(key, said);
            if (newestLast.size() > most) {
                newestLast.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Remembers of a conversation that it has a snapshot of this version, if it is remembered at all. */
    void kept(StreamKey.OfThread key, long snapshot) {
        lock.lock();
        try {
            newestLast.computeIfPresent(key, (same, said) -> said.snapshot(snapshot));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets conversations. */
    void forget(Predicate<StreamKey.OfThread> which) {
        lock.lock();
        try {
            newestLast.keySet().removeIf(which);
        } finally {
            lock.unlock();
        }
    }

    private static int characters(Said said) {
        int characters = said.summary().map(summary -> summary.text().length()).orElse(0);
        for (SpokenTurn spoken : said.turns()) {
            Turn turn = spoken.turn();
            characters +=
                    turn.message().length() + turn.answer().map(String::length).orElse(0);
        }
        return characters;
    }
}
