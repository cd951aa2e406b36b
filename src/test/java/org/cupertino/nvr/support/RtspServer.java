package org.cupertino.nvr.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * GStreamer's RTSP server in a process of its own on a free port of 127.0.0.1: serves video files
 * as endless live streams. Needs Debian's {@code gir1.2-gst-rtsp-server-1.0}, {@code python3-gi},
 * {@code gstreamer1.0-plugins-good}, {@code gstreamer1.0-plugins-bad} and {@code
 * gstreamer1.0-rtsp}.
 */
public final class RtspServer implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String PROBE =
            "import gi; gi.require_version('GstRtspServer', '1.0');"
                    + " from gi.repository import GstRtspServer";

    private final int port;
    private final Process process;

    private RtspServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Skips the test where the packages are missing; with {@code CI=true} it fails instead. */
    public static void assumeAvailable() {
        String problem = "GStreamer's RTSP server is missing, see RtspServer for the packages";
        if (available()) {
            return;
        } else if ("true".equals(System.getenv("CI"))) {
            fail(problem);
        }
        abort(problem);
    }

    private static boolean available() {
        try {
            Process probe =
                    new ProcessBuilder(PYTHON, "-c", PROBE)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return probe.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param mounts files by the name they are served under; a name ends in {@code -h265} or {@code
     *     -mjpeg} where the file is not H.264
     */
    public static RtspServer start(Map<String, Path> mounts) {
        return start(Ports.free(), mounts, null, null);
    }

    /** As {@link #start(Map)}, on a given port; asks for credentials unless they are null. */
    public static RtspServer start(
            int port, Map<String, Path> mounts, String user, String password) {
        List<String> command =
                new ArrayList<>(List.of(PYTHON, resource("/rtsp-server.py").toString(), "" + port));
        mounts.forEach((name, file) -> command.add(name + "=" + file.toAbsolutePath()));
        if (user != null) {
            command.addAll(List.of("--user", user, "--password", password));
        }
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            assertThat(output.readLine()).as("first line of the server").isEqualTo("ready");
            return new RtspServer(port, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A resource of program or tests as a file: itself, or a copy if it is inside a jar. */
    public static Path resource(String name) {
        URL url = RtspServer.class.getResource(name);
        try (InputStream content = url.openStream()) {
            if (url.getProtocol().equals("file")) {
                return Path.of(url.toURI());
            }
            Path copy = Files.createTempFile("test-", name.substring(name.lastIndexOf('/') + 1));
            copy.toFile().deleteOnExit();
            Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Address of a mount. */
    public String uri(String mount) {
        return "rtsp://127.0.0.1:" + port + "/" + mount;
    }

    /** Freezes the server: its connections stay open and nothing comes over them. */
    public void suspend() {
        signal("-STOP");
    }

    /** Ends {@link #suspend()}. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills the server, frozen or not. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
