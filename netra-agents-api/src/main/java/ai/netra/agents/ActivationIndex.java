package ai.netra.agents;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The activations of one scope, found by id and by agent. Almost all scopes have a handful, for which a look along a short list is the quickest and
 * smallest there is; from the ninth on there are maps.
 */
final class ActivationIndex {
    private static final int FEW = 8;

    private final Ended ended = new Ended(new ActivationOutcome<?>[FEW], 0);
    private @Nullable Activation<?>[] few = new Activation<?>[FEW];
    private @Nullable Map<ActivationId, Entry> byId;
    private @Nullable Map<AgentKey<?>, OfAgent> byKey; // made when it is first asked for
    private boolean once = true; // each agent under its own name, so that its id says it all
    private int started;
    private int fewEnded; // a bit for each of the few

    /** Takes in an activation, unless there is one of this id. */
    boolean start(Activation<?> activation) {
        Map<ActivationId, Entry> ids = byId;
        if (ids != null ? !add(activation, ids) : few(activation.id()) >= 0) {
            return false;
        }
        if (ids == null && started < FEW) {
            few[started] = activation;
        } else if (ids == null) {
            index(activation);
        }
        started++;
        return true;
    }

    /** From the few to the maps, with one more. */
    private void index(Activation<?> one) {
        Map<ActivationId, Entry> ids = new HashMap<>();
        byId = ids;
        for (Activation<?> earlier : few) {
            boolean unused = add(Objects.requireNonNull(earlier), ids);
        }
        few = new Activation<?>[0];
        for (ActivationOutcome<?> outcome : ended) {
            Objects.requireNonNull(ids.get(outcome.id())).outcome = outcome;
        }
        boolean unused = add(one, ids);
    }

    private boolean add(Activation<?> activation, Map<ActivationId, Entry> ids) {
        AgentKey<?> key = activation.key();
        if (ids.putIfAbsent(activation.id(), new Entry(key)) != null) {
            return false;
        }
        once = once && isSame(activation.id(), key.firstActivation());
        if (byKey != null) {
            ofAgent(key, byKey).started++;
        }
        return true;
    }

    private static OfAgent ofAgent(AgentKey<?> key, Map<AgentKey<?>, OfAgent> keys) {
        return keys.computeIfAbsent(key, unused -> new OfAgent());
    }

    /** The activations of an agent, where there are many of all; null where there are none of it. */
    private @Nullable OfAgent find(AgentKey<?> key, Map<ActivationId, Entry> ids) {
        if (once) {
            Entry entry = ids.get(key.firstActivation());
            return entry == null || !entry.key.equals(key) ? null : new OfAgent(entry.outcome);
        }
        Map<AgentKey<?>, OfAgent> keys = byKey;
        if (keys == null) {
            keys = new HashMap<>();
            for (Entry entry : ids.values()) {
                ofAgent(entry.key, keys).started++;
            }
            for (ActivationOutcome<?> outcome : ended) {
                ofAgent(outcome.key(), keys).end(outcome);
            }
            byKey = keys;
        }
        return keys.get(key);
    }

    /** Takes in the end of an activation, unless it is not running or of another agent. */
    boolean end(ActivationOutcome<?> outcome) {
        if (byId != null) {
            Entry entry = byId.get(outcome.id());
            if (entry == null || entry.outcome != null || !entry.key.equals(outcome.key())) {
                return false;
            }
            entry.outcome = outcome;
            if (byKey != null) {
                ofAgent(entry.key, byKey).end(outcome);
            }
        } else {
            int place = few(outcome.id());
            Activation<?> activation = place < 0 ? null : few[place];
            if (activation == null
                    || (fewEnded & 1 << place) != 0
                    || !activation.key().equals(outcome.key())) {
                return false;
            }
            fewEnded |= 1 << place;
        }
        ended.append(outcome);
        return true;
    }

    int started() {
        return started;
    }

    int started(AgentKey<?> key) {
        if (byId != null) {
            OfAgent agent = find(key, byId);
            return agent == null ? 0 : agent.started;
        }
        int count = 0;
        for (Activation<?> activation : few) {
            count += activation != null && activation.key().equals(key) ? 1 : 0;
        }
        return count;
    }

    boolean isStarted(ActivationId id) {
        return byId == null ? few(id) >= 0 : byId.containsKey(id);
    }

