package ai.netra.agents.suite.trace;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes rows that {@link CsvReader} reads back as they were: quotes where they are needed, lines ending in LF. */
final class CsvWriter {
    private final Writer writer;

    CsvWriter(Writer writer) {
        this.writer = writer;
    }

    void write(List<String> row) throws IOException {
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                writer.write(',');
            }
            writeField(row.get(i), row.size() == 1);
        }
        writer.write('\n');
    }

    private void writeField(String value, boolean alone) throws IOException {
        if (needsQuotes(value) || (alone && value.isEmpty())) {
            writer.write('"');
            writer.write(value.replace("\"", "\"\""));
            writer.write('"');
        } else {
            writer.write(value);
        }
    }

    private static boolean needsQuotes(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r' || c == '\uFEFF') {
                return true;
            }
        }
        return false;
    }
}
