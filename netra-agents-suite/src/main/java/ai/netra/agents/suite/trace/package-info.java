/**
 * Request traces in files: reading them, loading them into a workload, and making synthetic ones. Belongs here: what knows about CSV, columns and how
 * times are written. What a request is belongs to {@code workload}.
 */
@NullMarked
package ai.netra.agents.suite.trace;

import org.jspecify.annotations.NullMarked;
