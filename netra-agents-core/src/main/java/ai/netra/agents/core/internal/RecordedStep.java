package ai.netra.agents.core.internal;

import ai.netra.agents.core.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

/** What is recorded of one inner step: of each kind of entry the newest. */
final class RecordedStep {
    private JournalEntry.@Nullable Intended intended;
    private JournalEntry.@Nullable Stepped stepped;
    private JournalEntry.@Nullable Called called;
    private JournalEntry.@Nullable Returned returned;
    private JournalEntry.@Nullable Asked asked;
    private JournalEntry.@Nullable Answered answered;

    void intended(JournalEntry.Intended entry) {
        intended = entry;
        asked = null;
        answered = null;
    }

    void stepped(JournalEntry.Stepped entry) {
        stepped = entry;
    }

    void called(JournalEntry.Called entry) {
        called = entry;
    }

    void returned(JournalEntry.Returned entry) {
        returned = entry;
    }

    void asked(JournalEntry.Asked entry) {
        asked = entry;
    }

    void answered(JournalEntry.Answered entry) {
        answered = entry;
    }

    /** Something that must not be repeated was begun, after whatever was asked about it. */
    JournalEntry.@Nullable Intended intended() {
        return intended;
    }

    /** Its end. */
    JournalEntry.@Nullable Stepped stepped() {
        return stepped;
    }

    /** An agent was called. */
    JournalEntry.@Nullable Called called() {
        return called;
    }

    /** The agent that was called has ended. */
    JournalEntry.@Nullable Returned returned() {
        return returned;
    }

    /** Somebody was asked. */
    JournalEntry.@Nullable Asked asked() {
        return asked;
    }

    /** Somebody answered. */
    JournalEntry.@Nullable Answered answered() {
        return answered;
    }

    /** Whether this is the newest intent, so that the end is that of what was intended. */
    @SuppressWarnings("ReferenceEquality") // entries are themselves
    boolean isOf(JournalEntry.Intended entry) {
        return intended == entry;
    }
}
