package ai.netra.agents.suite.optimization;

import java.util.Optional;

/** A strategy, and the plan it is about where it was evaluated. */
record StrategyEntry(OptimizationStrategy strategy, Optional<PlanEvaluation> plan) {}
