/** What several packages of the suite share and no user should see. Never exported. */
@NullMarked
package ai.netra.agents.suite.internal;

import org.jspecify.annotations.NullMarked;
