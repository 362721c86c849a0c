package ai.netra.agents.suite.trace;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma-separated rows as RFC 4180 has them, one at a time: quoted fields with doubled quotes and line breaks inside; lines that end in LF, CRLF
 * or CR; with or without a last line break; with or without a byte order mark. Blank lines are passed over. Holds one row in memory.
 */
final class CsvReader {
    private static final int END = -1;
    private static final int LONGEST_FIELD = 1 << 20;

    private final Reader reader;
    private final String name;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder field = new StringBuilder();
    private final List<String> fields = new ArrayList<>();
    private int position;
    private int limit;
    private long line = 1;
    private long rowLine;

    CsvReader(Reader reader, String name) {
        this.reader = reader;
        this.name = name;
    }

    /** Reads the next row; false at the end. */
    boolean next() throws IOException {
        fields.clear();
        int c = firstOfRow();
        if (c == END) {
            return false;
        }
        rowLine = line;
        while (true) {
            int delimiter = c == '"' ? quoted() : plain(c);
            fields.add(field.toString());
            if (delimiter != ',') {
                endLine(delimiter);
                return true;
            }
            c = read();
        }
    }

    /** The fields of the row just read; the list is reused by the next one. */
    List<String> fields() {
        return fields;
    }

    /** The line on which the row just read began, counted from 1. */
    long line() {
        return rowLine;
    }

    private int firstOfRow() throws IOException {
        boolean atStart = line == 1 && position == 0 && limit == 0;
        int c = read();
        if (atStart && c == '\uFEFF') {
            c = read();
        }
        while (c == '\n' || c == '\r') {
            endLine(c);
            c = read();
        }
        return c;
    }

    private int plain(int first) throws IOException {
        field.setLength(0);
        int c = first;
        while (c != ',' && c != '\n' && c != '\r' && c != END) {
            if (c == '"') {
                throw malformed(
                        line,
                        "a quote stands inside a field that does not begin with one; put the whole field in"
                                + " quotes and double the quotes inside it.");
            }
            append(c);
            c = read();
        }
        return c;
    }

    private int quoted() throws IOException {
        long opened = line;
        field.setLength(0);
        while (true) {
            int c = read();
            if (c == END) {
                throw malformed(opened, "a quote is opened here and never closed; close it or double it.");
            }
            if (c == '"') {
                c = read();
                if (c != '"') {
                    return afterQuote(c);
                }
            } else if (c == '\n' || (c == '\r' && peek() != '\n')) {
                line++;
            }
            append(c);
        }
    }

    private int afterQuote(int c) {
        if (c != ',' && c != '\n' && c != '\r' && c != END) {
            throw malformed(
                    line,
                    "'" + (char) c + "' follows a closing quote; put a comma between the fields, or double"
                            + " the quote if it belongs to the field.");
        }
        return c;
    }

    private void append(int c) {
        if (field.length() == LONGEST_FIELD) {
            throw malformed(
                    rowLine,
                    "a field is longer than " + LONGEST_FIELD + " characters; check for a quote that is not closed.");
        }
        field.append((char) c);
    }

    private void endLine(int c) throws IOException {
        if (c == '\r' && peek() == '\n') {
            position++;
        }
        if (c != END) {
            line++;
        }
    }

    private int peek() throws IOException {
        return position < limit || fill() ? buffer[position] : END;
    }

    private int read() throws IOException {
        return position < limit || fill() ? buffer[position++] : END;
    }

    private boolean fill() throws IOException {
        try {
            position = 0;
            limit = Math.max(0, reader.read(buffer, 0, buffer.length));
            return limit > 0;
        } catch (CharacterCodingException e) {
            throw TraceException.of(
                    "Trace '" + name + "' is not UTF-8 text, somewhere after line " + line
                            + "; decompress it if it is compressed, and save it as UTF-8.",
                    e);
        }
    }

    private TraceException malformed(long at, String message) {
        return TraceException.atLine(name, at, message);
    }
}
