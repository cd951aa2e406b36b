package org.cupertino.nvr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OthersFilesTest {
    private static final int STRANGER = 4242;

    @TempDir Path root;
    private Path here;
    private Path routes;
    private Path file;
    private Path properties;
    private ProgramFolders home;

    @BeforeEach
    void routes_and_properties_in_the_working_directory() throws IOException {
        here = Files.createDirectory(root.resolve("here"));
        routes = Files.createDirectories(here.resolve("routes"));
        file = Files.writeString(routes.resolve("camera.yaml"), "");
        properties = Files.writeString(here.resolve(Settings.DEFAULT_FILE), "nvr.n = 2");
        Path jar = Files.createDirectories(root.resolve("installed/target")).resolve("nvr.jar");
        home = new ProgramFolders(here, jar, root.resolve("cache"));
        mode(here, "rwxr-xr-x");
        mode(routes, "rwxr-xr-x");
        mode(file, "rw-r--r--");
        mode(properties, "rw-r--r--");
    }

    @Test
    void own_files_are_used() {
        assertThat(home.routes(Optional.empty())).contains(routes);
        assertThat(Parsed.of(Map.of(), here).cameras().uris()).hasSize(2);
    }

    @Test
    void what_everybody_may_write_is_refused_with_its_path() throws IOException {
        mode(file, "rw-rw-rw-");
        assertThatThrownBy(() -> home.routes(Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("may change " + file)
                .hasMessageEndingWith("with --routes");
        mode(file, "rw-r--r--");
        mode(routes, "rwxrwxrwx");
        assertThatThrownBy(() -> home.routes(Optional.empty())).hasMessageContaining("" + routes);
        mode(properties, "rw-rw-rw-");
        assertThatThrownBy(() -> Parsed.of(Map.of(), here))
                .hasMessageContaining("may change " + properties)
                .hasMessageEndingWith("with --config");
    }

    @Test
    void path_that_an_option_names_is_used_whoever_may_write_it() throws IOException {
        mode(routes, "rwxrwxrwx");
        mode(properties, "rw-rw-rw-");

        assertThat(home.routes(Optional.of(routes))).contains(routes);
        assertThat(Parsed.of(Map.of(), here, "--config", "" + properties).config()).isPresent();
    }

    @Test
    void what_a_stranger_has_put_into_a_shared_folder_is_refused() throws IOException {
        own(routes);
        own(file);
        // As a volume of a container: nobody else can have put it there.
        assertThatCode(() -> home.routes(Optional.empty())).doesNotThrowAnyException();
        mode(here, "rwxrwxrwx");
        assertThatThrownBy(() -> home.routes(Optional.empty())).hasMessageContaining("" + routes);
        mode(here, "rwxr-xr-x");
        own(here);
        assertThatThrownBy(() -> home.routes(Optional.empty())).hasMessageContaining("" + routes);
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static void own(Path path) throws IOException {
        assumeThat((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("Only root can give files to another user")
                .isZero();
        Files.setAttribute(path, "unix:uid", STRANGER);
    }
}
