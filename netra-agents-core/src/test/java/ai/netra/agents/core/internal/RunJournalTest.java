package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.AgentClock;
import ai.netra.agents.core.journal.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunJournalTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void entries_never_go_back_in_time_though_the_clock_is_set_back() {
        RunJournal journal = journal(NOON, NOON.minusSeconds(60), NOON.plusSeconds(1));

        for (int i = 0; i < 3; i++) {
            journal.append(at -> new JournalEntry.Owned("runner", 1, at));
        }

        assertThat(journal.entries()).extracting(JournalEntry::at).containsExactly(NOON, NOON, NOON.plusSeconds(1));
    }

    @Test
    void entries_that_belong_together_have_the_same_time() {
        RunJournal journal = journal(NOON, NOON.plusSeconds(1));

        journal.append(at -> new JournalEntry.Owned("runner", 1, at), at -> new JournalEntry.Owned("runner", 2, at));

        assertThat(journal.entries()).extracting(JournalEntry::at).containsExactly(NOON, NOON);
    }

    @Test
    void what_was_read_does_not_change_when_entries_are_appended() {
        RunJournal journal = journal(NOON, NOON);
        journal.append(at -> new JournalEntry.Owned("runner", 1, at));
        List<JournalEntry> read = journal.entries();
        journal.append(at -> new JournalEntry.Owned("runner", 2, at));

        assertThat(read).hasSize(1);
        assertThat(journal.entries()).hasSize(2);
    }

    private static RunJournal journal(Instant... times) {
        Deque<Instant> remaining = new ArrayDeque<>(List.of(times));
        return new RunJournal(
                new AgentClock() {
                    @Override
                    public Instant instant() {
                        return remaining.removeFirst();
                    }

                    @Override
                    public void sleep(Duration duration) {
                        throw new AssertionError("a journal does not sleep");
                    }
                },
                new Listeners(List.of()));
    }
}
