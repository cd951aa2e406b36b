package org.cupertino.nvr.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cupertino.nvr.config.OrchestratorOptions;
import org.cupertino.nvr.config.ProcessorOptions;
import org.cupertino.nvr.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Kubernetes itself would say to the manifests, and what it would not notice. */
class ManifestsTest {
    private static final Path FOLDER = Path.of("docker/kubernetes");

    private static final Map<String, Class<? extends HasMetadata>> KINDS =
            Map.of(
                    "Deployment", Deployment.class,
                    "Service", Service.class);

    /** Strict: the classes keep fields that Kubernetes does not know, unless set not to. */
    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .setAnnotationIntrospector(
                            new JacksonAnnotationIntrospector() {
                                private static final long serialVersionUID = 1;

                                @Override
                                public Boolean hasAnySetter(Annotated annotated) {
                                    return false;
                                }
                            });

    @Test
    void field_that_kubernetes_does_not_know_is_found() {
        assertThatThrownBy(() -> parse("{kind: Service, apiVersion: v1, spec: {portz: []}}"))
                .hasMessageContaining("portz");
    }

    @ParameterizedTest
    @MethodSource("files")
    void workload_is_confined_probed_and_limited(Path file) throws IOException {
        List<HasMetadata> objects = parse(Files.readString(file));
        PodTemplateSpec pod = template(objects);
        Container container = pod.getSpec().getContainers().get(0);

        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop())
                .containsExactly("ALL");
        assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
        assertThat(container.getStartupProbe().getHttpGet().getPath())
                .isEqualTo(container.getLivenessProbe().getHttpGet().getPath())
                .endsWith("/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).endsWith("/ready");
    }

    @ParameterizedTest
    @MethodSource("files")
    void names_fit_each_other(Path file) throws IOException {
        List<HasMetadata> objects = parse(Files.readString(file));
        PodTemplateSpec pod = template(objects);
        Map<String, String> labels = pod.getMetadata().getLabels();

        for (HasMetadata object : objects) {
            assertThat(object.getApiVersion()).isIn("v1", "apps/v1");
            if (object instanceof Service service) {
                assertThat(service.getSpec().getSelector()).isEqualTo(labels);
            } else if (object instanceof Deployment deployment) {
                assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
            }
        }
        assertThat(
                        pod.getSpec().getContainers().get(0).getVolumeMounts().stream()
                                .map(VolumeMount::getName)
                                .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        pod.getSpec().getVolumes().stream().map(v -> v.getName()).toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void settings_are_ones_that_the_program_takes(Path file, @TempDir Path secrets)
            throws IOException {
        PodTemplateSpec pod = template(parse(Files.readString(file)));
        String name = pod.getMetadata().getLabels().get("app.kubernetes.io/instance");
        Map<String, String> settings = settings(name);
        Path password = Files.writeString(secrets.resolve("password"), "secret");
        assertThat(settings).containsEntry("nvr.mqtt-password-file", "/run/secrets/nvr/password");
        settings.put("nvr.mqtt-password-file", password.toString());

        if (name.equals("orchestrator")) {
            assertThat(settings)
                    .containsEntry(
                            "nvr.processor-config", "/etc/cupertino-nvr/emergency.properties");
            settings.remove("nvr.processor-config");
            OrchestratorOptions.from(settings::get, Map.of());
            assertThat(Settings.keys(new OrchestratorOptions())).containsAll(settings.keySet());
        } else {
            assertThat(settings).containsEntry("nvr.instance-id", name);
            requireProcessorTakes(settings);
        }
    }

    @Test
    void emergency_processors_get_settings_that_a_processor_takes(@TempDir Path secrets)
            throws IOException {
        Map<String, String> settings = settings("emergency");
        Path password = Files.writeString(secrets.resolve("password"), "secret");
        assertThat(settings)
                .containsEntry("nvr.mqtt-password-file", "/run/secrets/nvr-processor/password");
        settings.put("nvr.mqtt-password-file", password.toString());
        // The orchestrator names the camera.
        settings.put("nvr.streams", "2");
        requireProcessorTakes(settings);
    }

    private static void requireProcessorTakes(Map<String, String> settings) {
        Function<String, String> lookup = settings::get;
        Map<String, String> taken = ProcessorOptions.from(lookup).asProperties();
        assertThat(taken.keySet()).containsAll(settings.keySet());
    }

    private static Map<String, String> settings(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(name + ".properties"))) {
            properties.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        properties.forEach((k, v) -> settings.put(k.toString(), v.toString()));
        return settings;
    }

    @ParameterizedTest
    @MethodSource("files")
    void image_is_this_version_and_what_kubernetes_says_of_an_end_is_the_reason(Path file)
            throws IOException {
        Container container =
                template(parse(Files.readString(file))).getSpec().getContainers().get(0);

        assertThat(container.getImage()).startsWith("cupertino-nvr:");
        // The first version of it is its own.
        assertThat(Files.readString(Path.of("pom.xml")))
                .containsSubsequence(
                        "<artifactId>cupertino-nvr</artifactId>",
                        container.getImage().replaceFirst(".*:", "<version>") + "</version>",
                        "<name>cupertino-nvr</name>");
        assertThat(container.getTerminationMessagePolicy()).isEqualTo("FallbackToLogsOnError");
    }

    @Test
    void site_holds_for_every_processor() throws IOException {
        Map<String, JsonNode> site = new HashMap<>();
        for (Object document : load(Files.readString(FOLDER.resolve("site.yaml")))) {
            JsonNode object = MAPPER.valueToTree(document);
            site.put(object.path("kind").asText(), object);
        }
        JsonNode policy = site.get("NetworkPolicy").path("spec");
        assertThat(policy.path("policyTypes"))
                .extracting(JsonNode::asText)
                .containsExactly("Ingress", "Egress");
        for (Path file : files().toList()) {
            PodTemplateSpec pod = template(parse(Files.readString(file)));
            JsonNode labels = MAPPER.valueToTree(pod.getMetadata().getLabels());
            for (JsonNode selector :
                    List.of(
                            policy.path("podSelector"),
                            site.get("PodDisruptionBudget").path("spec").path("selector"))) {
                assertThat(labels.properties())
                        .containsAll(selector.path("matchLabels").properties());
            }
            assertThat(pod.getSpec().getPriorityClassName())
                    .isEqualTo(site.get("PriorityClass").path("metadata").path("name").asText());
            // An edit of its settings gives the ConfigMap another name, and so restarts it.
            assertThat(Files.readString(FOLDER.resolve("kustomization.yaml")))
                    .contains(
                            file.getFileName().toString(),
                            "cupertino-nvr.properties="
                                    + labels.path("app.kubernetes.io/instance").asText()
                                    + ".properties");
        }
    }

    /** Those with a workload. */
    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .filter(
                            file ->
                                    file.getFileName()
                                            .toString()
                                            .matches("(processor|orchestrator).*\\.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static PodTemplateSpec template(List<HasMetadata> objects) {
        for (HasMetadata object : objects) {
            if (object instanceof Deployment deployment) {
                return deployment.getSpec().getTemplate();
            }
        }
        throw new AssertionError("No workload among " + objects);
    }

    private static List<HasMetadata> parse(String yaml) {
        List<HasMetadata> objects = new ArrayList<>();
        for (Object document : load(yaml)) {
            String kind = String.valueOf(((Map<?, ?>) document).get("kind"));
            assertThat(KINDS).containsKey(kind);
            objects.add(MAPPER.convertValue(document, KINDS.get(kind)));
        }
        return objects;
    }

    private static Iterable<Object> load(String yaml) {
        return new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
    }
}
