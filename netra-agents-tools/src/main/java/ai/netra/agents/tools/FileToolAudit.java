package ai.netra.agents.tools;

import ai.netra.agents.NetraException;
import ai.netra.agents.tool.ToolAudit;
import ai.netra.agents.tool.ToolAuditEvent;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An audit log in a file of JSON lines, one event each, appended and never changed.
 *
 * <p>{@link #open} has each event on the disk before the call is made (fsync: some milliseconds on a disk, well under one on most SSDs); a process that is killed
 * and a machine that loses power lose none. {@link #openUnsynced} leaves that to the operating system: a killed process loses none, a machine may lose its last
 * seconds. One process writes a file at a time, others are refused. Lines are not chained: who may write the file may change it, so ship it elsewhere where
 * that matters. A line that was cut off by a crash is ended when the file is next opened, and is of a call that was not made. Thread-safe.
 */
public final class FileToolAudit implements ToolAudit, AutoCloseable {
    private final Path path;
    private final FileOutputStream file; // whose writes no interrupt closes, as it would a channel
    private final Syncing syncing;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable IOException broken; // guarded by lock

    private enum Syncing {
        EACH,
        NONE
    }

    private FileToolAudit(Path path, FileOutputStream file, Syncing syncing) {
        this.path = path;
        this.file = file;
        this.syncing = syncing;
    }

    /** A log in a file, made where it is not there, that has each event on the disk when it is recorded. */
    public static FileToolAudit open(Path path) {
        return opened(path, Syncing.EACH);
    }

    /** The same, that leaves it to the operating system when events reach the disk. */
    public static FileToolAudit openUnsynced(Path path) {
        return opened(path, Syncing.NONE);
    }

    private static FileToolAudit opened(Path path, Syncing syncing) {
        try {
            FileOutputStream file = new FileOutputStream(path.toFile(), true);
            try {
                if (file.getChannel().tryLock() == null) {
                    throw new IOException("another process writes it");
                }
                endLine(path, file);
                return new FileToolAudit(path, file, syncing);
            } catch (IOException | OverlappingFileLockException e) {
                file.close();
                throw e;
            }
        } catch (IOException | OverlappingFileLockException e) {
            throw new AuditFailedException("the audit log " + path + " cannot be opened", e);
        }
    }

    private static void endLine(Path path, FileOutputStream file) throws IOException {
        try (RandomAccessFile written = new RandomAccessFile(path.toFile(), "r")) {
            if (written.length() > 0) {
                written.seek(written.length() - 1);
                if (written.read() != '\n') {
                    file.write('\n');
                }
            }
        }
    }

    /** An audit log that took no event. */
    static final class AuditFailedException extends NetraException {
        private static final long serialVersionUID = 1L;

        AuditFailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    public void record(ToolAuditEvent event) {
        byte[] line = (JsonCodec.standard().encode(event) + "\n").getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (broken != null) {
                throw broken;
            }
            file.write(line);
            if (syncing == Syncing.EACH) {
                file.getFD().sync();
            }
        } catch (IOException e) {
            broken = e; // half a line may be there, and what follows an fsync that failed is worth nothing
            throw new AuditFailedException("the audit log " + path + " took no event; open it anew", e);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the file. Nothing is recorded from then on, and so nothing called. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new AuditFailedException("the audit log " + path + " was not closed well", e);
        }
    }
}
