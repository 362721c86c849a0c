/** Runs and conversations kept in H2 or PostgreSQL. */
@NullMarked
package ai.netra.agents.jdbc;

import org.jspecify.annotations.NullMarked;
