package ai.netra.agents.tests.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.Append.Mark;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.testkit.StateStoreContract;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryStateStoreTest extends StateStoreContract {
    private static final ThreadId THREAD = ThreadId.of("t");
    private static final StreamKey.OfThread TALK = new StreamKey.OfThread(UserId.LOCAL, THREAD);
    private static final Payload PAYLOAD = Payload.of("noted", 1, new byte[] {1});
    private static final Lease MINUTE = Lease.of(Duration.ofMinutes(1));

    private final VirtualClock clock = VirtualClock.manual();
    private final StateStore store =
            InMemoryStateStore.builder().scheduler(clock).build();

    @Override
    protected StateStore newStore() {
        return store;
    }

    @Override
    protected Optional<StateStore> newStoreOf(int maxPayload) {
        return Optional.of(InMemoryStateStore.builder()
                .scheduler(clock)
                .maxPayload(maxPayload)
                .build());
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        clock.advance(time);
    }

    private static StreamKey.OfRun run(int number) {
        return new StreamKey.OfRun(UserId.LOCAL, THREAD, RunId.of("run " + number));
    }

    private static StreamPosition append(StateStore to, StreamKey.OfRun run, StreamPosition expected, Mark mark) {
        return ((AppendResult.Appended) to.append(Append.to(run, expected, "w", List.of(PAYLOAD), mark))).end();
    }

    private static List<Integer> left(StateStore in) {
        return IntStream.range(0, 2_000)
                .filter(i -> in.find(UserId.LOCAL, run(i).run()).isPresent())
                .boxed()
                .toList();
    }

    @Test
    void keeps_the_very_values_and_never_encodes_them() {
        StringBuilder value = new StringBuilder("no constant");
        Payload payload = Payload.of("noted", 1, value, one -> {
            throw new AssertionError("encoded");
        });
        store.append(Append.to(TALK, StreamPosition.NONE, "w", List.of(payload)));

        assertThat(store.load(TALK)
                        .tail()
                        .get(0)
                        .payload()
                        .value(StringBuilder.class)
                        .orElseThrow())
                .isSameAs(value);
    }

    @Test
    void keeps_the_newest_thousand_runs_that_are_over() {
        for (int i = 0; i < 1_200; i++) {
            append(store, run(i), StreamPosition.NONE, Mark.ended());
        }

        assertThat(left(store)).isEqualTo(IntStream.range(200, 1_200).boxed().toList());
        assertThat(store.runs(UserId.LOCAL, THREAD, Page.first(2_000))).hasSize(1_000);
    }

    @Test
    void keeps_every_run_that_is_not_over_and_every_conversation() {
        StateStore small =
                InMemoryStateStore.builder().scheduler(clock).endedRuns(1).build();
        for (int i = 0; i < 300; i++) {
            append(small, run(i), StreamPosition.NONE, i % 2 == 0 ? Mark.suspended() : Mark.running(MINUTE));
            small.append(Append.to(
                    new StreamKey.OfThread(UserId.LOCAL, ThreadId.of("t" + i)),
                    StreamPosition.NONE,
                    "w",
                    List.of(PAYLOAD)));
        }
        append(small, run(300), StreamPosition.NONE, Mark.ended());
        append(small, run(301), StreamPosition.NONE, Mark.ended());

        assertThat(left(small)).hasSize(301).doesNotContain(300);
        assertThat(small.threads(UserId.LOCAL, Page.first(1_000))).hasSize(300);
    }

    @Test
    void a_run_counts_from_when_it_ended_and_not_while_it_goes_on_again() {
        StateStore small =
                InMemoryStateStore.builder().scheduler(clock).endedRuns(2).build();
        StreamPosition first = append(small, run(1), StreamPosition.NONE, Mark.running(MINUTE));
        append(small, run(2), StreamPosition.NONE, Mark.ended());
        append(small, run(1), first, Mark.ended());
        StreamPosition third = append(small, run(3), StreamPosition.NONE, Mark.ended());
        assertThat(left(small)).containsExactly(1, 3);

        append(small, run(3), third, Mark.suspended());
        append(small, run(4), StreamPosition.NONE, Mark.ended());
        append(small, run(5), StreamPosition.NONE, Mark.ended());
        assertThat(left(small)).containsExactly(3, 4, 5);
    }

    @Test
    void a_lease_holds_up_to_the_last_nanosecond_of_its_time() throws InterruptedException {
        append(store, run(1), StreamPosition.NONE, Mark.running(MINUTE));

        clock.advance(Duration.ofMinutes(1).minusNanos(1));
        assertThat(store.lapsed(1)).isEmpty();
        clock.advance(Duration.ofNanos(1));
        assertThat(store.lapsed(1)).extracting(RunHeader::key).containsExactly(run(1));
    }

    @Test
    void goes_by_the_systems_time_unless_it_is_told_otherwise() {
        StateStore real = InMemoryStateStore.create();
        append(real, run(1), StreamPosition.NONE, Mark.running(Lease.of(Duration.ofMillis(1))));
        append(real, run(2), StreamPosition.NONE, Mark.running(MINUTE));

        while (real.lapsed(2).isEmpty()) {
            Thread.onSpinWait(); // until the system's clock has moved
        }
        assertThat(real.lapsed(2)).extracting(RunHeader::key).containsExactly(run(1));
    }

    @Test
    void rejects_what_makes_no_sense_and_names_it() {
        List<Runnable> definitions = List.of(
                () -> InMemoryStateStore.builder().endedRuns(0),
                () -> InMemoryStateStore.builder().maxPayload(0));

        assertThat(definitions)
                .allSatisfy(definition -> assertThatThrownBy(definition::run)
                        .isInstanceOf(InvalidDefinitionException.class)
                        .hasMessageMatching("(endedRuns|maxPayload) of a store is 0; .*"));
    }
}
