package ai.netra.agents.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputsTest {
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final AgentKey<String> B = AgentKey.of("b", String.class);

    private final Agent<String> reader =
            Agent.of(B, List.of(Dependency.required(A)), (input, context) -> input.output(A));
    private final AgentInput outer = AgentInput.builder("question")
            .attribute("level", 3)
            .previous("before")
            .output(A, "outer")
            .build();

    private AgentInput started(Activation<?> activation, Progress.Recorder recorder) {
        return Inputs.of(Decision.start(activation), recorder.progress()).getFirst();
    }

    @Test
    void takes_message_attributes_and_previous_value_from_the_orchestrator() {
        AgentInput input = started(Activation.of(reader), Progress.recorder(outer));

        assertThat(input.message()).isEqualTo("question");
        assertThat(input.attributes()).isEqualTo(outer.attributes());
        assertThat(input.previous()).contains("before");
    }

    @Test
    void prefers_what_the_activation_is_told() {
        AgentInput input = started(Activation.of(reader).message("other").previous("told"), Progress.recorder(outer));

        assertThat(input.message()).isEqualTo("other");
        assertThat(input.previous()).contains("told");
    }

    @Test
    void gives_the_newest_output_of_the_agent_that_is_named_as_the_one_before() {
        Progress.Recorder recorder =
                Progress.recorder(outer).succeeded(A, "first").succeeded(A, "second");

        assertThat(started(Activation.of(reader).previousOutputOf(A), recorder).previous())
                .contains("second");
        assertThat(started(Activation.of(reader).previousOutputOf(A).previous("told"), recorder)
                        .previous())
                .contains("told");
        assertThat(started(Activation.of(reader).previous("told").previousOutputOf(A), recorder)
                        .previous())
                .contains("second");
    }

    @Test
    void gives_what_the_orchestrator_had_before_where_the_agent_that_is_named_has_no_output() {
        Progress.Recorder recorder = Progress.recorder(outer).started(ActivationId.of(A), A);

        assertThat(started(Activation.of(reader).previousOutputOf(A), recorder).previous())
                .contains("before");
    }

    @Test
    void records_what_a_named_agent_gave_or_what_the_orchestrator_had_before() {
        Progress.Recorder recorder = Progress.recorder(outer);
        Decision<String> decision = Decision.start(Activation.of(reader).previousOutputOf(A));
        RecordedDecision.Start without =
                RecordedDecision.of(decision, recorder.progress()).starts().getFirst();
        recorder.succeeded(A, "given");
        RecordedDecision.Start with =
                RecordedDecision.of(decision, recorder.progress()).starts().getFirst();

        assertThat(without.previous()).contains("before");
        assertThat(with.previous()).contains("given");
        assertThat(with)
                .isEqualTo(RecordedDecision.of(
                                Decision.start(Activation.of(reader).previous("given")), recorder.progress())
                        .starts()
                        .getFirst());
    }

    @Test
    void reads_what_the_orchestrator_reads() {
        assertThat(started(Activation.of(reader), Progress.recorder(outer)).output(A))
                .isEqualTo("outer");
    }

    @Test
    void prefers_an_output_of_the_same_scope() {
        Progress.Recorder recorder = Progress.recorder(outer).succeeded(A, "inner");

        assertThat(started(Activation.of(reader), recorder).output(A)).isEqualTo("inner");
    }

    @Test
    void reads_the_newest_output() {
        Progress.Recorder recorder =
                Progress.recorder(outer).succeeded(A, "first").succeeded(A, "second");

        assertThat(started(Activation.of(reader), recorder).output(A)).isEqualTo("second");
    }

    @Test
    void reads_from_outside_what_is_still_running_inside() {
        Progress.Recorder recorder = Progress.recorder(outer).started(ActivationId.of(A), A);

        assertThat(started(Activation.of(reader), recorder).output(A)).isEqualTo("outer");
    }

    @Test
    void reads_from_outside_what_the_agent_itself_is_about_to_produce() {
        Agent<String> improver =
                Agent.of(A, List.of(Dependency.required(A)), (input, context) -> input.output(A) + "!");

        assertThat(started(Activation.of(improver), Progress.recorder(outer)).output(A))
                .isEqualTo("outer");
    }

    @Test
    void hides_what_the_agent_does_not_declare() {
        Agent<String> other = Agent.of(AgentKey.of("c", String.class), (input, context) -> "");
        AgentInput input = started(Activation.of(other), Progress.recorder(outer));

        assertThatThrownBy(() -> input.find(A))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("a: java.lang.String was read but not declared", "dependencies()");
    }

    @Test
    void hands_a_called_agent_what_it_declares_and_nothing_else() {
        AgentInput handed = AgentInput.builder("question")
                .attribute("level", 3)
                .previous("before")
                .output(A, "one")
                .output(B, "two")
                .build();

        AgentInput input = Inputs.of(reader, handed);

        assertThat(input.output(A)).isEqualTo("one");
        assertThat(input.previous()).contains("before");
        assertThat(input.attributes()).isEqualTo(handed.attributes());
        assertThatThrownBy(() -> input.find(B)).isInstanceOf(InvalidDefinitionException.class);
    }

    @Test
    void lets_a_called_agent_ask_for_an_optional_dependency_that_it_was_not_handed() {
        Agent<String> optional = Agent.of(B, List.of(Dependency.optional(A)), (input, context) -> "");

        assertThat(Inputs.of(optional, AgentInput.of("question")).find(A)).isEmpty();
    }

    @Test
    void names_the_required_dependency_that_is_missing() {
        assertThat(Inputs.of(reader, AgentInput.of("question")).unmet()).contains(A);
        assertThat(Inputs.of(reader, outer).unmet()).isEmpty();
    }
}
