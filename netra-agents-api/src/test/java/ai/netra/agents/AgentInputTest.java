package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgentInputTest {
    private static final AgentKey<String> DRAFT = AgentKey.of("draft", String.class);
    private static final AgentKey<Integer> SCORE = AgentKey.of("score", Integer.class);

    @Test
    void gives_the_outputs_of_declared_dependencies() {
        AgentInput input = AgentInput.builder("x").output(DRAFT, "text").build();
        assertThat(input.output(DRAFT)).isEqualTo("text");
    }

    @Test
    void refuses_to_read_what_was_not_declared_and_names_the_fix() {
        assertThatThrownBy(() -> AgentInput.of("x").find(DRAFT))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("draft: java.lang.String")
                .hasMessageContaining("Dependency.required");
    }

    @Test
    void an_optional_dependency_without_output_is_empty_and_says_how_it_ended() {
        Failure failure = Failure.of(FailureKind.AGENT_ERROR, "boom");
        AgentInput input = AgentInput.builder("x")
                .dependencies(List.of(Dependency.optional(DRAFT), Dependency.optional(SCORE)))
                .outcome(ActivationId.of(DRAFT), DRAFT, new Outcome.Failed<>(failure))
                .build();
        assertThat(input.find(DRAFT)).isEmpty();
        assertThat(input.outcome(DRAFT).orElseThrow().failure()).contains(failure);
        assertThat(input.outcome(SCORE)).isEmpty();
        assertThatThrownBy(() -> input.output(DRAFT)).hasMessageContaining("find(key)");
    }

    @Test
    void names_the_first_required_dependency_without_an_output() {
        Failure failure = Failure.of(FailureKind.AGENT_ERROR, "boom");
        List<Dependency<?>> both = List.of(Dependency.required(DRAFT), Dependency.required(SCORE));

        assertThat(AgentInput.of("x").unmet()).isEmpty();
        assertThat(AgentInput.builder("x").dependencies(both).build().unmet()).contains(DRAFT);
        assertThat(AgentInput.builder("x")
                        .dependencies(both)
                        .output(DRAFT, "text")
                        .build()
                        .unmet())
                .contains(SCORE);
        assertThat(AgentInput.builder("x")
                        .dependencies(both)
                        .output(DRAFT, "text")
                        .output(SCORE, 3)
                        .build()
                        .unmet())
                .isEmpty();
        assertThat(AgentInput.builder("x")
                        .dependencies(List.of(Dependency.required(DRAFT)))
                        .outcome(ActivationId.of(DRAFT), DRAFT, new Outcome.Failed<>(failure))
                        .build()
                        .unmet())
                .contains(DRAFT);
        assertThat(AgentInput.builder("x")
                        .dependencies(List.of(Dependency.optional(DRAFT)))
                        .build()
                        .unmet())
                .isEmpty();
    }

    @Test
    void gives_the_step_before_as_its_type() {
        AgentInput input = AgentInput.builder("x").previous("text").build();
        assertThat(input.previous(String.class)).contains("text");
        assertThatThrownBy(() -> input.previous(Integer.class))
                .hasMessageContaining("java.lang.String, not a java.lang.Integer");
        assertThat(AgentInput.of("x").previous(String.class)).isEmpty();
    }

    @Test
    void an_agent_made_of_a_function_is_handed_the_output_it_requires() throws Exception {
        Agent<Integer> length = Agent.of(SCORE, DRAFT, (draft, input, context) -> draft.length());
        assertThat(length.dependencies()).containsExactly(Dependency.required(DRAFT));
        AgentContext unused = (AgentContext) Proxy.newProxyInstance(
                AgentContext.class.getClassLoader(), new Class<?>[] {AgentContext.class}, (proxy, method, args) -> {
                    throw new AssertionError(method + " was called");
                });
        assertThat(length.process(AgentInput.builder("x").output(DRAFT, "four").build(), unused))
                .isEqualTo(4);
    }

    @Test
    void does_not_print_the_message() {
        assertThat(AgentInput.of("a secret").toString()).doesNotContain("secret");
    }
}
