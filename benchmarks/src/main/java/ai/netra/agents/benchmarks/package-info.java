/** What the library costs, measured with JMH beside raw Java. */
@NullMarked
package ai.netra.agents.benchmarks;

import org.jspecify.annotations.NullMarked;
