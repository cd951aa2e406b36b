package org.cupertino.nvr.processor.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Keys and values that a person or an export tool wrote, read strictly: whatever has the wrong type
 * or range is an error that names the file and the key.
 */
final class ModelDocument {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String file;
    private final Map<?, ?> values;

    private ModelDocument(String file, Object values) throws ModelException {
        this.file = file;
        if (!(values instanceof Map<?, ?> map)) {
            throw ModelException.failed(file + " holds no keys and values");
        }
        this.values = map;
    }

    /**
     * @param file how the messages call it
     */
    static ModelDocument ofYaml(String file, String text) throws ModelException {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(false).build();
        try {
            return new ModelDocument(file, new Load(settings).loadFromString(text));
        } catch (YamlEngineException e) {
            throw ModelException.failed(file + " is not valid YAML", e);
        }
    }

    /**
     * @param file how the messages call it
     */
    static ModelDocument ofJson(String file, String text) throws ModelException {
        try {
            return new ModelDocument(file, JSON.readValue(text, Object.class));
        } catch (JsonProcessingException e) {
            throw ModelException.failed(file + " is not valid JSON", e);
        }
    }

    void allowOnly(Set<String> keys) throws ModelException {
        for (Object key : values.keySet()) {
            if (!(key instanceof String name && keys.contains(name))) {
                throw ModelException.failed(
                        file + " has the unknown key " + key + "; known are " + sorted(keys));
            }
        }
    }

    Optional<String> text(String key) throws ModelException {
        Object value = values.get(key);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw wrong(key, "a text");
    }

    /** A whole number of 1 or more. */
    OptionalInt count(String key) throws ModelException {
        Object value = values.get(key);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value instanceof Integer number && number > 0) {
            return OptionalInt.of(number);
        }
        throw wrong(key, "a whole number of 1 or more");
    }

    /** Two whole numbers of 1 to 1,000. */
    Optional<List<Integer>> pair(String key) throws ModelException {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof List<?> list
                && list.size() == 2
                && list.get(0) instanceof Integer first
                && list.get(1) instanceof Integer second
                && Math.min(first, second) > 0
                && Math.max(first, second) <= 1_000) {
            return Optional.of(List.of(first, second));
        }
        throw wrong(key, "two whole numbers from 1 to 1000");
    }

    /** A number from 0 to 1. */
    OptionalDouble fraction(String key) throws ModelException {
        Object value = values.get(key);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= 1) {
            return OptionalDouble.of(number.doubleValue());
        }
        throw wrong(key, "a number from 0 to 1");
    }

    boolean flag(String key) throws ModelException {
        Object value = values.get(key);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw wrong(key, "true or false");
    }

    /** What is under a key, or an empty document. */
    ModelDocument part(String key) throws ModelException {
        Object value = values.get(key);
        if (value == null || value instanceof Map) {
            return new ModelDocument(file, value == null ? Map.of() : value);
        }
        throw wrong(key, "keys and values");
    }

    /** One side in pixels, or height and width. */
    Optional<Size> size(String key) throws ModelException {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Integer side) {
            return Optional.of(new Size(side, side));
        }
        if (value instanceof List<?> sides
                && sides.size() == 2
                && sides.get(0) instanceof Integer height
                && sides.get(1) instanceof Integer width) {
            return Optional.of(new Size(width, height));
        }
        throw wrong(key, "a number of pixels or [height, width]");
    }

    /** Names in the order of their numbers: a list, or a map whose keys are 0, 1, 2 and so on. */
    Optional<List<String>> names(String key) throws ModelException {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        List<Object> entries = new ArrayList<>();
        if (value instanceof List<?> list) {
            entries.addAll(list);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> byNumber = new TreeMap<>();
            map.forEach((number, name) -> byNumber.put(String.valueOf(number), name));
            for (int number = 0; number < map.size(); number++) {
                entries.add(byNumber.get(String.valueOf(number)));
            }
        }
        List<String> names = new ArrayList<>();
        for (Object entry : entries) {
            if (!(entry instanceof String name) || name.isBlank()) {
                throw wrong(key, "names, numbered from 0 without a gap");
            }
            names.add(name);
        }
        if (names.isEmpty()) {
            throw wrong(key, "names, numbered from 0 without a gap");
        }
        return Optional.of(List.copyOf(names));
    }

    ModelException wrong(String key, String expected) {
        return ModelException.failed(file + ": " + key + " must be " + expected);
    }

    private static String sorted(Set<String> keys) {
        return String.join(", ", keys.stream().sorted().toList());
    }
}
