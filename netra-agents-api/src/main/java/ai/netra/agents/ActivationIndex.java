package ai.netra.agents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The activations of one scope, found by id and by agent. Almost all scopes have a handful, for which a look along a short list is the quickest and
 * smallest there is; from the ninth on there are maps.
 */
final class ActivationIndex {
    private static final int FEW = 8;

    private final List<ActivationOutcome<?>> ended = new ArrayList<>(FEW);
    private final List<ActivationOutcome<?>> endedView = Collections.unmodifiableList(ended);
    private Entry[] few = new Entry[FEW];
    private @Nullable Map<ActivationId, Entry> byId;
    private @Nullable Map<AgentKey<?>, OfAgent> byKey;
    private int started;

    /** Takes in an activation, unless there is one of this id. */
    boolean start(ActivationId id, AgentKey<?> key) {
        if (entry(id) != null) {
            return false;
        }
        Entry entry = new Entry(id, key);
        if (byId == null && started < FEW) {
            few[started] = entry;
        } else {
            index(entry);
        }
        started++;
        return true;
    }

    private void index(Entry entry) {
        Map<ActivationId, Entry> ids = byId;
        Map<AgentKey<?>, OfAgent> keys = byKey;
        if (ids == null || keys == null) {
            ids = new HashMap<>();
            keys = new HashMap<>();
            for (Entry earlier : few) {
                ids.put(earlier.id, earlier);
                keys.computeIfAbsent(earlier.key, key -> new OfAgent()).started++;
            }
            for (ActivationOutcome<?> outcome : ended) {
                keys.computeIfAbsent(outcome.key(), key -> new OfAgent()).ended.add(outcome);
            }
            byId = ids;
            byKey = keys;
            few = new Entry[0];
        }
        ids.put(entry.id, entry);
        keys.computeIfAbsent(entry.key, key -> new OfAgent()).started++;
    }

    /** Takes in the end of an activation, unless it is not running or of another agent. */
    boolean end(ActivationOutcome<?> outcome) {
        Entry entry = entry(outcome.id());
        if (entry == null || entry.outcome != null || !entry.key.equals(outcome.key())) {
            return false;
        }
        entry.outcome = outcome;
        ended.add(outcome);
        if (byKey != null) {
            byKey.computeIfAbsent(entry.key, key -> new OfAgent()).ended.add(outcome);
        }
        return true;
    }

    int started() {
        return started;
    }

    int started(AgentKey<?> key) {
        if (byKey != null) {
            OfAgent agent = byKey.get(key);
            return agent == null ? 0 : agent.started;
        }
        return (int) Arrays.stream(few)
                .limit(started)
                .filter(entry -> entry.key.equals(key))
                .count();
    }

    boolean isStarted(ActivationId id) {
        return entry(id) != null;
    }

    /** Every ended activation, in the order in which they ended; a live view. */
    List<ActivationOutcome<?>> ended() {
        return endedView;
    }

    /** The ended activations of an agent, in the order in which they ended. */
    List<ActivationOutcome<?>> ended(AgentKey<?> key) {
        if (byKey != null) {
            OfAgent agent = byKey.get(key);
            return agent == null ? List.of() : agent.ended;
        }
        return ended.stream().filter(outcome -> outcome.key().equals(key)).toList();
    }

    /** An activation that has ended. */
    @Nullable
    ActivationOutcome<?> ended(ActivationId id) {
        Entry entry = entry(id);
        return entry == null ? null : entry.outcome;
    }

    /** The activation of an agent that ended last. */
    @Nullable
    ActivationOutcome<?> newest(AgentKey<?> key) {
        if (byKey != null) {
            OfAgent agent = byKey.get(key);
            return agent == null || agent.ended.isEmpty() ? null : agent.ended.getLast();
        }
        for (int i = ended.size() - 1; i >= 0; i--) {
            ActivationOutcome<?> outcome = ended.get(i);
            if (outcome.key().equals(key)) {
                return outcome;
            }
        }
        return null;
    }

    private @Nullable Entry entry(ActivationId id) {
        if (byId != null) {
            return byId.get(id);
        }
        int hash = id.hashCode();
        for (int i = 0; i < started; i++) {
            Entry entry = few[i];
            if (entry.hash == hash && entry.id.equals(id)) {
                return entry;
            }
        }
        return null;
    }

    /** One activation. */
    private static final class Entry {
        private final ActivationId id;
        private final int hash;
        private final AgentKey<?> key;
        private @Nullable ActivationOutcome<?> outcome;

        private Entry(ActivationId id, AgentKey<?> key) {
            this.id = id;
            this.hash = id.hashCode();
            this.key = key;
        }
    }

    /** The activations of one agent. */
    private static final class OfAgent {
        private final List<ActivationOutcome<?>> ended = new ArrayList<>(1);
        private int started;
    }
}
