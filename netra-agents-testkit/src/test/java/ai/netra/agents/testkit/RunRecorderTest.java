package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.RunId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.spi.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunRecorderTest {
    @Test
    void keeps_events_in_order_and_apart_by_run() {
        RunRecorder recorder = RunRecorder.create();
        List<AgentEvent> one = new EventScript().runStarted().runCompleted().events();
        List<AgentEvent> two =
                new EventScript().run("r2").runStarted().runCancelled().events();

        recorder.onEvent(one.get(0));
        recorder.onEvent(two.get(0));
        recorder.onEvent(two.get(1));
        recorder.onEvent(one.get(1));

        assertThat(recorder.events()).containsExactly(one.get(0), two.get(0), two.get(1), one.get(1));
        assertThat(recorder.events(RunId.of("r1"))).isEqualTo(one);
        assertThat(recorder.types()).containsExactly("run_started", "run_started", "run_cancelled", "run_completed");
        assertThat(recorder.types(RunId.of("r2"))).containsExactly("run_started", "run_cancelled");
        assertThat(recorder.events(AgentEvent.RunStarted.class))
                .containsExactly((AgentEvent.RunStarted) one.get(0), (AgentEvent.RunStarted) two.get(0));
        recorder.verify();
    }

    @Test
    void fails_with_the_history_of_every_run_that_was_violated() {
        RunRecorder recorder = RunRecorder.create();
        new EventScript().runStarted().events().forEach(recorder::onEvent);
        new EventScript().run("r2").runStarted().runCompleted().events().forEach(recorder::onEvent);
        new EventScript().run("r3").runCompleted().events().forEach(recorder::onEvent);

        assertThatThrownBy(recorder::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the run does not end")
                .hasMessageContaining("run_completed of flow is first")
                .hasMessageContaining("1:1  2026-01-01T00:00:00Z run_started flow");
    }

    @Test
    void tells_the_runs_of_two_users_apart_that_have_the_same_id() {
        RunRecorder recorder = RunRecorder.create();
        List<AgentEvent> one = new EventScript().runStarted().runCompleted().events();
        List<AgentEvent> two =
                new EventScript().user("u2").runStarted().runCompleted().events();
        recorder.onEvent(one.get(0));
        recorder.onEvent(two.get(0));
        recorder.onEvent(one.get(1));
        recorder.onEvent(two.get(1));

        assertThatCode(recorder::close).doesNotThrowAnyException();
    }

    @Test
    void only_records_if_told_to() {
        RunRecorder recorder = RunRecorder.withoutValidation();
        new EventScript().runCompleted().runStarted().events().forEach(recorder::onEvent);

        assertThatCode(recorder::close).doesNotThrowAnyException();
        assertThat(recorder.types()).containsExactly("run_completed", "run_started");
    }

    @Test
    void loses_nothing_of_runs_that_go_on_at_once() throws InterruptedException {
        VirtualClock clock = VirtualClock.automatic();
        RunRecorder recorder = RunRecorder.create();
        List<Task> runs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String id = "run-" + i;
            runs.add(clock.fork(id, self -> {
                EventScript script = new EventScript().run(id).runStarted();
                for (int n = 0; n < 20; n++) {
                    script.started("flow/a~" + n).completed("flow/a~" + n);
                }
                script.runCompleted().events().forEach(recorder::onEvent);
            }));
        }
        for (Task run : runs) {
            run.join();
        }

        assertThat(recorder.events()).hasSize(50 * 42);
        recorder.verify();
    }
}
