package org.cupertino.nvr.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cupertino.nvr.identity.Version;

/**
 * Finds what the program works with, from any working directory: a folder that an option names,
 * else one in the working directory, else one beside the jar or the folder that the jar is in, else
 * the copy inside the jar.
 */
public final class ProgramFolders {
    private final Path workingDirectory;
    private final Path program;
    private final Path cache;

    /**
     * @param program the jar, or the folder of classes
     * @param cache where copies from inside the jar are put, a folder for this version alone
     */
    ProgramFolders(Path workingDirectory, Path program, Path cache) {
        this.workingDirectory = workingDirectory.toAbsolutePath();
        this.program = program.toAbsolutePath();
        this.cache = cache;
    }

    /** That of this process. The cache is NVR_CACHE_DIR, else one in the user's own cache. */
    public static ProgramFolders of(Map<String, String> environment, Path workingDirectory) {
        Path program;
        try {
            program =
                    Path.of(
                            ProgramFolders.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return new ProgramFolders(
                workingDirectory, program, cache(environment).resolve(Version.current()));
    }

    private static Path cache(Map<String, String> environment) {
        String own = environment.getOrDefault("NVR_CACHE_DIR", "");
        if (!own.isBlank()) {
            return Path.of(own);
        }
        String user = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches =
                user.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(user);
        return caches.resolve("cupertino-nvr");
    }

    /**
     * The folder of models, copied out of the jar if there is none on disk.
     *
     * @param wanted what {@code --models} says
     * @throws ConfigException if there are none, or they cannot be copied
     */
    public Path models(Optional<Path> wanted) {
        return wanted.or(() -> onDisk("models", name -> name.matches(".+\\.(torchscript|ya?ml)")))
                .orElseGet(() -> copy("models"));
    }

    /**
     * The folder of routes on disk, to be watched for changes; empty means the ones in the jar.
     *
     * @param wanted what {@code --routes} says
     */
    public Optional<Path> routes(Optional<Path> wanted) {
        return wanted.or(() -> onDisk("routes", ProgramFolders::isRoute)).map(Path::toAbsolutePath);
    }

    /**
     * The folder of an orchestrator's routes on disk, inside that of the routes; empty means the
     * ones in the jar.
     *
     * @param wanted what {@code --routes} says
     * @throws ConfigException if the folder that is asked for has none
     */
    public Optional<Path> orchestratorRoutes(Optional<Path> wanted) {
        return routesIn("orchestrator", wanted);
    }

    /** As {@link #orchestratorRoutes}, for those of a wall. */
    public Optional<Path> wallRoutes(Optional<Path> wanted) {
        return routesIn("wall", wanted);
    }

    private Optional<Path> routesIn(String program, Optional<Path> wanted) {
        Optional<Path> folder = routes(wanted).map(path -> path.resolve(program));
        if (wanted.isPresent() && !Files.isDirectory(folder.orElseThrow())) {
            throw new ConfigException("There is no folder " + folder.get());
        }
        return folder.filter(Files::isDirectory);
    }

    /** What Camel calls the orchestrator's routes of a folder that was found. */
    public static String orchestratorRoutesPattern(Optional<Path> folder) {
        return folder.map(path -> "file:" + path + "/*.yaml")
                .orElse("classpath:routes/orchestrator/*.yaml");
    }

    /** What Camel calls the wall's routes of a folder that was found. */
    public static String wallRoutesPattern(Optional<Path> folder) {
        return folder.map(path -> "file:" + path + "/*.yaml")
                .orElse("classpath:routes/wall/*.yaml");
    }

    /** What Camel calls the routes of a folder that {@link #routes} gave. */
    public static String routesPattern(Optional<Path> folder) {
        return folder.map(path -> "file:" + path + "/*.yaml").orElse("classpath:routes/*.yaml");
    }

    /** The clip of the demo, copied out of the jar. */
    public Path demoClip() {
        Path clip = copy("demo").resolve("people.mp4");
        if (!Files.isRegularFile(clip)) {
            throw new ConfigException("This build of the program holds no demo clip");
        }
        return clip;
    }

    private static boolean isRoute(String name) {
        return name.endsWith(".yaml");
    }

    private Optional<Path> onDisk(String name, Predicate<String> wanted) {
        Path beside = program.getParent();
        Optional<Path> found =
                Stream.of(workingDirectory, beside, beside.getParent())
                        .filter(folder -> folder != null)
                        .map(folder -> folder.resolve(name))
                        .filter(folder -> holds(folder, wanted))
                        .findFirst();
        boolean ofProgram =
                workingDirectory.equals(beside) || workingDirectory.equals(beside.getParent());
        found.filter(folder -> folder.startsWith(workingDirectory) && !ofProgram)
                .ifPresent(folder -> OthersFiles.refuse(folder, "--" + name));
        return found;
    }

    /** A folder of that name without such files belongs to another program. */
    private static boolean holds(Path folder, Predicate<String> wanted) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> wanted.test(file.getFileName().toString()));
        } catch (IOException e) {
            return false;
        }
    }

    private Path copy(String name) {
        if (Files.isDirectory(program)) {
            return existing(program.resolve(name));
        }
        try (FileSystem jar = FileSystems.newFileSystem(program)) {
            Path inside = existing(jar.getPath("/" + name));
            List<Path> files;
            try (Stream<Path> all = Files.walk(inside)) {
                files = all.filter(Files::isRegularFile).toList();
            }
            Path target = cache.resolve(name);
            for (Path file : files) {
                copyFile(file, target.resolve(inside.relativize(file).toString()));
            }
            return target;
        } catch (IOException e) {
            throw new ConfigException(
                    "Cannot copy the "
                            + name
                            + " of the program to "
                            + cache
                            + " ("
                            + e
                            + "); set NVR_CACHE_DIR to a folder that can be written");
        }
    }

    private Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ConfigException(
                    "There is no folder "
                            + folder.getFileName()
                            + " in "
                            + workingDirectory
                            + ", beside the program, or in it");
        }
        return folder;
    }

    /** Two processors may start at once: each writes its own copy, and either may win. */
    private static void copyFile(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.size(to) == Files.size(from)) {
            return;
        }
        Files.createDirectories(to.getParent());
        Path part = Files.createTempFile(to.getParent(), ".", ".part");
        try (InputStream in = Files.newInputStream(from)) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
