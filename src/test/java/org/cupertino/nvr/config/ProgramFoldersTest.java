package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFoldersTest {
    @TempDir Path folder;
    private Path here;
    private Path installed;
    private Path cache;
    private ProgramFolders home;

    @BeforeEach
    void jar_in_a_target_folder() throws IOException {
        here = Files.createDirectories(folder.resolve("here"));
        installed = folder.resolve("installed");
        cache = folder.resolve("cache");
        Path jar = Files.createDirectories(installed.resolve("target")).resolve("nvr.jar");
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            write(zip.getPath("/models/a.torchscript"), "inside");
            write(zip.getPath("/models/sub/b.yaml"), "deep");
            write(zip.getPath("/demo/people.mp4"), "clip");
        }
        home = new ProgramFolders(here, jar, cache);
    }

    @Test
    void models_come_from_option_then_here_then_beside_the_program_then_the_jar()
            throws IOException {
        assertThat(home.models(Optional.empty())).isEqualTo(cache.resolve("models"));
        write(installed.resolve("models/a.yaml"), "");
        assertThat(home.models(Optional.empty())).isEqualTo(installed.resolve("models"));
        write(installed.resolve("target/models/a.yaml"), "");
        assertThat(home.models(Optional.empty())).isEqualTo(installed.resolve("target/models"));
        write(here.resolve("models/readme.txt"), "of somebody else");
        assertThat(home.models(Optional.empty())).isEqualTo(installed.resolve("target/models"));
        write(here.resolve("models/a.torchscript"), "");
        assertThat(home.models(Optional.empty())).isEqualTo(here.resolve("models"));
        assertThat(home.models(Optional.of(folder))).isEqualTo(folder);
    }

    @Test
    void routes_come_from_disk_or_stay_in_the_jar() throws IOException {
        assertThat(home.routes(Optional.empty())).isEmpty();
        assertThat(ProgramFolders.routesPattern(Optional.empty()))
                .isEqualTo("classpath:routes/*.yaml");

        write(installed.resolve("routes/camera.yaml"), "");
        Optional<Path> routes = home.routes(Optional.empty());

        assertThat(routes).contains(installed.resolve("routes"));
        assertThat(ProgramFolders.routesPattern(routes))
                .isEqualTo("file:" + installed + "/routes/*.yaml");
    }

    @Test
    void copies_are_whole_renewed_when_the_size_differs_and_else_left_alone() throws IOException {
        Path models = home.models(Optional.empty());
        assertThat(models.resolve("a.torchscript")).hasContent("inside");
        assertThat(models.resolve("sub/b.yaml")).hasContent("deep");

        write(models.resolve("a.torchscript"), "torn");
        write(models.resolve("sub/b.yaml"), "peed");
        home.models(Optional.empty());

        assertThat(models.resolve("a.torchscript")).hasContent("inside");
        assertThat(models.resolve("sub/b.yaml")).hasContent("peed");
        try (Stream<Path> all = Files.walk(cache)) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void demo_clip_is_copied() {
        assertThat(home.demoClip()).isEqualTo(cache.resolve("demo/people.mp4")).hasContent("clip");
    }

    @Test
    void cache_that_cannot_be_written_is_told() throws IOException {
        Files.writeString(cache, "a file where the folder should be");

        assertThatThrownBy(() -> home.models(Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set NVR_CACHE_DIR");
    }

    @Test
    void folder_of_classes_is_used_as_it_is() throws IOException {
        Path classes = folder.resolve("classes");
        write(classes.resolve("models/a.torchscript"), "");
        ProgramFolders development = new ProgramFolders(here, classes, cache);

        assertThat(development.models(Optional.empty())).isEqualTo(classes.resolve("models"));
        assertThatThrownBy(development::demoClip).isInstanceOf(ConfigException.class);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
