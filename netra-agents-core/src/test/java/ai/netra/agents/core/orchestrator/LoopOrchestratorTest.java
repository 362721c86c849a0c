package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.NUMBER;
import static ai.netra.agents.core.orchestrator.DecideTable.activations;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.assertFails;
import static ai.netra.agents.core.orchestrator.DecideTable.assertFinishes;
import static ai.netra.agents.core.orchestrator.DecideTable.failed;
import static ai.netra.agents.core.orchestrator.DecideTable.failure;
import static ai.netra.agents.core.orchestrator.DecideTable.failureOf;
import static ai.netra.agents.core.orchestrator.DecideTable.nothing;
import static ai.netra.agents.core.orchestrator.DecideTable.starts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import org.junit.jupiter.api.Test;

class LoopOrchestratorTest {
    private final LoopOrchestrator<Integer> loop = LoopOrchestrator.of(AgentKey.of("loop", Integer.class))
            .body(agent(NUMBER))
            .until(n -> n > 9)
            .atMost(3);

    @Test
    void starts_its_body() {
        assertThat(starts(loop.decide(nothing().progress()))).containsExactly("number");
    }

    @Test
    void starts_a_round_with_the_output_of_the_one_before() {
        var round = activations(loop.decide(nothing().succeeded(NUMBER, 1).progress()))
                .getFirst();

        assertThat(round.id().value()).isEqualTo("number~2");
        assertThat(round.previous()).contains(1);
    }

    @Test
    void finishes_with_the_output_that_meets_the_condition() {
        assertFinishes(
                loop.decide(nothing().succeeded(NUMBER, 1).succeeded(NUMBER, 10).progress()), 10);
    }

    @Test
    void finishes_when_the_last_round_meets_the_condition() {
        assertFinishes(
                loop.decide(nothing()
                        .succeeded(NUMBER, 1)
                        .succeeded(NUMBER, 2)
                        .succeeded(NUMBER, 10)
                        .progress()),
                10);
    }

    @Test
    void exceeds_its_limit_when_the_rounds_are_spent() {
        var decision = loop.decide(nothing()
                .succeeded(NUMBER, 1)
                .succeeded(NUMBER, 2)
                .succeeded(NUMBER, 3)
                .progress());

        assertThat(failureOf(decision).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failureOf(decision).message()).contains("loop loop", "3 rounds", "raise atMost");
    }

    @Test
    void fails_as_the_round_that_failed() {
        assertFails(
                loop.decide(nothing()
                        .succeeded(NUMBER, 1)
                        .outcome(NUMBER, failed("no"))
                        .progress()),
                failure("no"));
    }

    @Test
    void refuses_a_bound_below_one() {
        var unbounded = LoopOrchestrator.of(FLOW).body(agent(A)).until(a -> true);

        assertThatThrownBy(() -> unbounded.atMost(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("loop flow is to run at most 0 rounds; use 1 or more");
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
