package ai.netra.agents.examples.quickstart;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Where the report goes. A file is there whole or not at all: it is written beside its place and moved into it. */
final class ReportFiles {
    private final Path directory;

    private ReportFiles(Path directory) {
        this.directory = directory;
    }

    /** Checks that the directory can be written to, or made, before any work is done. Makes nothing. */
    static ReportFiles in(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            throw new BadArgumentException("output directory '" + directory + "' cannot be made: '" + existing
                    + "' is not a directory; give another with --out");
        }
        if (!Files.isWritable(existing)) {
            throw new BadArgumentException("output directory '" + directory
                    + "' cannot be written to: no permission on '" + existing + "'; give another with --out");
        }
        return new ReportFiles(directory);
    }

    Path write(String name, String text) throws IOException {
        Files.createDirectories(directory);
        Path target = directory.resolve(name);
        Path whole = directory.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(whole, text);
            move(whole, target);
        } finally {
            Files.deleteIfExists(whole);
        }
        return target;
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
