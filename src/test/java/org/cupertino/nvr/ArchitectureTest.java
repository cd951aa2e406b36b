package org.cupertino.nvr;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may use what. */
class ArchitectureTest {
    private static final String ROOT = "org.cupertino.nvr.";
    private static final Path SOURCES = Path.of("src/main/java/org/cupertino/nvr");
    private static final Pattern IMPORT =
            Pattern.compile(
                    "^import (?:static )?org\\.cupertino\\.nvr\\.([a-z.]+)\\.[A-Z]",
                    Pattern.MULTILINE);
    private static final int MOST_LINES = 300;

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.cupertino.nvr");

    @Test
    void the_wings_meet_on_the_wire_alone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "processor..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "fleet..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "fleet..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "processor..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "wire",
        "mqtt",
        "routes",
        "observe",
        "config",
        "log",
        "timing",
        "identity",
        "secret",
        "broker",
        "site"
    })
    void the_ground_floor_knows_no_wing(String ground) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ground)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "processor..",
                        ROOT + "fleet..",
                        ROOT + "app..",
                        ROOT + "cli..",
                        ROOT + "demo..")
                .check(CLASSES);
    }

    /** The packages that may, separated by blanks. */
    @ParameterizedTest
    @CsvSource({
        "org.bytedeco.., processor.ingest processor.picture",
        "ai.djl.., processor.inference.torch",
        "org.apache.activemq.., broker",
        "com.github.dockerjava.., fleet.spawn.docker",
        "ch.qos.logback.., log",
        "net.logstash.., log",
        "io.vertx.., observe fleet.wall",
        "picocli.., cli.. config",
        "org.eclipse.paho.., mqtt fleet.. app demo cli.ctl",
        "io.micrometer.., observe processor.metrics fleet.emergency app",
    })
    void a_library_is_used_where_it_belongs(String library, String packages) {
        String[] mayUse = Stream.of(packages.split(" ")).map(ROOT::concat).toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(mayUse)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
        assertThat(
                        CLASSES.stream()
                                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                                .map(d -> d.getTargetClass().getPackageName())
                                .anyMatch(name -> name.startsWith(library.replace("..", ""))))
                .as("%s is used at all", library)
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "wire",
        "config",
        "timing",
        "identity",
        "secret",
        "site",
        "log",
        "broker",
        "processor.frame",
        "processor.ingest",
        "processor.inference..",
        "fleet.spawn.."
    })
    void what_no_route_calls_knows_no_camel(String lower) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + lower)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(CLASSES);
    }

    @Test
    void commands_know_no_mqtt() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "processor.command")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "mqtt", "org.eclipse.paho..", "org.apache.camel.component.paho..")
                .check(CLASSES);
    }

    @Test
    void only_the_command_line_has_classes_called_command() {
        noClasses()
                .that(simpleNameEndingWith("Command"))
                .and()
                .doNotHaveSimpleName("Command")
                .should()
                .resideOutsideOfPackage(ROOT + "cli..")
                .check(CLASSES);
    }

    @Test
    void packages_form_no_circle() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Camel's own triangle is the only circle there may be. */
    @Test
    void classes_of_a_package_form_no_circle() {
        assertThat(ClassCircles.within(CLASSES))
                .isEqualTo(
                        Set.of(
                                Set.of(
                                        ROOT + "processor.camera.CameraComponent",
                                        ROOT + "processor.camera.CameraConsumer",
                                        ROOT + "processor.camera.CameraEndpoint")));
    }

    static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> all =
                    files.filter(Files::isDirectory)
                            .filter(folder -> !folder.equals(SOURCES))
                            .filter(folder -> !javaFiles(folder).isEmpty())
                            .toList();
            assertThat(all).hasSizeGreaterThan(20);
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_declares_the_packages_it_imports(Path folder) throws Exception {
        String name = SOURCES.relativize(folder).toString().replace('/', '.');
        Set<String> imported = new TreeSet<>();
        for (Path file : javaFiles(folder)) {
            String source = Files.readString(file);
            Matcher matcher = IMPORT.matcher(source);
            while (matcher.find()) {
                imported.add(matcher.group(1));
            }
            assertThat(source.replaceAll("(?s)/\\*.*?\\*/|(?m)^(import|package) .*", ""))
                    .as("%s imports what it uses", file)
                    .doesNotContainPattern("[^\"]\\borg\\.cupertino\\.nvr\\.[a-z.]+[A-Z]");
        }
        Uses uses =
                Class.forName(ROOT + name + ".package-info").getPackage().getAnnotation(Uses.class);
        assertThat(uses).as("package-info of %s has @Uses", name).isNotNull();
        assertThat(uses.value()).containsExactlyElementsOf(imported);
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java"})
    void no_file_is_longer_than_a_reader_can_hold(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(file))
                        .as("%s", file)
                        .hasSizeLessThanOrEqualTo(MOST_LINES);
            }
        }
    }

    private static List<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
