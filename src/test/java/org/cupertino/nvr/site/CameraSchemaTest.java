package org.cupertino.nvr.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema for editors allows what the program allows. */
class CameraSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_schema_has_the_keys_of_the_program() throws Exception {
        JsonNode camera = schemaNode().at("/definitions/camera/properties");
        assertThat(keys(camera)).isEqualTo(CameraReader.CAMERA_KEYS);
        assertThat(keys(camera.at("/zones/additionalProperties/properties")))
                .isEqualTo(CameraReader.ZONE_KEYS);
        assertThat(keys(camera.at("/masks/additionalProperties/properties")))
                .isEqualTo(CameraReader.MASK_KEYS);
    }

    @Test
    void the_example_is_as_the_schema_says() throws Exception {
        assertThat(schema().validate(yaml(Files.readString(Path.of("docker/cameras.yaml")))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nam: x",
                "name: 5",
                "name: ''",
                "max_fps: 0",
                "max_fps: 1001",
                "max_fps: '1'",
                "key_frames_only: 1",
                "classes: person",
                "classes: []",
                "classes: [5]",
                "confidence: 0",
                "confidence: 1.1",
                "mounting: roof",
                "quiet_hours: 22-6",
                "zones: []",
                "zones: {bed: {kind: bed}}",
                "zones: {bed: {kind: sofa, corners: [[0,0],[1,0],[1,1]]}}",
                "zones: {bed: {corners: [[0,0],[1,0],[1,1]]}}",
                "zones: {bed: {kind: bed, corners: [[0,0],[1,0]]}}",
                "masks: {tv: {corners: [[0,0],[1,0],[1,2]]}}",
                "masks: {tv: {corners: [[0,0],[1,0],[1]]}}",
                "masks: {tv: {kind: bed, corners: [[0,0],[1,0],[1,1]]}}"
            })
    void both_refuse_the_same(String camera) throws Exception {
        String text = "cameras: {'2': {" + camera + "}}";
        assertThat(schema().validate(yaml(text))).as("schema: " + camera).isNotEmpty();
        assertThat(CameraFile.parse("c", text.getBytes(StandardCharsets.UTF_8)).faults())
                .as("program: " + camera)
                .isNotEmpty();
    }

    private static JsonNode yaml(String text) {
        LoadSettings settings = LoadSettings.builder().build();
        return JSON.valueToTree(new Load(settings).loadFromString(text));
    }

    private static Set<String> keys(JsonNode node) {
        Set<String> keys = new HashSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static JsonSchema schema() throws Exception {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schemaNode());
    }

    private static JsonNode schemaNode() throws Exception {
        try (InputStream in =
                CameraSchemaTest.class.getResourceAsStream("/site/cameras.schema.json")) {
            return JSON.readTree(in);
        }
    }
}
