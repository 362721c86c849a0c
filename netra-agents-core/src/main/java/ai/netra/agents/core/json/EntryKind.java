package ai.netra.agents.core.json;

import ai.netra.agents.core.journal.JournalEntry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of journal entries, as stores know them. */
enum EntryKind {
    BEGAN(JournalEntry.Began.class, EntryForm.BeganForm.class),
    OWNED(JournalEntry.Owned.class, EntryForm.OwnedForm.class),
    DECIDED(JournalEntry.Decided.class, EntryForm.DecidedForm.class),
    RETRIED(JournalEntry.Retried.class, EntryForm.RetriedForm.class),
    ENDED(JournalEntry.Ended.class, EntryForm.EndedForm.class),
    INTENDED(JournalEntry.Intended.class, EntryForm.IntendedForm.class),
    STEPPED(JournalEntry.Stepped.class, EntryForm.SteppedForm.class),
    CALLED(JournalEntry.Called.class, EntryForm.CalledForm.class),
    RETURNED(JournalEntry.Returned.class, EntryForm.ReturnedForm.class),
    FINISHED(JournalEntry.Finished.class, EntryForm.FinishedForm.class),
    ASKED(JournalEntry.Asked.class, EntryForm.AskedForm.class),
    ANSWERED(JournalEntry.Answered.class, EntryForm.AnsweredForm.class),
    SUSPENDED(JournalEntry.Suspended.class, EntryForm.SuspendedForm.class);

    private static final Map<Class<?>, EntryKind> BY_ENTRY =
            Arrays.stream(values()).collect(Collectors.toMap(kind -> kind.entry, Function.identity()));
    private static final Map<String, EntryKind> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toMap(EntryKind::label, Function.identity()));

    private final Class<? extends JournalEntry> entry;
    private final Class<? extends EntryForm> form;
    private final String label = name().toLowerCase(Locale.ROOT);

    EntryKind(Class<? extends JournalEntry> entry, Class<? extends EntryForm> form) {
        this.entry = entry;
        this.form = form;
    }

    static EntryKind of(JournalEntry entry) {
        return BY_ENTRY.get(entry.getClass());
    }

    static Optional<EntryKind> of(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    Class<? extends EntryForm> form() {
        return form;
    }

    /** The name in a store. */
    String label() {
        return label;
    }
}
