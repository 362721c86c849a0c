package ai.netra.agents.suite.triage;

import java.util.Optional;

/**
 * A span of time that a request speaks of.
 *
 * @param text as the request has it
 * @param past whether it lies before now
 * @param window how far back to look for it, such as {@code 24h}; absent for the future and for open spans
 */
public record StatedTime(String text, boolean past, Optional<String> window) {}
