package org.cupertino.nvr.fleet.wall;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.cupertino.nvr.wire.Json;

/** The browsers that are connected, and what each is sent. Thread-safe. */
final class Pages {
    static final int MOST = 100;

    /** A page says again what it shows before that. */
    static final Duration LOOKS_FOR = Duration.ofSeconds(30);

    private static final ObjectMapper JSON =
            Json.mapper().setSerializationInclusion(JsonInclude.Include.ALWAYS);
    private static final int ID_BYTES = 16;

    private final House house;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Page> pages = new LinkedHashMap<>();

    Pages(House house) {
        this.house = house;
    }

    /** Any JSON that a page gets; empty optional values are null there. */
    static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is shown cannot be written as JSON", e);
        }
    }

    private static String text(String event, Object body) {
        return "event: " + event + "\ndata: " + json(body) + "\n\n";
    }

    /**
     * Lets a browser in, and sends it all that there is; of too many the first has to go.
     *
     * @param isStillIn whether the visitor may still look
     */
    synchronized Page open(Visitor visitor, BooleanSupplier isStillIn, HttpServerResponse out) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Page page =
                new Page(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                        visitor,
                        isStillIn,
                        out);
        if (pages.size() >= MOST) {
            Page first = pages.values().iterator().next();
            pages.remove(first.id());
            first.end();
        }
        pages.put(page.id(), page);
        Map<String, Object> hello = new LinkedHashMap<>();
        hello.put("page", page.id());
        hello.put("user", visitor.name());
        hello.put("role", visitor.role());
        hello.put("now", Instant.now());
        out.write(text("hello", hello));
        house.everything().forEach(update -> offer(page, update, new HashMap<>()));
        page.flush();
        return page;
    }

    synchronized void closed(Page page) {
        pages.remove(page.id());
    }

    /** Sends on what has changed, which is asked for while no page is let in. */
    synchronized void send(Supplier<List<Update>> changes) {
        for (Update update : changes.get()) {
            Map<Update, String> texts = new HashMap<>();
            pages.values().forEach(page -> offer(page, update, texts));
        }
        pages.values().forEach(Page::flush);
    }

    /** Sends something to some only. */
    synchronized void send(Update update, Predicate<Visitor> to) {
        Map<Update, String> texts = new HashMap<>();
        for (Page page : pages.values()) {
            if (to.test(page.visitor())) {
                offer(page, update, texts);
                page.flush();
            }
        }
    }

    private static void offer(Page page, Update update, Map<Update, String> texts) {
        Set<Integer> allowed = page.visitor().cameras();
        Update own = allowed == null ? update : update.forCameras(allowed);
        if (own != null) {
            page.offer(
                    own.key(), texts.computeIfAbsent(own, each -> text(each.event(), each.body())));
        }
    }

    /** Says to each browser that the wall is there, and ends those that may not look any more. */
    synchronized void beat() {
        List<Page> over = pages.values().stream().filter(page -> !page.isStillIn()).toList();
        pages.values().removeAll(over);
        over.forEach(Page::end);
        pages.values().forEach(Page::beat);
    }

    /**
     * A page says which cameras it shows.
     *
     * @return whether there is such a page of that visitor
     */
    synchronized boolean looksAt(String id, Visitor visitor, Set<Integer> cameras, int width) {
        Page page = pages.get(id);
        if (page == null || !page.visitor().equals(visitor)) {
            return false;
        }
        page.looksAt(cameras, width, System.nanoTime());
        return true;
    }

    /** The cameras that are shown anywhere, and how wide their pictures are to be, in pixels. */
    synchronized Map<Integer, Integer> shown() {
        long now = System.nanoTime();
        Map<Integer, Integer> shown = new HashMap<>();
        for (Page page : pages.values()) {
            for (int sourceId : page.cameras(now, LOOKS_FOR.toNanos())) {
                shown.merge(sourceId, page.width(), Math::max);
            }
        }
        return shown;
    }
}
