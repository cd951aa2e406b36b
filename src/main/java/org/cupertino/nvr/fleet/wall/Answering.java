package org.cupertino.nvr.fleet.wall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.RoomEvent;

/** Answers what the page asks for, to those who may. Of one event loop. */
final class Answering {
    /** Bytes that a request may bring. */
    private static final int LARGEST = 16 << 10;

    private static final int MOST_IN_VIEW = 200;
    private static final int SMALLEST_WIDTH = 64;
    private static final int LARGEST_WIDTH = 1_920;
    private static final int LARGEST_QUEUE = 256 << 10;
    private static final ObjectMapper JSON = Json.strictMapper();

    /** Key of the visitor in the context of a request. */
    static final String VISITOR = "visitor";

    /** Key of what says whether the visitor may still look. */
    static final String IS_STILL_IN = "is-still-in";

    private final House house;
    private final Pages pages;
    private final Orders orders;
    private final RoomOrders rooms;

    Answering(House house, Pages pages, Orders orders, RoomOrders rooms) {
        this.house = house;
        this.pages = pages;
        this.orders = orders;
        this.rooms = rooms;
    }

    /** What a handler does, which may refuse it. */
    private interface Task {
        void run(RoutingContext context) throws RefusedException;
    }

    /**
     * @param router whose handlers before have named the visitor of each request
     */
    void install(Router router) {
        router.get("/events").handler(context -> answer(context, this::events));
        router.get("/pictures/:source/:instance/:frame")
                .handler(context -> answer(context, this::picture));
        router.get("/cameras/:source/events").handler(context -> answer(context, this::history));
        BodyHandler body = BodyHandler.create(false).setBodyLimit(LARGEST);
        router.post("/view").handler(body).handler(context -> answer(context, this::view));
        router.post("/commands").handler(body).handler(context -> answer(context, this::command));
        router.post("/rooms/:room/fall")
                .handler(body)
                .handler(context -> answer(context, each -> room(each, RoomEvent.FALL_DETECTED)));
        router.post("/rooms/:room/assisted")
                .handler(body)
                .handler(
                        context ->
                                answer(context, each -> room(each, RoomEvent.RESIDENT_ASSISTED)));
    }

    private static void answer(RoutingContext context, Task task) {
        try {
            task.run(context);
        } catch (RefusedException e) {
            Door.refuse(context, e.status(), e.getMessage());
        }
    }

    private static Visitor visitor(RoutingContext context) {
        return context.get(VISITOR);
    }

    private void events(RoutingContext context) {
        HttpServerResponse response =
                context.response()
                        .setChunked(true)
                        .setWriteQueueMaxSize(LARGEST_QUEUE)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        Page page = pages.open(visitor(context), context.get(IS_STILL_IN), response);
        response.closeHandler(closed -> pages.closed(page));
        response.exceptionHandler(broken -> pages.closed(page));
    }

    private void picture(RoutingContext context) throws RefusedException {
        int source = number(context, "source");
        String frame = context.pathParam("frame");
        byte[] jpeg =
                visitor(context).maySee(source) && frame.matches("\\d{1,16}")
                        ? house.picture(
                                new PictureStore.Key(
                                        source,
                                        context.pathParam("instance"),
                                        Long.parseLong(frame)))
                        : null;
        if (jpeg == null) {
            throw RefusedException.missing("This picture is not kept");
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=60, immutable")
                .end(Buffer.buffer(jpeg));
    }

    private void history(RoutingContext context) throws RefusedException {
        int source = number(context, "source");
        if (!visitor(context).maySee(source)) {
            throw RefusedException.missing("There is no such camera");
        }
        json(context, 200, house.events(source));
    }

    private void view(RoutingContext context) throws RefusedException {
        JsonNode body = body(context);
        Visitor visitor = visitor(context);
        Set<Integer> cameras = new HashSet<>();
        for (JsonNode camera : body.path("cameras")) {
            if (camera.isInt() && visitor.maySee(camera.intValue())) {
                cameras.add(camera.intValue());
            }
        }
        if (cameras.size() > MOST_IN_VIEW) {
            throw RefusedException.wrong("At most " + MOST_IN_VIEW + " cameras are in view");
        }
        int width = Math.max(SMALLEST_WIDTH, body.path("width").asInt(640));
        if (!pages.looksAt(
                body.path("page").asText(), visitor, cameras, Math.min(LARGEST_WIDTH, width))) {
            throw RefusedException.missing("This page is not connected");
        }
        context.response().setStatusCode(204).end();
    }

    private void command(RoutingContext context) throws RefusedException {
        Visitor visitor = operator(context);
        json(context, 202, Map.of("command_id", orders.send(visitor, body(context))));
    }

    private void room(RoutingContext context, RoomEvent event) throws RefusedException {
        Visitor visitor = operator(context);
        int room = number(context, "room");
        json(context, 202, Map.of("command_id", rooms.send(visitor, room, event, body(context))));
    }

    private static Visitor operator(RoutingContext context) throws RefusedException {
        Visitor visitor = visitor(context);
        if (!visitor.operator()) {
            throw RefusedException.forbidden("You may look, and change nothing");
        }
        return visitor;
    }

    private static int number(RoutingContext context, String name) throws RefusedException {
        String text = context.pathParam(name);
        if (!text.matches("\\d{1,9}")) {
            throw RefusedException.missing("There is no such number");
        }
        return Integer.parseInt(text);
    }

    private static JsonNode body(RoutingContext context) throws RefusedException {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.matches("(?i)application/json *(;.*)?")) {
            throw RefusedException.forbidden("The content must be application/json");
        }
        try {
            String text = context.body().asString();
            JsonNode body = JSON.readTree(text == null ? "" : text);
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // Refused below.
        }
        throw RefusedException.wrong("The content is not a JSON object");
    }

    private static void json(RoutingContext context, int status, Object body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .end(Pages.json(body));
    }
}
