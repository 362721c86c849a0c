/** Models behind the Messages API of Anthropic. The format is that of {@code platform.claude.com/docs/en/api/messages}, version 2023-06-01. */
@NullMarked
package ai.netra.agents.anthropic;

import org.jspecify.annotations.NullMarked;
