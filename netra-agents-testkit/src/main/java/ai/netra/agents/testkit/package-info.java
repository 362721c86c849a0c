/** What tests of agents need, with no model and no network: fakes, virtual time, a recorder, contract kits and assertions. */
@NullMarked
package ai.netra.agents.testkit;

import org.jspecify.annotations.NullMarked;
