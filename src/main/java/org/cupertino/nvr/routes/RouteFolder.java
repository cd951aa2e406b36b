package org.cupertino.nvr.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The route files of a folder: {@code *.yaml}, hidden ones and editors' copies left out. Files are
 * read as a whole and compared by content, which works with every editor and on every file system,
 * symbolic links that are swapped included.
 */
final class RouteFolder {
    private final Path path;

    RouteFolder(Path path) {
        this.path = path;
    }

    /**
     * The text of each file by its name.
     *
     * @throws IOException if the folder or one of its files cannot be read
     */
    SortedMap<String, String> read() throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(RouteFolder::isRouteFile).toList()) {
                texts.put(
                        file.getFileName().toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return texts;
    }

    private static boolean isRouteFile(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") && !name.startsWith(".") && Files.isRegularFile(file);
    }

    /** Has Camel read a file's text, which may differ from what is in the file by now. */
    static RouteBuilder load(CamelContext context, Map.Entry<String, String> file)
            throws Exception {
        Resource text = ResourceHelper.fromString("file:" + file.getKey(), file.getValue());
        return (RouteBuilder)
                PluginHelper.getRoutesLoader(context)
                        .findRoutesBuilders(List.of(text))
                        .iterator()
                        .next();
    }

    /** Name of the file that Camel says something comes from; empty if it says nothing. */
    static String fileName(String location) {
        return location == null
                ? ""
                : location.substring(location.lastIndexOf('/') + 1)
                        .replaceFirst("^(file|classpath):", "");
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
