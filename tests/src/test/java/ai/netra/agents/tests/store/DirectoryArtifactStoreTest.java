package ai.netra.agents.tests.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.UserId;
import ai.netra.agents.core.store.DirectoryArtifactStore;
import ai.netra.agents.store.ArtifactId;
import ai.netra.agents.store.ArtifactStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.testkit.ArtifactStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryArtifactStoreTest extends ArtifactStoreContract {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final ArtifactId ID = ArtifactId.of(HELLO);

    @TempDir
    private Path directory;

    @Override
    protected ArtifactStore newStore() {
        return DirectoryArtifactStore.of(root());
    }

    private Path root() {
        return directory.resolve("artifacts");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void leaves_nothing_behind_but_the_artifact_and_no_name_of_the_user() throws IOException {
        newStore().put(UserId.of("ann"), HELLO);

        assertThat(files())
                .singleElement()
                .satisfies(file -> assertThat(root().relativize(file).toString())
                        .matches("[0-9a-f]{64}." + ID)
                        .doesNotContain("ann"));
        newStore().erase(UserId.of("ann"));
        assertThat(root()).isEmptyDirectory();
    }

    @Test
    void is_for_its_owner_alone() throws IOException {
        newStore().put(UserId.LOCAL, HELLO);

        Path file = files().get(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(List.of(file.getParent(), root()))
                .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rwx------"));
    }

    @Test
    void finds_out_that_a_file_was_changed() throws IOException {
        newStore().put(UserId.LOCAL, HELLO);
        Files.write(files().get(0), "hullo".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(StoreException.Corrupt.class)
                .isThrownBy(() -> newStore().get(UserId.LOCAL, ID))
                .withMessageContaining(ID.sha256());
    }

    @Test
    void writes_a_file_that_was_cut_anew() throws IOException {
        newStore().put(UserId.LOCAL, HELLO);
        Files.write(files().get(0), new byte[3]);

        newStore().put(UserId.LOCAL, HELLO);

        assertThat(newStore().get(UserId.LOCAL, ID)).hasValue(HELLO);
    }

    @Test
    void erases_what_a_crash_left_and_does_not_count_it() throws IOException {
        newStore().put(UserId.LOCAL, HELLO);
        Files.write(files().get(0).resolveSibling(ID + "123.tmp"), new byte[3]);

        assertThat(newStore().erase(UserId.LOCAL)).isEqualTo(1);
        assertThat(root()).isEmptyDirectory();
    }

    @Test
    void is_unavailable_where_there_can_be_no_directory() throws IOException {
        Path file = Files.write(directory.resolve("file"), HELLO);

        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> DirectoryArtifactStore.of(file.resolve("artifacts")));
        ArtifactStore store = newStore();
        Files.delete(root());
        Files.write(root(), HELLO);
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> store.put(UserId.LOCAL, HELLO))
                .withMessageContaining(ID.sha256());
    }
}
