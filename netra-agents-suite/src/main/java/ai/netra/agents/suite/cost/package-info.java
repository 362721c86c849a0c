/**
 * What a workload costs and how fast it is served on the options of a catalog. Belongs here: token cost, routing plans, and the replay of recorded
 * requests through replicas and queues. Describing what was measured belongs to {@code statistics}, prices and speeds to {@code catalog}.
 */
@NullMarked
package ai.netra.agents.suite.cost;

import org.jspecify.annotations.NullMarked;
