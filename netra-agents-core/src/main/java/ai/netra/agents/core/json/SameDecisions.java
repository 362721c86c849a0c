package ai.netra.agents.core.json;

import ai.netra.agents.AgentKey;
import ai.netra.agents.core.journal.Encoded;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.tools.json.JsonException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Compares decisions, of which the recorded one may have been read back: then its agents have no types, and its values are JSON. */
record SameDecisions(JournalValues values) {
    boolean same(RecordedDecision recorded, RecordedDecision now) {
        return recorded.equals(now)
                || (recorded.kind() == now.kind()
                        && recorded.failure().equals(now.failure())
                        && sameValue(recorded.output(), now.output())
                        && each(recorded.starts(), now.starts(), this::sameStart));
    }

    private boolean sameStart(RecordedDecision.Start recorded, RecordedDecision.Start now) {
        return recorded.id().equals(now.id())
                && sameAgent(recorded.agent(), now.agent())
                && recorded.message().equals(now.message())
                && recorded.timeout().equals(now.timeout())
                && recorded.skipReason().equals(now.skipReason())
                && each(recorded.reads(), now.reads(), this::sameRead)
                && sameValue(recorded.previous(), now.previous());
    }

    private boolean sameRead(RecordedDecision.Read recorded, RecordedDecision.Read now) {
        return recorded.activation().equals(now.activation())
                && recorded.from() == now.from()
                && sameAgent(recorded.agent(), now.agent());
    }

    private static boolean sameAgent(AgentKey<?> recorded, AgentKey<?> now) {
        return recorded.equals(now)
                || (recorded.type() == Object.class && recorded.name().equals(now.name()));
    }

    private boolean sameValue(Optional<Object> recorded, Optional<Object> now) {
        if (recorded.isPresent() && now.isPresent() && recorded.get() instanceof Encoded read) {
            try {
                return read.equals(values.encoded(values.text(now.get())));
            } catch (JsonException unwritable) { // what was recorded could be written
                return false;
            }
        }
        return recorded.equals(now);
    }

    private static <T> boolean each(List<T> recorded, List<T> now, BiPredicate<T, T> same) {
        if (recorded.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < recorded.size(); i++) {
            if (!same.test(recorded.get(i), now.get(i))) {
                return false;
            }
        }
        return true;
    }
}
