package ai.netra.agents.suite.trace;

import ai.netra.agents.suite.workload.WorkloadProfile;

/**
 * A trace that was loaded.
 *
 * @param summary what reading it found
 * @param profile what the workload holds after it
 */
public record TraceLoad(TraceSummary summary, WorkloadProfile profile) {}
