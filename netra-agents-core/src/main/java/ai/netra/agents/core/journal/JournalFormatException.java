package ai.netra.agents.core.journal;

import ai.netra.agents.NetraException;

/**
 * A record of a run's journal that cannot be read: it was written by a newer version of this library, or is damaged. The message names kind and schema
 * and never holds contents; for the same reason there is no cause.
 */
public final class JournalFormatException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final int schema;

    /** Names the record, what is wrong and the fix. */
    public JournalFormatException(String kind, int schema, String problem) {
        super("journal record of kind " + kind + ", schema " + schema + ", " + problem);
        this.kind = kind;
        this.schema = schema;
    }

    /** The record's kind, such as {@code decided}. */
    public String kind() {
        return kind;
    }

    /** The number of the schema that the record says it follows. */
    public int schema() {
        return schema;
    }
}
