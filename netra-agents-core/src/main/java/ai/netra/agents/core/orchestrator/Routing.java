package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Decision;
import ai.netra.agents.Progress;

/** How a supervisor decides. */
interface Routing<O> {
    Decision<O> decide(Progress progress);
}
