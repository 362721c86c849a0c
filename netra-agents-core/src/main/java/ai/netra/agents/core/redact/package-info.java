/** What is not for everybody's eyes is taken out of events, exports and log lines here. */
@NullMarked
package ai.netra.agents.core.redact;

import org.jspecify.annotations.NullMarked;
