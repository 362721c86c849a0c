/** What a runtime or an integration implements, and hosts do not call. */
@NullMarked
package ai.netra.agents.spi;

import org.jspecify.annotations.NullMarked;
