/**
 * What a workload could run on: model options with prices, limits, speed, quality and availability. Belongs here: the catalog interface that hosts
 * implement and the one read from JSON. What an option would cost a workload belongs to {@code cost}.
 */
@NullMarked
package ai.netra.agents.suite.catalog;

import org.jspecify.annotations.NullMarked;
