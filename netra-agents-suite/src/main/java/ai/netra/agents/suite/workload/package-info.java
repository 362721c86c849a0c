/**
 * Workloads: the requests that an AI workload served, where they are kept and how they are read. Belongs here: the request, time ranges, the
 * repository interface that hosts implement, and the JDBC repository. Reading files belongs to {@code trace}, arithmetic to {@code statistics}.
 */
@NullMarked
package ai.netra.agents.suite.workload;

import org.jspecify.annotations.NullMarked;
