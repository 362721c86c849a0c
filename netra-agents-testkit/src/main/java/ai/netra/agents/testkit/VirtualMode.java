package ai.netra.agents.testkit;

import java.util.Locale;

/** Who moves the time of a {@link VirtualClock}. */
enum VirtualMode {
    AUTOMATIC,
    MANUAL;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
