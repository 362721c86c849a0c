package ai.netra.agents.suite.catalog;

import ai.netra.agents.NetraException;
import org.jspecify.annotations.Nullable;

/** A supply catalog could not be understood, or lacks what was asked of it. The message names the catalog, the option, the value and the fix. */
public final class CatalogException extends NetraException {
    private static final long serialVersionUID = 1L;

    private CatalogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static CatalogException of(String message) {
        return new CatalogException(message, null);
    }

    static CatalogException of(String message, Throwable cause) {
        return new CatalogException(message, cause);
    }
}
