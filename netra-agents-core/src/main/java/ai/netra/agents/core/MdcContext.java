package ai.netra.agents.core;

import ai.netra.agents.spi.HostContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The fields of SLF4J's log lines ({@link MDC}), carried to the threads of a run. */
public final class MdcContext implements HostContext {
    /** One is enough, and no two differ. */
    public MdcContext() {}

    @Override
    public Captured capture() {
        Map<String, String> captured = MDC.getCopyOfContextMap();
        return () -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            set(captured);
            return () -> set(before);
        };
    }

    private static void set(@Nullable Map<String, String> fields) {
        if (fields == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(fields);
        }
    }
}
