/** Fakes and assertions for tests of agents, with no model and no network. */
@NullMarked
package ai.netra.agents.testkit;

import org.jspecify.annotations.NullMarked;
