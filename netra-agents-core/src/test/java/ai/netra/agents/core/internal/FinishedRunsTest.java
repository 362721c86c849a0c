package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Limits;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.RunInspector;
import ai.netra.agents.core.cache.InMemoryAgentCache;
import ai.netra.agents.core.json.JournalJson;
import ai.netra.agents.core.redact.Redaction;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.state.ConversationPolicy;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FinishedRunsTest {
    private static final UserId ANN = UserId.of("ann");

    private final Agent<String> agent = Agent.of(AgentKey.of("a", String.class), (input, context) -> "A");
    private final Engine engine = engine();
    private final Runs runs = new Runs(new Runs.Ceilings(1, 1));
    private final FinishedRuns finished = new FinishedRuns();

    /** With what a run needs to be made. */
    private static Engine engine() {
        Scheduler scheduler = new SteppingScheduler(Instant.EPOCH);
        JsonCodec codec = JsonCodec.standard();
        return new Engine(
                "runner",
                scheduler,
                new WallTimes(scheduler),
                null,
                LlmPricing.unknown(),
                ToolDispatcher.none(),
                codec,
                Limits.defaults(),
                new Listeners(List.of()),
                new OpenSubscriptions(scheduler, Redaction.NONE),
                List.of(),
                RunInspector.NONE,
                Wirings.of(List.of(), type -> {}),
                new Prompts(),
                new CachedOutputs(
                        InMemoryAgentCache.builder().scheduler(scheduler).build(), codec, Redaction.NONE),
                new JournalJson(codec),
                new Histories(ConversationPolicy.defaults(), codec, scheduler, null, Redaction.NONE),
                null);
    }

    private Run<String> run(String id) {
        return run(ANN, "thread-of-" + id, id);
    }

    private Run<String> run(UserId user, String thread, String id) {
        return new Run<>(
                engine,
                runs,
                agent,
                RunRequest.of("hello").user(user.value()).thread(thread).runId(id));
    }

    private boolean isKept(String id) {
        return finished.find(ANN, RunId.of(id)) != null;
    }

    @Test
    void keeps_the_newest_thousand() {
        for (int i = 0; i < 2_500; i++) {
            Run<String> run = run("r" + i);
            finished.add(run, 20);

            assertThat(finished.find(ANN, run.run())).isSameAs(run);
            assertThat(isKept("r" + (i - 999))).isEqualTo(i >= 999);
            assertThat(isKept("r" + (i - 1_000))).isFalse();
        }
    }

    @Test
    void forgets_the_oldest_where_all_come_to_more_than_20_000_items() {
        for (int i = 0; i < 200; i++) {
            finished.add(run("r" + i), 100);
        }
        assertThat(isKept("r0")).isTrue();

        finished.add(run("one more"), 1);
        assertThat(isKept("r0")).isFalse();
        assertThat(isKept("r1")).isTrue();

        finished.add(run("a long one"), 1_000);
        assertThat(isKept("r10")).isFalse();
        assertThat(isKept("r11")).isTrue();
        assertThat(isKept("one more")).isTrue();
    }

    @Test
    void keeps_the_newest_however_long_it_is() {
        finished.add(run("short"), 5);
        finished.add(run("endless"), 1_000_000);

        assertThat(isKept("short")).isFalse();
        assertThat(isKept("endless")).isTrue();
        finished.add(run("next"), 5);
        assertThat(isKept("endless")).isFalse();
        assertThat(isKept("next")).isTrue();
    }

    @Test
    void gives_the_runs_of_a_thread_oldest_first_and_no_other_users() {
        for (int i = 0; i < 1_100; i++) {
            finished.add(run(ANN, "t" + i % 2, "r" + i), 1);
            finished.add(run(UserId.of("bob"), "t0", "r" + i), 1);
        }

        assertThat(finished.of(ANN, ThreadId.of("t0")))
                .extracting(run -> run.run().value())
                .hasSize(250)
                .startsWith("r600", "r602")
                .endsWith("r1096", "r1098");
        assertThat(finished.find(UserId.of("carol"), RunId.of("r1099"))).isNull();
    }

    @Test
    void keeps_what_a_list_with_the_same_bounds_would() {
        Random random = new Random(11);
        record Kept(String id, int length) {}
        Deque<Kept> expected = new ArrayDeque<>();
        int items = 0;
        for (int i = 0; i < 4_000; i++) {
            int length = i / 1_000 % 2 == 0 ? 1 + random.nextInt(8) : 1 + random.nextInt(400);
            finished.add(run(ANN, "t", "r" + i), length);
            expected.add(new Kept("r" + i, length));
            items += length;
            while (expected.size() > 1_000 || (items > 20_000 && expected.size() > 1)) {
                items -= expected.remove().length();
            }
            if (i % 97 == 0) {
                assertThat(finished.of(ANN, ThreadId.of("t")))
                        .extracting(run -> run.run().value())
                        .containsExactlyElementsOf(
                                expected.stream().map(Kept::id).toList());
            }
        }
    }
}
