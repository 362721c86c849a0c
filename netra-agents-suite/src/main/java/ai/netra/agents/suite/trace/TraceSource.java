package ai.netra.agents.suite.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where the bytes of a trace come from. */
record TraceSource(String name, Opener opener) {
    /** Opens the bytes. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    static TraceSource file(Path file) {
        return new TraceSource(file.toString(), () -> openFile(file));
    }

    static TraceSource resource(String resource) {
        return new TraceSource(resource, () -> {
            InputStream bytes = TraceSource.class.getResourceAsStream(resource);
            if (bytes == null) {
                throw TraceException.of("The bundled sample '" + resource
                        + "' is not on the class path; keep the resources of netra-agents-suite when repackaging it.");
            }
            return bytes;
        });
    }

    private static InputStream openFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw TraceException.of("Trace '" + file + "' is a directory; give the path of a CSV file.");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw TraceException.of(
                    "Trace '" + file + "' does not exist; check the path (working directory "
                            + Path.of("").toAbsolutePath() + ").",
                    e);
        } catch (AccessDeniedException e) {
            throw TraceException.of("Trace '" + file + "' may not be read; grant read permission on it.", e);
        }
    }
}
