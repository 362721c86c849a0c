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
    BEGAN(EntryForm.BeganForm.class),
    OWNED(EntryForm.OwnedForm.class),
    JOINED(EntryForm.JoinedForm.class),
    DECIDED(EntryForm.DecidedForm.class),
    RETRIED(EntryForm.RetriedForm.class),
    ENDED(EntryForm.EndedForm.class),
    INTENDED(EntryForm.IntendedForm.class),
    STEPPED(EntryForm.SteppedForm.class),
    CALLED(EntryForm.CalledForm.class),
    RETURNED(EntryForm.ReturnedForm.class),
    FINISHED(EntryForm.FinishedForm.class),
    ASKED(EntryForm.AskedForm.class),
    ANSWERED(EntryForm.AnsweredForm.class),
    SUSPENDED(EntryForm.SuspendedForm.class);

    private static final Map<String, EntryKind> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toMap(EntryKind::label, Function.identity()));

    private final Class<? extends EntryForm> form;
    private final String label = name().toLowerCase(Locale.ROOT);

    EntryKind(Class<? extends EntryForm> form) {
        this.form = form;
    }

    static EntryKind of(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Began e -> BEGAN;
            case JournalEntry.Owned e -> OWNED;
            case JournalEntry.Joined e -> JOINED;
            case JournalEntry.Decided e -> DECIDED;
            case JournalEntry.Retried e -> RETRIED;
            case JournalEntry.Ended e -> ENDED;
            case JournalEntry.Intended e -> INTENDED;
            case JournalEntry.Stepped e -> STEPPED;
            case JournalEntry.Called e -> CALLED;
            case JournalEntry.Returned e -> RETURNED;
            case JournalEntry.Finished e -> FINISHED;
            case JournalEntry.Asked e -> ASKED;
            case JournalEntry.Answered e -> ANSWERED;
            case JournalEntry.Suspended e -> SUSPENDED;
        };
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
