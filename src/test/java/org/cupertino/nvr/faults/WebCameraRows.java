package org.cupertino.nvr.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.RtspServer;

/** What cameras that are asked, by HTTP or with a login, may do to a processor. */
final class WebCameraRows {
    private static final Path PEOPLE = RtspServer.resource("/demo/people.mp4");

    private WebCameraRows() {}

    static List<Row> all() {
        return List.of(
                Row.full("snapshots slow, stale and wrong", WebCameraRows::snapshots),
                Row.full("redirects, also to elsewhere", WebCameraRows::redirects),
                Row.full("Motion JPEG as it comes, cut each 8 s", WebCameraRows::motion),
                Row.full("401 and close, digests in any order", WebCameraRows::logins),
                Row.full("password of a camera changed", WebCameraRows::login));
    }

    private static void begin(Stage stage, String first) throws Exception {
        begin(stage, first, Map.of());
    }

    private static void begin(Stage stage, String first, Map<String, String> environment)
            throws Exception {
        stage.watching(first, stage.cameras.uri("1"));
        stage.broker.start();
        stage.listen();
        stage.start(List.of(), environment);
        stage.calm();
        stage.awaitPong();
    }

    private static void snapshots(Stage stage) throws Exception {
        WebCamera camera = stage.with(new WebCamera());
        begin(stage, camera.stills());
        during(stage, camera, WebCamera.Mood.STALE, "the picture is stale");
        during(stage, camera, WebCamera.Mood.WRONG, "the answer is not a picture");
        during(stage, camera, WebCamera.Mood.BUSY, "the camera is busy");
        during(stage, camera, WebCamera.Mood.SLOW, "no answer");
    }

    private static void redirects(Stage stage) throws Exception {
        WebCamera camera = stage.with(new WebCamera());
        begin(stage, camera.stills());
        stage.fault();
        camera.is(WebCamera.Mood.REDIRECT);
        stage.watch(5);
        during(stage, camera, WebCamera.Mood.ELSEWHERE, "not in --camera-networks");
    }

    private static void during(Stage stage, WebCamera camera, WebCamera.Mood mood, String reason)
            throws Exception {
        stage.fault();
        camera.is(mood);
        awaitReason(stage, reason);
        camera.is(WebCamera.Mood.FINE);
        stage.awaitSeen(3);
    }

    private static void awaitReason(Stage stage, String reason) {
        await(reason)
                .atMost(Stage.SOON)
                .until(
                        () ->
                                stage.probe().messages("nvr/control/status/" + Stage.ID).stream()
                                        .anyMatch(m -> m.payload().contains(reason)));
    }

    private static void motion(Stage stage) throws Exception {
        WebCamera camera = stage.with(new WebCamera());
        begin(stage, camera.motion());
        stage.fault();
        stage.watch(40);
    }

    private static void logins(Stage stage) throws Exception {
        LoginCamera camera = stage.with(new LoginCamera(stage.cameras.port()));
        begin(stage, camera.uri());
        for (LoginCamera.Way way : LoginCamera.Way.values()) {
            stage.fault();
            camera.asks(way);
            stage.awaitSeen(3);
        }
    }

    /** Until somebody corrects the file of secrets. */
    private static void login(Stage stage) throws Exception {
        Map<String, Path> mounts = Map.of("0", PEOPLE);
        int port = Ports.free();
        RtspServer camera = stage.with(RtspServer.start(port, mounts, "nurse", "before"));
        Path secrets = Files.createTempFile("secrets", ".properties");
        Files.writeString(secrets, "room=before\n");
        begin(
                stage,
                "rtsp://nurse:${secret:room}@127.0.0.1:" + port + "/0",
                Map.of("NVR_CAMERA_SECRETS", secrets.toString()));
        stage.fault();
        camera.close();
        stage.with(RtspServer.start(port, mounts, "nurse", "after"));
        awaitReason(stage, "the camera refuses the login");
        Files.writeString(secrets, "room=after\n");
        stage.awaitSeen(3);
        stage.watch(3);
        Files.delete(secrets);
    }
}
