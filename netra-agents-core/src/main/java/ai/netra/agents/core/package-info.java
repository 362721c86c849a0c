/** The engine: a runtime to build, register agents with and run them in. */
@NullMarked
package ai.netra.agents.core;

import org.jspecify.annotations.NullMarked;
