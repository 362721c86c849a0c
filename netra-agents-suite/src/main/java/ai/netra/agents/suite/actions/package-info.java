/**
 * What to do about an optimization: actions with steps, checks and a way back, in an order that can be carried out. Belongs here: the actions agent, its
 * output, and the tools {@code create_supply_config} and {@code validate_config}. The configuration itself belongs to {@code supply}.
 */
@NullMarked
package ai.netra.agents.suite.actions;

import org.jspecify.annotations.NullMarked;
