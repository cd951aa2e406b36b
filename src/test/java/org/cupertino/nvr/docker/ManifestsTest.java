package org.cupertino.nvr.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cupertino.nvr.config.ProcessorOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Kubernetes itself would say to the manifests, and what it would not notice. */
class ManifestsTest {
    private static final Map<String, Class<? extends HasMetadata>> KINDS =
            Map.of(
                    "ConfigMap", ConfigMap.class,
                    "Deployment", Deployment.class,
                    "StatefulSet", StatefulSet.class,
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
            } else if (object instanceof StatefulSet set) {
                assertThat(set.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
                assertThat(objects)
                        .filteredOn(Service.class::isInstance)
                        .extracting(service -> service.getMetadata().getName())
                        .contains(set.getSpec().getServiceName());
            }
        }
        assertThat(pod.getSpec().getContainers().get(0).getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(
                        pod.getSpec().getVolumes().stream().map(v -> v.getName()).toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void settings_are_ones_that_a_processor_takes(Path file, @TempDir Path secrets)
            throws IOException {
        Map<String, String> settings = new HashMap<>();
        List<HasMetadata> objects = parse(Files.readString(file));
        for (HasMetadata object : objects) {
            if (object instanceof ConfigMap map) {
                Properties properties = new Properties();
                properties.load(new StringReader(map.getData().get("cupertino-nvr.properties")));
                properties.forEach((k, v) -> settings.put(k.toString(), v.toString()));
            }
        }
        template(objects)
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .forEach(
                        variable ->
                                settings.put(
                                        key(variable.getName()),
                                        variable.getValue() == null
                                                ? "emergency-0"
                                                : variable.getValue()));
        Path password = Files.writeString(secrets.resolve("password"), "secret");
        assertThat(settings).containsEntry("nvr.mqtt-password-file", "/run/secrets/nvr/password");
        settings.put("nvr.mqtt-password-file", password.toString());

        Function<String, String> lookup = settings::get;
        Map<String, String> taken = ProcessorOptions.from(lookup).asProperties();

        assertThat(taken.keySet()).containsAll(settings.keySet());
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("docker/kubernetes"))) {
            return files.sorted().toList().stream();
        }
    }

    private static String key(String variable) {
        return variable.toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    }

    private static PodTemplateSpec template(List<HasMetadata> objects) {
        for (HasMetadata object : objects) {
            if (object instanceof Deployment deployment) {
                return deployment.getSpec().getTemplate();
            }
            if (object instanceof StatefulSet set) {
                return set.getSpec().getTemplate();
            }
        }
        throw new AssertionError("No workload among " + objects);
    }

    private static List<HasMetadata> parse(String yaml) {
        List<HasMetadata> objects = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            String kind = String.valueOf(((Map<?, ?>) document).get("kind"));
            assertThat(KINDS).containsKey(kind);
            objects.add(MAPPER.convertValue(document, KINDS.get(kind)));
        }
        return objects;
    }
}
