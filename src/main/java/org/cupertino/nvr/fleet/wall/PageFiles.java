package org.cupertino.nvr.fleet.wall;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the page, from inside the jar. Thread-safe. */
final class PageFiles {
    private static final String FOLDER = "/org/cupertino/nvr/wall/";
    private static final Pattern NAME = Pattern.compile("/([a-z0-9-]+\\.(html|js|css|svg))");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml");

    private final Map<String, Buffer> files = new ConcurrentHashMap<>();

    /** Answers, or leaves it to whoever comes next. */
    void asked(RoutingContext context) {
        String path = context.normalizedPath();
        Matcher name = NAME.matcher(path.equals("/") ? "/index.html" : path);
        if (!name.matches()) {
            context.next();
            return;
        }
        // Of a name that is not there nothing is kept.
        Buffer file = files.computeIfAbsent(name.group(1), PageFiles::read);
        if (file == null) {
            context.next();
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, TYPES.get(name.group(2)))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(file);
    }

    /** Null if there is no such file. */
    static Buffer read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? null : Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("A file of the page cannot be read from the jar", e);
        }
    }
}
