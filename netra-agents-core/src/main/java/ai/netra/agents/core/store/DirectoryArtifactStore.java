package ai.netra.agents.core.store;

import ai.netra.agents.UserId;
import ai.netra.agents.store.ArtifactId;
import ai.netra.agents.store.ArtifactStore;
import ai.netra.agents.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * An artifact store in a directory: a directory for each user, and a file for each artifact in it. Names are hashes, so that no id of a user is taken for
 * another's, whatever the file system makes of letters, and none can be read.
 *
 * <p>A file is written beside its place and forced to the disk, and takes its place then, so that no half of one is ever found; where the file system
 * has them, with permissions for the owner alone. What a crash leaves are files that end in {@code .tmp}: those of an hour ago may be deleted. Processes
 * may share the directory, also over a network whose file system renames atomically.
 */
public final class DirectoryArtifactStore implements ArtifactStore {
    private static final String UNFINISHED = ".tmp";

    private final Path root;

    private DirectoryArtifactStore(Path root) {
        this.root = root;
    }

    /**
     * A store in a directory.
     *
     * @param root where; it is made, for its owner alone, where there is none
     * @throws StoreException.Unavailable if it cannot be made
     */
    public static DirectoryArtifactStore of(Path root) {
        try {
            Files.createDirectories(root, owners(root));
            return new DirectoryArtifactStore(root);
        } catch (IOException e) {
            throw unavailable("open artifacts", e);
        }
    }

    @Override
    public ArtifactId put(UserId user, byte[] bytes) {
        ArtifactId id = ArtifactId.of(bytes);
        Path directory = directory(user);
        while (true) {
            try {
                if (!isThere(directory.resolve(id.sha256()), bytes.length)) {
                    makeDirectory(directory);
                    write(directory, id, bytes);
                }
                return id;
            } catch (NoSuchFileException erasedMeanwhile) {
                // who was erased may begin again
            } catch (IOException e) {
                throw unavailable("put artifact " + id, e);
            }
        }
    }

    /** One of another size is damaged, and is written anew. */
    private static boolean isThere(Path file, int size) throws IOException {
        try {
            return Files.size(file) == size;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    private void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, owners(root));
            force(root);
        }
    }

    private static void write(Path directory, ArtifactId id, byte[] bytes) throws IOException {
        Path unfinished = Files.createTempFile(directory, id.sha256(), UNFINISHED); // for its owner alone
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(
                    unfinished,
                    directory.resolve(id.sha256()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(directory);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public Optional<byte[]> get(UserId user, ArtifactId artifact) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(directory(user).resolve(artifact.sha256()));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("get artifact " + artifact, e);
        }
        if (!ArtifactId.of(bytes).equals(artifact)) {
            throw new StoreException.Corrupt(
                    "artifact " + artifact + " is not what was put; restore its file from a backup", null);
        }
        return Optional.of(bytes);
    }

    @Override
    public long erase(UserId user) {
        Path directory = directory(user);
        long erased = 0;
        while (true) {
            try {
                erased += empty(directory);
                Files.deleteIfExists(directory);
                force(root);
                return erased;
            } catch (DirectoryNotEmptyException putMeanwhile) {
                // that goes, too
            } catch (IOException e) {
                throw unavailable("erase the artifacts of a user", e);
            }
        }
    }

    private static long empty(Path directory) throws IOException {
        long artifacts = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (Files.deleteIfExists(file) && !file.getFileName().toString().endsWith(UNFINISHED)) {
                    artifacts++;
                }
            }
        } catch (NoSuchFileException nothing) {
            return 0;
        }
        return artifacts;
    }

    @Override
    public void close() {}

    /** By each character of the id, as encodings take some for one another. */
    private Path directory(UserId user) {
        ByteBuffer characters =
                ByteBuffer.allocate(Character.BYTES * user.value().length());
        characters.asCharBuffer().put(user.value());
        return root.resolve(ArtifactId.of(characters.array()).sha256());
    }

    /** So that the names of files are there after the power was lost, which file systems without such permissions do by themselves. */
    private static void force(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] owners(Path directory) {
        return isPosix(directory)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static StoreException unavailable(String what, IOException e) {
        return new StoreException.Unavailable(
                "cannot " + what + "; see that the directory is there and can be written", e);
    }
}