    /** Every ended activation, in the order in which they ended; an unmodifiable live view. */
    List<ActivationOutcome<?>> ended() {
        return ended;
    }

    /** The ended activations of an agent, in the order in which they ended. */
    List<ActivationOutcome<?>> ended(AgentKey<?> key) {
        if (byId != null) {
            OfAgent agent = find(key, byId);
            return agent == null ? List.of() : agent.ended();
        }
        return ended.stream().filter(outcome -> outcome.key().equals(key)).toList();
    }

    /** An activation that has ended. */
    @Nullable
    ActivationOutcome<?> ended(ActivationId id) {
        if (byId != null) {
            Entry entry = byId.get(id);
            return entry == null ? null : entry.outcome;
        }
        for (int i = ended.size() - 1; i >= 0; i--) {
            ActivationOutcome<?> outcome = ended.get(i);
            if (isSame(outcome.id(), id)) {
                return outcome;
            }
        }
        return null;
    }

    /** The activation of an agent that ended last. */
    @Nullable
    ActivationOutcome<?> newest(AgentKey<?> key) {
        if (byId != null) {
            OfAgent agent = find(key, byId);
            return agent == null ? null : agent.newest;
        }
        for (int i = ended.size() - 1; i >= 0; i--) {
            ActivationOutcome<?> outcome = ended.get(i);
            if (outcome.key().equals(key)) {
                return outcome;
            }
        }
        return null;
    }

    /** Where an activation is among the few; negative where it is not. */
    private int few(ActivationId id) {
        for (int i = started - 1; i >= 0; i--) {
            Activation<?> activation = few[i];
            if (activation != null && isSame(activation.id(), id)) {
                return i;
            }
        }
        return -1;
    }

    @SuppressWarnings("ReferenceEquality") // a short cut
    private static boolean isSame(ActivationId one, ActivationId other) {
        return one == other || (one.hashCode() == other.hashCode() && one.equals(other));
    }

    /** One activation. */
    private static final class Entry {
        private final AgentKey<?> key;
        private @Nullable ActivationOutcome<?> outcome;

        private Entry(AgentKey<?> key) {
            this.key = key;
        }
    }

    /** The activations of one agent. */
    private static final class OfAgent {
        private int started;
        private @Nullable ActivationOutcome<?> newest;
        private @Nullable List<ActivationOutcome<?>> earlier; // most agents are activated once

        private OfAgent() {}

        /** One that was activated once. */
        private OfAgent(@Nullable ActivationOutcome<?> newest) {
            this.started = 1;
            this.newest = newest;
        }

        private void end(ActivationOutcome<?> outcome) {
            ActivationOutcome<?> before = newest;
            if (before != null) {
                List<ActivationOutcome<?>> known = earlier == null ? new ArrayList<>() : earlier;
                known.add(before);
                earlier = known;
            }
            newest = outcome;
        }

        private List<ActivationOutcome<?>> ended() {
            List<ActivationOutcome<?>> all = new ArrayList<>(earlier == null ? List.of() : earlier);
            if (newest != null) {
                all.add(newest);
            }
            return all;
        }
    }

    /** An unmodifiable list of what is in this one now. */
    static List<ActivationOutcome<?>> copyOf(List<ActivationOutcome<?>> outcomes) {
        return outcomes instanceof Ended ended ? ended.copy() : List.copyOf(outcomes);
    }

    /** A list that grows, and that nobody else can change. */
    private static final class Ended extends AbstractList<ActivationOutcome<?>> implements RandomAccess {
        private @Nullable ActivationOutcome<?>[] outcomes;
        private int size;

        private Ended(@Nullable ActivationOutcome<?>[] outcomes, int size) {
            this.outcomes = outcomes;
            this.size = size;
        }

        private Ended copy() {
            return new Ended(Arrays.copyOf(outcomes, size), size);
        }

        private void append(ActivationOutcome<?> outcome) {
            if (size == outcomes.length) {
                outcomes = Arrays.copyOf(outcomes, size * 2);
            }
            outcomes[size++] = outcome;
        }

        @Override
        public ActivationOutcome<?> get(int index) {
            return Objects.requireNonNull(outcomes[Objects.checkIndex(index, size)]);
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Object[] toArray() {
            return Arrays.copyOf(outcomes, size, Object[].class);
        }
    }
}
