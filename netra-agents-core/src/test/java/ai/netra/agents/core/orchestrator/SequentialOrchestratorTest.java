package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.C;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.decided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialOrchestratorTest {
    private final SequentialOrchestrator<String> sequence = SequentialOrchestrator.of(FLOW)
            .then(agent(A))
            .thenOptional(agent(B))
            .endingIn(agent(C));

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                  | start a
        a=one               | start b<one>
        a*one               | start b<one>
        a!no                | fail agent_error agent_error
        a-                  | fail unmet_dependency unmet_dependency
        a=one b=two         | start c<two>
        a=one b!no          | start c<one>
        a=one b-            | start c<one>
        a=one b=two c=three | finish three
        a=one b!no c=three  | finish three
        a=one b=two c!no    | fail agent_error agent_error
        """)
    void runs_its_steps_in_order(String happened, String decision) {
        assertThat(decided(sequence, happened)).isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ''             | start a
        a!no           | start b
        a!no b!no      | start c
        a=one b!no     | start c<one>
        a!no b=two     | start c<two>
        a!no b!no c=xx | finish xx
        """)
    void hands_on_the_newest_output_there_is(String happened, String decision) {
        var optional = SequentialOrchestrator.of(FLOW)
                .thenOptional(agent(A))
                .thenOptional(agent(B))
                .endingIn(agent(C));

        assertThat(decided(optional, happened)).isEqualTo(decision);
    }

    @Test
    void lists_its_steps_in_order() {
        assertThat(sequence.agents()).extracting(step -> step.key().name()).containsExactly("a", "b", "c");
    }

    @Test
    void says_in_words_what_it_is() {
        assertThat(sequence).hasToString("SequentialOrchestrator[flow: java.lang.String]");
    }

    @Test
    void declares_what_it_reads() {
        var reading = SequentialOrchestrator.of(FLOW)
                .reads(Dependency.required(A))
                .endingIn(agent(B, Dependency.required(A)));

        assertThat(reading.dependencies()).containsExactly(Dependency.required(A));
    }

    @Test
    void refuses_two_steps_of_one_name() {
        assertThatThrownBy(() -> SequentialOrchestrator.of(FLOW).then(agent(A)).endingIn(agent(A)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("orchestrator flow has two agents named a; give each a name of its own");
    }

    @Test
    void refuses_a_step_that_requires_what_only_a_later_one_produces() {
        assertThatThrownBy(() -> SequentialOrchestrator.of(FLOW)
                        .then(agent(A, Dependency.required(B)))
                        .endingIn(agent(B)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "agent a of orchestrator flow requires b", "before it", "add its producer", "reads(...)");
    }

    @Test
    void refuses_steps_that_require_each_other() {
        assertThatThrownBy(() -> SequentialOrchestrator.of(FLOW)
                        .then(agent(A, Dependency.required(B)))
                        .endingIn(agent(B, Dependency.required(A))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("agent a of orchestrator flow requires b");
    }

    @Test
    void refuses_a_step_that_reads_another_type_than_is_produced() {
        AgentKey<Long> other = AgentKey.of("a", Long.class);

        assertThatThrownBy(() ->
                        SequentialOrchestrator.of(FLOW).then(agent(A)).endingIn(agent(B, Dependency.optional(other))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "reads a: java.lang.Long", "produces java.lang.String", "use the producer's key");
    }

    @Test
    void lets_a_step_read_optionally_what_nobody_produces() {
        assertThat(SequentialOrchestrator.of(FLOW)
                        .endingIn(agent(B, Dependency.optional(A)))
                        .agents())
                .hasSize(1);
    }

    @Test
    void refuses_to_declare_what_it_reads_twice() {
        assertThatThrownBy(() -> SequentialOrchestrator.of(FLOW)
                        .reads(Dependency.required(A))
                        .reads(Dependency.optional(A)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("declares a twice", "declare it once");
    }
}
