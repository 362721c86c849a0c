package ai.netra.agents.jdbc;

import ai.netra.agents.InvalidDefinitionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the tables are called; statements and scripts are written as if it were {@code netra_streams} and so on. */
final class Tables {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");
    private static final Pattern TABLE = Pattern.compile("\\bnetra_");

    private final String schema;
    private final String prefix;

    /** With the schema empty: where the connection looks first. */
    Tables(String schema, String prefix) {
        this.schema = schema;
        this.prefix = prefix;
    }

    static String checked(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidDefinitionException(what + " '" + name
                    + "' is malformed; use 1 to 30 lower case letters, digits and '_', a letter first, such as"
                    + " 'netra_'");
        }
        return name;
    }

    /** The statement with the tables' names. */
    String in(String sql) {
        String qualified = schema.isEmpty() ? prefix : schema + "." + prefix;
        return TABLE.matcher(sql)
                .replaceAll(Matcher.quoteReplacement(qualified))
                .replace("ix_netra_", "ix_" + prefix);
    }

    /** How to run a script by hand. */
    String hint() {
        return (schema.isEmpty() ? "" : " in schema " + schema) + ", with netra_ replaced by " + prefix;
    }

    @Override
    public String toString() {
        return in("netra_") + "*";
    }
}
