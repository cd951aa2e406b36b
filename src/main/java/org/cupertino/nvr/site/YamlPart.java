package org.cupertino.nvr.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cupertino.nvr.config.Suggestion;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A part of a YAML text, read strictly: what has the wrong type or range is a fault that names its
 * line, and the keys that lead to it.
 */
final class YamlPart {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setSchema(new CoreSchema())
                    .setMaxAliasesForCollections(10_000)
                    .setCodePointLimit(CameraFile.MOST_BYTES)
                    .build();

    private static final int QUOTED = 40;

    private final Node node;
    private final String path;

    private YamlPart(Node node, String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * Reads a text with one document in it.
     *
     * @throws YamlFault if it is not YAML, or empty
     */
    static YamlPart of(String text) throws YamlFault {
        try {
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            return new YamlPart(root.orElseThrow(() -> new YamlFault(0, "it is empty")), "");
        } catch (MarkedYamlEngineException e) {
            throw new YamlFault(
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0),
                    "it is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new YamlFault(0, "it is not YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new YamlFault(0, "it is nested too deeply");
        }
    }

    /** The keys that lead here, with dots between them; empty for the whole. */
    String path() {
        return path;
    }

    /**
     * What is under each of these keys, as far as they are there.
     *
     * @throws YamlFault if it has other keys
     */
    Map<String, YamlPart> known(Set<String> keys) throws YamlFault {
        Map<String, YamlPart> entries = entries("keys and values");
        for (Map.Entry<String, YamlPart> entry : entries.entrySet()) {
            if (!keys.contains(entry.getKey())) {
                throw entry.getValue()
                        .fault(
                                "unknown key "
                                        + quoted(entry.getKey())
                                        + (path.isEmpty() ? "" : " in " + path)
                                        + Suggestion.hint(entry.getKey(), keys));
            }
        }
        return entries;
    }

    /**
     * What is under each key.
     *
     * @param expected for the fault if these are no keys and values
     */
    Map<String, YamlPart> entries(String expected) throws YamlFault {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(expected);
        }
        Map<String, YamlPart> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new YamlFault(line(tuple.getKeyNode()), "a key must be a word");
            }
            String name = key.getValue();
            YamlPart part =
                    new YamlPart(
                            tuple.getValueNode(),
                            (path.isEmpty() ? "" : path + ".") + short40(name));
            if (entries.put(name, part) != null) {
                throw new YamlFault(line(key), part.path + " is given twice");
            }
        }
        return entries;
    }

    /**
     * The elements of a list.
     *
     * @param expected for the fault if it is none or has fewer or more
     */
    List<YamlPart> items(int least, int most, String expected) throws YamlFault {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(expected);
        }
        List<Node> nodes = sequence.getValue();
        if (nodes.size() < least || nodes.size() > most) {
            throw fault(path + " must be " + expected + ", not " + nodes.size());
        }
        List<YamlPart> items = new ArrayList<>(nodes.size());
        for (Node item : nodes) {
            items.add(new YamlPart(item, path));
        }
        return items;
    }

    /** A text of 1 to so many characters, none of which steers a terminal. */
    String text(int most) throws YamlFault {
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!node.getTag().equals(Tag.STR)
                || text.isBlank()
                || text.length() > most
                || text.chars().anyMatch(Character::isISOControl)) {
            throw wrong("a text of 1 to " + most + " characters, in quotes if it looks otherwise");
        }
        return text;
    }

    /**
     * A text that no fault may show.
     *
     * @throws IllegalArgumentException if it is none
     */
    String secret() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return scalar.getValue();
        }
        throw new IllegalArgumentException("it is not a text");
    }

    /** One of these words. */
    String word(List<String> words) throws YamlFault {
        String expected = String.join(", ", words);
        String word = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!words.contains(word)) {
            throw wrong("one of " + expected);
        }
        return word;
    }

    /** A number. */
    double number(String expected) throws YamlFault {
        try {
            if (node instanceof ScalarNode scalar
                    && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
                return Double.parseDouble(scalar.getValue());
            }
        } catch (NumberFormatException e) {
            throw wrong(expected);
        }
        throw wrong(expected);
    }

    boolean flag() throws YamlFault {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.BOOL)) {
            throw wrong("true or false");
        }
        return Boolean.parseBoolean(scalar.getValue());
    }

    /** The fault of a value that may be shown; the words complete "must be". */
    YamlFault wrong(String expected) {
        String is = node instanceof ScalarNode scalar ? ", not " + quoted(scalar.getValue()) : "";
        return fault((path.isEmpty() ? "it" : path) + " must be " + expected + is);
    }

    /** Any fault of this part. */
    YamlFault fault(String reason) {
        return new YamlFault(line(node), reason);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static String quoted(String text) {
        return "'" + short40(text) + "'";
    }

    private static String short40(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }
}
