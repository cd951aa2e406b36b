package org.cupertino.nvr.fleet.wall;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.cupertino.nvr.fleet.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks visitors who they are, where there are users. Of one event loop. */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final String COOKIE = "nvr-wall";

    /** Bytes of a name and a password. */
    private static final int LARGEST = 4 << 10;

    /** Passwords that are looked at, or wait for it. */
    private static final int MOST_AT_ONCE = 20;

    private static final String WRONG =
            "Name or password is wrong. Nombre o contraseña incorrectos.";
    private static final String WAIT =
            "Too many tries; wait a minute. Demasiados intentos; espere un minuto.";

    private final WallUsers users;
    private final boolean tls;
    private final String page;
    private final Sessions sessions = new Sessions(System::nanoTime);
    private final LoginBrake brake = new LoginBrake(System::nanoTime);
    private int atOnce;

    /**
     * @param users null if nobody has to say who he is
     * @param tls whether the wall is served under TLS
     */
    Gate(WallUsers users, boolean tls) {
        this.users = users;
        this.tls = tls;
        this.page = users == null ? "" : PageFiles.read("login.html").toString(UTF_8);
    }

    /** Has each request of the handlers behind know its visitor. */
    void install(Router router) {
        if (users == null) {
            router.route().handler(context -> enter(context, Visitor.ANYBODY, () -> true));
            return;
        }
        router.get("/login").handler(context -> show(context, 200, ""));
        router.post("/login")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST))
                .handler(this::logIn);
        router.post("/logout").handler(this::logOut);
        router.route().handler(this::asked);
    }

    private static void enter(RoutingContext context, Visitor visitor, BooleanSupplier isStillIn) {
        context.put(Answering.VISITOR, visitor);
        context.put(Answering.IS_STILL_IN, isStillIn);
        context.next();
    }

    private void asked(RoutingContext context) {
        String id = session(context);
        Optional<Visitor> visitor = sessions.find(id);
        if (visitor.isPresent()) {
            enter(context, visitor.get(), () -> sessions.find(id).isPresent());
        } else if (context.request().method() != HttpMethod.GET) {
            Door.refuse(context, 401, "Log in first");
        } else if (context.normalizedPath().matches("/[a-z0-9-]+\\.(css|svg)")) {
            context.next();
        } else {
            redirect(context, "/login");
        }
    }

    private static String session(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        return cookie == null ? "" : cookie.getValue();
    }

    private void logIn(RoutingContext context) {
        String name = attribute(context, "user");
        char[] password = attribute(context, "password").toCharArray();
        String address = context.request().remoteAddress().hostAddress();
        String[] keys = {address, address + " " + name};
        if (atOnce >= MOST_AT_ONCE || brake.holds(keys)) {
            show(context, 429, WAIT);
            return;
        }
        atOnce++;
        context.vertx()
                .executeBlocking(() -> users.find(name, password))
                .onComplete(
                        done -> {
                            atOnce--;
                            Optional<Visitor> visitor =
                                    done.succeeded() ? done.result() : Optional.empty();
                            LOG.atInfo()
                                    .addKeyValue("event", "wall_login")
                                    .addKeyValue("user", Text.plain(name, 50))
                                    .addKeyValue("accepted", visitor.isPresent())
                                    .log(
                                            "Login of {} from {} is {}",
                                            Text.plain(name, 50),
                                            address,
                                            visitor.isPresent() ? "accepted" : "refused");
                            if (visitor.isPresent()) {
                                brake.succeeded(keys);
                                letIn(context, visitor.get());
                            } else {
                                brake.failed(keys);
                                show(context, 401, WRONG);
                            }
                        });
    }

    private static String attribute(RoutingContext context, String name) {
        String value = context.request().getFormAttribute(name);
        return value == null ? "" : value;
    }

    private void letIn(RoutingContext context, Visitor visitor) {
        context.response()
                .addCookie(cookie(sessions.begin(visitor)).setMaxAge(Sessions.LASTS.toSeconds()));
        redirect(context, "/");
    }

    private void logOut(RoutingContext context) {
        sessions.end(session(context));
        context.response().addCookie(cookie("").setMaxAge(0));
        redirect(context, "/login");
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(tls)
                .setSameSite(CookieSameSite.STRICT);
    }

    private void show(RoutingContext context, int status, String message) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                // Else the browser would send its form as one of an unknown origin.
                .putHeader("Referrer-Policy", "same-origin")
                .end(page.replace("<!--message-->", message));
    }

    private static void redirect(RoutingContext context, String where) {
        context.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, where).end();
    }
}
