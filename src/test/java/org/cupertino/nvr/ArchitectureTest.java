package org.cupertino.nvr;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use what. */
class ArchitectureTest {
    private static final String ROOT = "org.cupertino.nvr.";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.cupertino.nvr");

    @ParameterizedTest
    @CsvSource({
        "ingest, org.bytedeco..",
        "inference, ai.djl..",
        "broker, org.apache.activemq..",
        "spawn, com.github.dockerjava..",
    })
    void one_room_alone_uses_a_library(String room, String library) {
        assertThat(isUnused(room, library)).as("rule is about something").isFalse();
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void lower_rooms_know_no_camel() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "config",
                        ROOT + "event",
                        ROOT + "frame",
                        ROOT + "ingest",
                        ROOT + "inference",
                        ROOT + "instance",
                        ROOT + "lease",
                        ROOT + "retry",
                        ROOT + "spawn")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(CLASSES);
    }

    @Test
    void commands_know_no_mqtt() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "command")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "mqtt", "org.eclipse.paho..", "org.apache.camel.component.paho..")
                .check(CLASSES);
    }

    @Test
    void spawn_uses_config_and_no_other_room() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "spawn")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT.substring(0, ROOT.length() - 1) + "..")
                                .and(not(resideInAnyPackage(ROOT + "spawn", ROOT + "config"))))
                .check(CLASSES);
    }

    @Test
    void rooms_form_no_cycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Whether the room itself keeps the rule, that is, does not use the library at all. */
    private static boolean isUnused(String room, String library) {
        ArchRule unused =
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + room)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(library);
        return !unused.evaluate(CLASSES).hasViolation();
    }
}
