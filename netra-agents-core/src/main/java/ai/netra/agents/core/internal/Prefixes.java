package ai.netra.agents.core.internal;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;

/** Cuts what another run begins with from a run's journal. */
final class Prefixes {
    private Prefixes() {}

    /**
     * The beginning of a journal, as that of another run.
     *
     * @param entries how many; where an outcome is the last one, the decision that it led to comes with it
     */
    static List<JournalEntry> of(List<JournalEntry> journal, RunId run, int entries, RunId as) {
        int last = journal.getLast() instanceof JournalEntry.Finished ? journal.size() - 1 : journal.size();
        if (entries < 1 || entries > last) {
            throw new InvalidDefinitionException("entry " + entries + " of run " + run
                    + " cannot be gone on from; use 1 to " + last + ", which are those before its end");
        }
        boolean split = entries < journal.size()
                && journal.get(entries - 1) instanceof JournalEntry.Ended ended
                && journal.get(entries) instanceof JournalEntry.Decided decided
                && decided.scope().equals(ended.scope());
        List<JournalEntry> prefix = new ArrayList<>(journal.subList(0, split ? entries + 1 : entries));
        JournalEntry.Began began = (JournalEntry.Began) prefix.getFirst();
        prefix.set(
                0,
                new JournalEntry.Began(
                        began.user(),
                        began.thread(),
                        as,
                        began.request().runId(as.value()),
                        began.agent(),
                        began.version(),
                        began.at()));
        if (prefix.size() == 1) {
            prefix.add(journal.get(1)); // the first runner's
        }
        return prefix;
    }
}
