package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.NUMBER;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.decided;
import static ai.netra.agents.core.orchestrator.DecideTable.failureOf;
import static ai.netra.agents.core.orchestrator.DecideTable.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopOrchestratorTest {
    private final LoopOrchestrator<Integer> loop = LoopOrchestrator.of(AgentKey.of("loop", Integer.class))
            .body(agent(NUMBER))
            .until(n -> n > 9)
            .atMost(3);

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                             | start number
        number=10                      | finish 10
        number*10                      | finish 10
        number=1                       | start number~2<1>
        number!no                      | fail agent_error agent_error
        number-                        | fail unmet_dependency unmet_dependency
        number=1 number~2=10           | finish 10
        number=1 number~2=2            | start number~3<2>
        number=1 number~2!no           | fail agent_error agent_error
        number=1 number~2=2 number~3=9 | fail limit_exceeded rounds
        number=1 number~2=2 number~3=10| finish 10
        """)
    void repeats_its_body_until_the_condition_holds(String happened, String decision) {
        assertThat(decided(loop, happened)).isEqualTo(decision);
    }

    @Test
    void goes_on_beyond_the_rounds_that_are_prepared() {
        var patient = LoopOrchestrator.of(AgentKey.of("loop", Integer.class))
                .body(agent(NUMBER))
                .until(n -> false)
                .atMost(1_000);
        String seventy = IntStream.rangeClosed(2, 70)
                .mapToObj(round -> "number~" + round + "=" + round)
                .collect(Collectors.joining(" ", "number=1 ", ""));

        assertThat(decided(patient, seventy)).isEqualTo("start number~71<70>");
    }

    @Test
    void says_which_bound_it_met_and_what_to_do() {
        assertThat(failureOf(loop.decide(progress("number=1 number~2=2 number~3=3")))
                        .message())
                .contains("loop loop", "3 rounds", "raise atMost");
    }

    @Test
    void refuses_a_bound_below_one() {
        var unbounded = LoopOrchestrator.of(FLOW).body(agent(A)).until(a -> true);

        assertThatThrownBy(() -> unbounded.atMost(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("bound of loop flow is 0; use 1 or more");
    }

    @Test
    void refuses_a_body_that_requires_what_the_loop_does_not_read() {
        assertThatThrownBy(() -> LoopOrchestrator.of(FLOW).body(agent(A, Dependency.required(NUMBER))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("agent a of orchestrator flow requires number");
    }

    @Test
    void lets_its_body_read_what_it_declares() {
        var reading = LoopOrchestrator.of(FLOW)
                .reads(Dependency.required(NUMBER))
                .body(agent(A, Dependency.required(NUMBER)))
                .until(a -> true)
                .atMost(1);

        assertThat(reading.dependencies()).containsExactly(Dependency.required(NUMBER));
    }
}
