package org.cupertino.nvr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use what. */
@AnalyzeClasses(
        packages = "org.cupertino.nvr",
        importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final String ROOT = "org.cupertino.nvr.";

    @ArchTest static final ArchRule only_ingest_uses_libav = only("ingest", "org.bytedeco..");
    @ArchTest static final ArchRule only_inference_uses_djl = only("inference", "ai.djl..");

    @ArchTest
    static final ArchRule only_the_embedded_broker_uses_artemis =
            only("broker", "org.apache.activemq..");

    @ArchTest
    static final ArchRule the_lower_rooms_know_no_camel =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + "config",
                            ROOT + "event",
                            ROOT + "frame",
                            ROOT + "ingest",
                            ROOT + "inference",
                            ROOT + "instance",
                            ROOT + "retry")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule commands_know_no_mqtt =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "command")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            ROOT + "mqtt",
                            "org.eclipse.paho..",
                            "org.apache.camel.component.paho..");

    @ArchTest
    static final ArchRule rooms_form_no_cycles =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    private static ArchRule only(String room, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
