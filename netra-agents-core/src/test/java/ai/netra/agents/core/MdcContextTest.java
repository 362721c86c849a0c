package ai.netra.agents.core;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.spi.HostContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The fields of log lines, on another thread than the one they were set on. */
class MdcContextTest {
    private final HostContext context = new MdcContext();

    @BeforeEach
    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void are_restored_and_taken_away_again() throws InterruptedException {
        MDC.put("request", "42");
        HostContext.Captured captured = context.capture();
        Map<String, String> seen = new HashMap<>();
        Thread other = Thread.ofVirtual().inheritInheritableThreadLocals(false).start(() -> {
            seen.put("before", String.valueOf(MDC.get("request")));
            try (HostContext.Restored restored = captured.restore()) {
                seen.put("meanwhile", MDC.get("request") + (restored == null ? "?" : ""));
            }
            seen.put("after", String.valueOf(MDC.get("request")));
        });
        other.join();

        assertThat(seen)
                .containsOnly(Map.entry("before", "null"), Map.entry("meanwhile", "42"), Map.entry("after", "null"));
    }

    @Test
    void take_the_place_of_others_for_a_while() {
        MDC.put("request", "42");
        HostContext.Captured captured = context.capture();
        MDC.clear();
        MDC.put("job", "cleaner");
        HostContext.Restored restored = captured.restore();

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("request", "42"));
        restored.close();
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("job", "cleaner"));
    }

    @Test
    void that_are_set_later_are_not_carried() {
        HostContext.Captured captured = context.capture();
        MDC.put("request", "42");
        HostContext.Restored restored = captured.restore();

        assertThat(MDC.get("request")).isNull();
        restored.close();
        assertThat(MDC.get("request")).isEqualTo("42");
    }
}
