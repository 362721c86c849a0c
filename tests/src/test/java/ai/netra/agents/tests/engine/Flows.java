package ai.netra.agents.tests.engine;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.orchestrator.BranchOutcomes;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import java.util.Locale;

/** Keys, agents and flows that the tests of the engine share. */
final class Flows {
    static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    static final AgentKey<String> A = AgentKey.of("a", String.class);
    static final AgentKey<String> B = AgentKey.of("b", String.class);
    static final AgentKey<String> C = AgentKey.of("c", String.class);

    private Flows() {}

    static Agent<String> returning(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> key.name().toUpperCase(Locale.ROOT));
    }

    static Agent<String> failing(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> {
            throw new IllegalStateException(key.name() + " failed");
        });
    }

    /** The outputs there are, in the order of the branches. */
    static String joined(BranchOutcomes branches) {
        return String.join(
                "",
                branches.outcomes().stream()
                        .flatMap(ended -> ended.outcome().output().stream())
                        .map(Object::toString)
                        .toList());
    }

    static ParallelOrchestrator<String> all(Agent<?>... branches) {
        ParallelOrchestrator.Builder<String> builder = ParallelOrchestrator.all(FLOW);
        List.of(branches).forEach(builder::agent);
        return builder.aggregating(Flows::joined);
    }

    static ParallelOrchestrator<String> collect(Agent<?>... branches) {
        ParallelOrchestrator.Builder<String> builder = ParallelOrchestrator.collect(FLOW);
        List.of(branches).forEach(builder::agent);
        return builder.aggregating(Flows::joined);
    }

    static List<JournalEntry> journal(TestRuntime runtime, OrchestrationResult<?> result) {
        return runtime.journal(result.request().user(), result.run()).orElseThrow();
    }

    static Outcome<?> outcome(OrchestrationResult<?> result, AgentKey<?> key) {
        return result.outcomes().stream()
                .filter(ended -> ended.key().equals(key))
                .findFirst()
                .orElseThrow()
                .outcome();
    }
}
