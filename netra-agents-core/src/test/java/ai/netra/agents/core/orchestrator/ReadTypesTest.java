package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.C;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Orchestrator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an orchestrator of any kind refuses of an agent that reads, whatever it reads it from: a, which gives a string. */
class ReadTypesTest {
    private static final AgentKey<Long> OTHER = AgentKey.of("a", Long.class);

    /** A way to build an orchestrator in which agent b can read a. */
    private interface Wired extends Function<Agent<String>, Orchestrator<?>> {}

    private static Arguments of(String name, Wired wired) {
        return Arguments.of(name, wired);
    }

    static Stream<Arguments> orchestrators() {
        WorkflowTable table = WorkflowTable.builder().otherwise("all", A, B);
        return Stream.of(
                of(
                        "sequence",
                        b -> SequentialOrchestrator.of(FLOW).then(agent(A)).endingIn(b)),
                of(
                        "supervisor",
                        b -> SupervisorOrchestrator.of(FLOW)
                                .agent(agent(A))
                                .agent(b)
                                .endingIn(B)),
                of(
                        "supervisor with a table",
                        b -> SupervisorOrchestrator.of(FLOW)
                                .agent(agent(A))
                                .agent(b)
                                .workflow(table)
                                .endingIn(B)),
                of(
                        "supervisor with a table that names who is not registered",
                        b -> SupervisorOrchestrator.of(FLOW)
                                .agent(b)
                                .workflow(table)
                                .endingIn(B)),
                of(
                        "supervisor with a router",
                        b -> SupervisorOrchestrator.of(FLOW)
                                .agent(agent(A))
                                .agent(b)
                                .router(agent(DecideTable.ROUTER))
                                .endingIn(B)),
                of(
                        "parallel",
                        b -> ParallelOrchestrator.firstSuccess(FLOW)
                                .reads(Dependency.required(A))
                                .agent(b)
                                .build()),
                of(
                        "loop",
                        b -> LoopOrchestrator.of(FLOW)
                                .reads(Dependency.required(A))
                                .body(b)
                                .until(String::isEmpty)
                                .atMost(1)),
                of(
                        "for-each",
                        b -> ForEachOrchestrator.all(FLOW)
                                .reads(Dependency.required(A))
                                .over(input -> List.of())
                                .each(b)
                                .aggregating(items -> "")),
                of(
                        "conditional, of its first agent",
                        b -> ConditionalOrchestrator.of(FLOW)
                                .first(agent(A))
                                .when(A, String::isEmpty, agent(C))
                                .otherwise(b)),
                of(
                        "conditional, of what it reads",
                        b -> ConditionalOrchestrator.of(FLOW)
                                .reads(Dependency.required(A))
                                .when(A, String::isEmpty, b)
                                .otherwise(agent(C))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("orchestrators")
    void refuses_to_read_another_type_than_is_produced(String name, Wired wired) {
        for (Dependency<?> read : List.of(Dependency.required(OTHER), Dependency.optional(OTHER))) {
            assertThatThrownBy(() -> wired.apply(agent(B, read)))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContainingAll(
                            "agent b of orchestrator flow reads a: java.lang.Long",
                            "produces java.lang.String",
                            "use the producer's key");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("orchestrators")
    void refuses_an_agent_that_declares_what_it_reads_twice(String name, Wired wired) {
        assertThatThrownBy(() -> wired.apply(agent(B, Dependency.required(A), Dependency.optional(A))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("agent b of orchestrator flow declares a twice; declare it once, required or optional");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("orchestrators")
    void takes_an_agent_that_reads_what_is_produced(String name, Wired wired) {
        assertThatCode(() -> wired.apply(agent(B, Dependency.required(A)))).doesNotThrowAnyException();
    }
}
