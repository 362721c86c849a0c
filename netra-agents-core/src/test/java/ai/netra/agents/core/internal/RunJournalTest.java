package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.Usage;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.spi.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunJournalTest {
    private static final int CALLS = 60;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void entries_never_go_back_in_time_though_the_wall_clock_is_set_back() {
        SteppingScheduler scheduler = new SteppingScheduler(NOON);
        RunJournal journal = new RunJournal(scheduler, new WallTimes(scheduler), new Listeners(List.of()));

        for (int i = 0; i < 3; i++) {
            scheduler.setWallClock(NOON.minusSeconds(60 * i));
            scheduler.pass(Duration.ofSeconds(i));
            journal.append(at -> new JournalEntry.Owned("runner", 1, at));
        }

        assertThat(journal.entries())
                .extracting(JournalEntry::at)
                .containsExactly(NOON, NOON.plusSeconds(1), NOON.plusSeconds(3));
    }

    @Test
    void what_is_written_later_has_no_earlier_time_though_its_clock_was_read_before() {
        SteppingScheduler scheduler = new SteppingScheduler(NOON);
        RunJournal journal = new RunJournal(scheduler, new WallTimes(scheduler), new Listeners(List.of()));

        journal.append(new Two(5));
        journal.append(new Two(2));

        assertThat(journal.entries())
                .extracting(JournalEntry::at)
                .containsOnly(NOON)
                .hasSize(4);
    }

    @Test
    void entries_that_belong_together_have_the_same_time() {
        RunJournal journal = journal();

        journal.append(new Two(0));

        assertThat(journal.entries()).extracting(JournalEntry::at).containsExactly(NOON, NOON);
    }

    @Test
    void what_was_read_does_not_change_when_entries_are_appended() {
        RunJournal journal = journal();
        journal.append(at -> new JournalEntry.Owned("runner", 1, at));
        List<JournalEntry> read = journal.entries();
        journal.append(at -> new JournalEntry.Owned("runner", 2, at));

        assertThat(read).hasSize(1);
        assertThat(journal.entries()).hasSize(2);
    }

    @Test
    void a_subscriber_hears_each_event_once_and_in_order_wherever_it_comes_in() throws InterruptedException {
        try (SystemScheduler scheduler = SystemScheduler.create()) {
            for (int round = 0; round < 60; round++) {
                RunJournal journal = new RunJournal(scheduler, new WallTimes(scheduler), new Listeners(List.of()));
                Task writer = scheduler.fork("writer", task -> write(journal));
                Map<Subscription, List<Long>> heard = new LinkedHashMap<>();
                for (int i = 0; i < 30; i++) {
                    long after = i % 3 * 40L;
                    List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
                    Subscription subscription = new Subscription(
                            scheduler,
                            new Listeners(List.of()),
                            event -> sequences.add(event.source().position().sequence()),
                            new EventPosition(1, after));
                    scheduler.fork("reader", task -> hear(subscription));
                    journal.subscribe(subscription);
                    heard.put(subscription, sequences);
                }
                writer.join();
                int number = 0;
                for (Map.Entry<Subscription, List<Long>> subscriber : heard.entrySet()) {
                    subscriber.getKey().await();
                    assertThat(subscriber.getValue())
                            .isEqualTo(LongStream.rangeClosed(number++ % 3 * 40L + 1, 2 + 2 * CALLS)
                                    .boxed()
                                    .toList());
                }
            }
        }
    }

    private static void hear(Subscription subscription) {
        subscription.hear();
        subscription.fallSilent();
    }

    /** What stands for two entries. */
    private record Two(long at) implements Written {
        @Override
        public void entries(Instant time, Consumer<? super JournalEntry> sink) {
            sink.accept(new JournalEntry.Owned("runner", 1, time));
            sink.accept(new JournalEntry.Owned("runner", 2, time));
        }
    }

    /** A run of one agent, which calls another again and again. */
    private static void write(RunJournal journal) {
        AgentKey<String> key = AgentKey.of("a", String.class);
        Outcome<String> done = new Outcome.Succeeded<>("done");
        RunRequest request = RunRequest.of("hello");
        journal.append(
                at -> new JournalEntry.Began(request.user(), ThreadId.of("t1"), RunId.of("r1"), request, key, "1", at));
        journal.append(at -> new JournalEntry.Owned("runner", 1, at));
        for (int i = 1; i <= CALLS; i++) {
            StepId step = new StepId("a", 1, i);
            journal.append(at -> new JournalEntry.Called(step, key, "", at));
            journal.append(at -> new JournalEntry.Returned(step, key, done, at));
        }
        journal.append(at -> new JournalEntry.Finished(done, Usage.NONE, at));
        journal.end();
    }

    @Test
    void a_listener_that_subscribes_another_one_hands_it_nothing_twice() throws InterruptedException {
        try (SystemScheduler scheduler = SystemScheduler.create()) {
            AtomicReference<RunJournal> journal = new AtomicReference<>();
            List<Subscription> subscriptions = new ArrayList<>();
            List<List<Long>> heard = new ArrayList<>();
            Listeners listeners = new Listeners(List.of(event -> {
                List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
                Subscription subscription = new Subscription(
                        scheduler,
                        new Listeners(List.of()),
                        told -> sequences.add(told.source().position().sequence()),
                        EventPosition.START);
                scheduler.fork("reader", task -> hear(subscription));
                journal.get().subscribe(subscription);
                subscriptions.add(subscription);
                heard.add(sequences);
            }));
            journal.set(new RunJournal(scheduler, new WallTimes(scheduler), listeners));
            write(journal.get());
            for (Subscription subscription : subscriptions) {
                subscription.await();
            }
            assertThat(heard)
                    .hasSize(2 + 2 * CALLS)
                    .containsOnly(
                            LongStream.rangeClosed(1, 2 + 2 * CALLS).boxed().toList());
        }
    }

    @Test
    void nothing_is_told_of_a_run_that_is_over() throws InterruptedException {
        try (SystemScheduler scheduler = SystemScheduler.create()) {
            List<AgentEvent> heard = new ArrayList<>();
            RunJournal journal =
                    new RunJournal(scheduler, new WallTimes(scheduler), new Listeners(List.of(heard::add)));
            write(journal);
            journal.live("a", "a", source -> new AgentEvent.LlmDeltaReceived(source, "late"));

            assertThat(heard).noneMatch(AgentEvent.LlmDeltaReceived.class::isInstance);
        }
    }

    private static RunJournal journal() {
        SteppingScheduler scheduler = new SteppingScheduler(NOON);
        return new RunJournal(scheduler, new WallTimes(scheduler), new Listeners(List.of()));
    }
}
