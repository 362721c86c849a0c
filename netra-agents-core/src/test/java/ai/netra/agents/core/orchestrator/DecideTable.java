package ai.netra.agents.core.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;

/** What the tests of decisions share: agents that are never run, and decisions in short. */
final class DecideTable {
    static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    static final AgentKey<String> A = AgentKey.of("a", String.class);
    static final AgentKey<String> B = AgentKey.of("b", String.class);
    static final AgentKey<String> C = AgentKey.of("c", String.class);
    static final AgentKey<Integer> NUMBER = AgentKey.of("number", Integer.class);

    private DecideTable() {}

    static <O> Agent<O> agent(AgentKey<O> key, Dependency<?>... dependencies) {
        return Agent.of(key, List.of(dependencies), (input, context) -> {
            throw new AssertionError("a decision runs no agent");
        });
    }

    static Progress.Recorder nothing() {
        return Progress.recorder(AgentInput.of("question"));
    }

    static <O> Outcome<O> failed(String message) {
        return new Outcome.Failed<>(failure(message));
    }

    static Failure failure(String message) {
        return Failure.of(FailureKind.AGENT_ERROR, message);
    }

    /** The ids of what a decision starts, in order; those of skipped activations in parentheses. */
    static List<String> starts(Decision<?> decision) {
        return activations(decision).stream()
                .map(activation -> activation.skipReason().isPresent()
                        ? "(" + activation.id() + ")"
                        : activation.id().value())
                .toList();
    }

    static List<Activation<?>> activations(Decision<?> decision) {
        assertThat(decision).isInstanceOf(Decision.Start.class);
        return ((Decision.Start<?>) decision).activations();
    }

    static void assertFinishes(Decision<?> decision, Object output) {
        assertThat(decision).isEqualTo(Decision.finish(output));
    }

    static void assertFails(Decision<?> decision, Failure failure) {
        assertThat(decision).isEqualTo(Decision.fail(failure));
    }

    static void assertWaits(Decision<?> decision) {
        assertThat(decision).isInstanceOf(Decision.Wait.class);
    }

    static Failure failureOf(Decision<?> decision) {
        return assertThat(decision)
                .asInstanceOf(InstanceOfAssertFactories.type(Decision.Fail.class))
                .actual()
                .failure();
    }
}
