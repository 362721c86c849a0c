package ai.netra.agents.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalFormatException;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.store.Payload;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JournalJsonLawsTest {
    private static final JournalJson JSON = new JournalJson(JsonCodec.standard());

    @Provide
    Arbitrary<JournalEntry> exact() {
        return JournalEntries.exact();
    }

    @Provide
    Arbitrary<JournalEntry> any() {
        return JournalEntries.any();
    }

    @Provide
    Arbitrary<JournalEntry.Decided> decided() {
        return JournalEntries.decided();
    }

    @Property(tries = 500)
    void an_entry_without_values_reads_back_equal(@ForAll("exact") JournalEntry entry) {
        assertThat(readBack(entry)).isEqualTo(entry);
    }

    @Property(tries = 500)
    void what_was_read_back_is_written_as_it_was(@ForAll("any") JournalEntry entry) {
        assertThat(JSON.encode(readBack(entry)).bytes())
                .isEqualTo(JSON.encode(entry).bytes());
    }

    @Property(tries = 500)
    void what_was_read_back_reads_back_equal(@ForAll("any") JournalEntry entry) {
        assertThat(readBack(readBack(entry))).isEqualTo(readBack(entry));
    }

    @Property(tries = 300)
    void a_decision_is_the_same_as_the_one_recorded_of_it(@ForAll("decided") JournalEntry.Decided entry) {
        RecordedDecision now = entry.decision();
        RecordedDecision recorded = ((JournalEntry.Decided) readBack(entry)).decision();

        assertThat(JSON.same(recorded, now)).isTrue();
        assertThat(JSON.same(now, now)).isTrue();
        assertThat(JSON.same(recorded, recorded)).isTrue();
    }

    @Property(tries = 60)
    void a_cut_entry_is_refused(@ForAll("any") JournalEntry entry) {
        byte[] bytes = JSON.encode(entry).bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(outcome(JSON.encode(entry).kind(), cut)).isEqualTo("refused");
        }
    }

    @Property(tries = 100)
    void a_damaged_entry_is_refused_or_read(@ForAll("any") JournalEntry entry, @ForAll Random random) {
        byte[] bytes = JSON.encode(entry).bytes();
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) "\"{}[]:,x0- n\\".charAt(random.nextInt(13));
            assertThat(outcome(JSON.encode(entry).kind(), damaged)).isIn("refused", "read");
        }
    }

    private static String outcome(String kind, byte[] bytes) {
        try {
            JSON.decode(Payload.of(kind, 1, bytes));
            return "read";
        } catch (JournalFormatException e) {
            assertThat(e)
                    .hasMessage("journal record of kind " + kind + ", schema 1, is damaged; restore it from a backup")
                    .hasNoCause();
            return "refused";
        }
    }

    static JournalEntry readBack(JournalEntry entry) {
        Payload payload = JSON.encode(entry);
        return JSON.decode(Payload.of(payload.kind(), payload.schema(), payload.bytes()));
    }
}
