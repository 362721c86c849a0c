package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.EventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LifecycleValidatorTest {
    private static final Failure FAILURE = Failure.of(FailureKind.AGENT_ERROR, "boom");

    @Test
    void accepts_a_run_as_it_should_be() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .thought("flow/draft")
                        .toolStarted("flow/draft")
                        .toolEnded("flow/draft")
                        .delta("flow/draft")
                        .completed("flow/draft")
                        .skipped("flow/extra")
                        .started("flow/inner~2")
                        .started("flow/inner~2/review[3]")
                        .stuck("flow/inner~2/review[3]")
                        .cancelled("flow/inner~2/review[3]")
                        .failed("flow/inner~2")
                        .runFailed()))
                .isEmpty();
    }

    @Test
    void accepts_an_agent_called_from_within_another() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .started("flow/draft!1/3/helper")
                        .started("flow/draft!1/3/helper/deep")
                        .thought("flow/draft!1/3/helper/deep")
                        .completed("flow/draft!1/3/helper/deep")
                        .completed("flow/draft!1/3/helper")
                        .completed("flow/draft")
                        .runCompleted()))
                .isEmpty();
    }

    @Test
    void accepts_a_run_taken_over_by_a_second_runner() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .takenOver()
                        .completed("flow/draft")
                        .runCompleted()))
                .isEmpty();
    }

    @Test
    void accepts_signs_of_the_run_itself_while_it_runs() {
        assertThat(violations(new EventScript().runStarted().thought("flow").runCancelled()))
                .isEmpty();
    }

    @Test
    void finds_a_run_without_events() {
        assertThat(violations(new EventScript())).containsExactly("there are no events; a run begins with run_started");
    }

    @Test
    void finds_a_run_that_does_not_begin_with_its_start() {
        assertThat(violations(new EventScript()
                        .started("flow/draft")
                        .completed("flow/draft")
                        .runCompleted()))
                .contains("agent_started of flow/draft is first; a run begins with run_started, or goes on with"
                        + " run_resumed");
    }

    @Test
    void finds_a_second_start_of_the_run() {
        assertThat(violations(new EventScript().runStarted().runStarted().runCompleted()))
                .containsExactly("run_started of flow comes again; a run starts once");
    }

    @Test
    void finds_a_run_that_does_not_end() {
        assertThat(violations(new EventScript().runStarted()))
                .containsExactly("the run does not end; it ends with run_completed, run_failed or run_cancelled");
    }

    @Test
    void finds_a_run_that_ends_twice() {
        assertThat(violations(new EventScript().runStarted().runCompleted().runFailed()))
                .containsExactly("run_failed of flow comes after the run's end by run_completed");
    }

    @Test
    void finds_whatever_follows_the_end() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .completed("flow/draft")
                        .runCancelled()
                        .thought("flow")
                        .skipped("flow/late")))
                .containsExactly(
                        "agent_thinking of flow comes after the run's end by run_cancelled",
                        "agent_skipped of flow/late comes after the run's end by run_cancelled");
    }

    @Test
    void finds_an_activation_that_starts_twice() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .started("flow/draft")
                        .completed("flow/draft")
                        .started("flow/draft")
                        .runCompleted()))
                .containsExactly(
                        "agent_started of flow/draft comes for an activation that has started already",
                        "agent_started of flow/draft comes for an activation that has ended already");
    }

    @Test
    void finds_an_activation_that_ends_twice() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .completed("flow/draft")
                        .cancelled("flow/draft")
                        .runCompleted()))
                .containsExactly("agent_cancelled of flow/draft comes for an activation that has ended already");
    }

    @Test
    void finds_an_activation_that_ends_without_a_start() {
        assertThat(violations(
                        new EventScript().runStarted().failed("flow/draft").runFailed()))
                .containsExactly("agent_failed of flow/draft comes for an activation that has not started");
    }

    @Test
    void finds_an_activation_that_does_not_end() {
        assertThat(violations(
                        new EventScript().runStarted().started("flow/draft").runCompleted()))
                .containsExactly("activation flow/draft does not end; it ends with agent_completed, agent_failed or"
                        + " agent_cancelled");
    }

    @Test
    void finds_a_skipped_activation_that_starts_ends_or_acts() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .skipped("flow/draft")
                        .started("flow/draft")
                        .thought("flow/draft")
                        .skipped("flow/draft")
                        .completed("flow/draft")
                        .runCompleted()))
                .containsExactly(
                        "agent_started of flow/draft comes for an activation that was skipped already",
                        "agent_thinking of flow/draft comes from an activation that was skipped",
                        "agent_skipped of flow/draft comes for an activation that was skipped already",
                        "agent_completed of flow/draft comes for an activation that was skipped already");
    }

    @Test
    void finds_a_child_that_outlives_what_it_is_part_of() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/inner")
                        .started("flow/inner/draft")
                        .completed("flow/inner")
                        .completed("flow/inner/draft")
                        .runCompleted()))
                .containsExactly(
                        "agent_completed of flow/inner comes while flow/inner/draft still runs in it",
                        "agent_completed of flow/inner/draft comes from within flow/inner, which has ended");
    }

    @Test
    void finds_a_called_agent_that_outlives_its_caller() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .started("flow/draft!1/1/helper")
                        .completed("flow/draft")
                        .runCompleted()))
                .containsExactly(
                        "agent_completed of flow/draft comes while flow/draft!1/1/helper still runs in it",
                        "activation flow/draft!1/1/helper does not end; it ends with agent_completed, agent_failed or"
                                + " agent_cancelled");
    }

    @Test
    void finds_activity_after_the_end_of_its_activation() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/inner")
                        .completed("flow/inner")
                        .thought("flow/inner")
                        .started("flow/inner/draft")
                        .completed("flow/inner/draft")
                        .runCompleted()))
                .containsExactly(
                        "agent_thinking of flow/inner comes from an activation that has ended",
                        "agent_started of flow/inner/draft comes from within flow/inner, which has ended",
                        "agent_completed of flow/inner/draft comes from within flow/inner, which has ended");
    }

    @Test
    void finds_activity_of_what_has_not_started() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .delta("flow/draft")
                        .toolStarted("flow/inner/deep")
                        .runCompleted()))
                .containsExactly(
                        "llm_delta of flow/draft comes from an activation that has not started",
                        "tool_executing of flow/inner/deep comes from an activation that has not started",
                        "tool_executing of flow/inner/deep comes from within flow/inner, which has not started");
    }

    @Test
    void does_not_take_a_longer_name_for_a_child() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .started("flow/draft2")
                        .started("flow/draft~2")
                        .completed("flow/draft")
                        .completed("flow/draft2")
                        .completed("flow/draft~2")
                        .runCompleted()))
                .isEmpty();
    }

    @Test
    void finds_a_gap_in_the_positions() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .at(1, 3)
                        .started("flow/draft")
                        .completed("flow/draft")
                        .runCompleted()))
                .containsExactly("agent_started of flow/draft stands at 1:3, not at 1:2");
    }

    @Test
    void finds_a_position_that_repeats() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .at(1, 1)
                        .started("flow/draft")
                        .completed("flow/draft")
                        .runCompleted()))
                .containsExactly("agent_started of flow/draft stands at 1:1, not at 1:2");
    }

    @Test
    void finds_positions_that_do_not_begin_at_one() {
        assertThat(violations(new EventScript().at(1, 0).runStarted().runCompleted()))
                .containsExactly("run_started of flow stands at 1:0, not at 1:1");
        assertThat(violations(new EventScript().at(2, 1).runStarted().runCompleted()))
                .containsExactly("run_started of flow stands at 2:1, not at 1:1");
    }

    @Test
    void finds_an_epoch_that_was_jumped_over_or_does_not_begin_at_one() {
        assertThat(violations(new EventScript().runStarted().at(3, 1).runCompleted()))
                .containsExactly("run_completed of flow stands at 3:1, not at 1:2");
        assertThat(violations(new EventScript().runStarted().at(2, 2).runCompleted()))
                .containsExactly("run_completed of flow stands at 2:2, not at 1:2");
    }

    @Test
    void finds_a_live_event_that_has_a_position_of_its_own() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .liveAt(1, 3)
                        .thought("flow/draft")
                        .at(1, 3)
                        .completed("flow/draft")
                        .runCompleted()))
                .containsExactly(
                        "agent_thinking of flow/draft is live only and stands at 1:3, not at the lifecycle event it"
                                + " follows, 1:2");
    }

    @Test
    void finds_a_live_event_that_stands_at_an_older_lifecycle_event() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .started("flow/draft")
                        .liveAt(1, 1)
                        .thought("flow/draft")
                        .completed("flow/draft")
                        .runCompleted()))
                .containsExactly(
                        "agent_thinking of flow/draft is live only and stands at 1:1, not at the lifecycle event it"
                                + " follows, 1:2");
    }

    @Test
    void finds_time_that_goes_back() {
        assertThat(violations(new EventScript()
                        .runStarted()
                        .earlier(Duration.ofSeconds(5))
                        .started("flow/draft")
                        .completed("flow/draft")
                        .runCompleted()))
                .containsExactly(
                        "agent_started of flow/draft is of 2025-12-31T23:59:56Z, before the event before it, of"
                                + " 2026-01-01T00:00:00Z");
    }

    @Test
    void finds_an_event_of_another_user_thread_or_run() {
        for (UnaryOperator<EventScript> other : List.<UnaryOperator<EventScript>>of(
                script -> script.user("u2"), script -> script.thread("t2"), script -> script.run("r2"))) {
            assertThat(violations(other.apply(new EventScript().runStarted()).runCompleted()))
                    .singleElement()
                    .asString()
                    .startsWith("run_completed of flow is of user ")
                    .endsWith(" among events of user u1, thread t1, run r1");
        }
    }

    @Test
    void finds_words_that_are_not_on_the_wire() {
        List<AgentEvent> events = new ArrayList<>(
                new EventScript().runStarted().started("flow/draft").events());
        EventSource source = events.getLast().source();
        events.add(new AgentEvent.AgentFailed(at(source, 3), "broken", FAILURE, Duration.ZERO));
        events.add(new AgentEvent.RunCompleted(at(source, 4), "done", Duration.ZERO));

        assertThat(LifecycleValidator.violations(events))
                .containsExactly(
                        "agent_failed of flow/draft says 'broken'; it may say failed or limit_exceeded or timed_out",
                        "run_completed of flow/draft says 'done'; it may say degraded or succeeded");
    }

    @Test
    void throws_all_violations_with_the_history() {
        List<AgentEvent> broken = new EventScript()
                .runStarted()
                .started("flow/draft")
                .thought("flow/draft")
                .runCompleted()
                .events();

        assertThatThrownBy(() -> LifecycleValidator.verify(broken))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                    the lifecycle of a run was violated:
                      - activation flow/draft does not end; it ends with agent_completed, agent_failed or agent_cancelled
                    its events:
                      1:1  2026-01-01T00:00:00Z run_started flow
                      1:2  2026-01-01T00:00:01Z agent_started flow/draft
                      1:2+ 2026-01-01T00:00:02Z agent_thinking flow/draft
                      1:3  2026-01-01T00:00:03Z run_completed flow\
                    """);
        assertThatCode(() -> LifecycleValidator.verify(
                        new EventScript().runStarted().runCompleted().events()))
                .doesNotThrowAnyException();
    }

    @Test
    void no_event_of_a_good_run_can_be_left_out_doubled_or_swapped_unnoticed() {
        List<AgentEvent> good = new EventScript()
                .runStarted()
                .started("flow/draft")
                .completed("flow/draft")
                .started("flow/inner")
                .started("flow/inner/review")
                .completed("flow/inner/review")
                .completed("flow/inner")
                .skipped("flow/extra")
                .runCompleted()
                .events();
        assertThat(LifecycleValidator.violations(good)).isEmpty();

        for (int i = 0; i < good.size(); i++) {
            List<AgentEvent> without = new ArrayList<>(good);
            AgentEvent event = without.remove(i);
            assertThat(LifecycleValidator.violations(without))
                    .as("without %s", event)
                    .isNotEmpty();
            List<AgentEvent> doubled = new ArrayList<>(good);
            doubled.add(i, event);
            assertThat(LifecycleValidator.violations(doubled))
                    .as("twice %s", event)
                    .isNotEmpty();
            if (i > 0) {
                List<AgentEvent> swapped = new ArrayList<>(good);
                swapped.add(i - 1, swapped.remove(i));
                assertThat(LifecycleValidator.violations(swapped))
                        .as("too early %s", event)
                        .isNotEmpty();
            }
        }
    }

    private static EventSource at(EventSource source, long sequence) {
        return new EventSource(
                source.user(),
                source.thread(),
                source.run(),
                source.agent(),
                source.path(),
                new EventPosition(1, sequence),
                source.timestamp());
    }

    private static List<String> violations(EventScript script) {
        return LifecycleValidator.violations(script.events());
    }
}
