package org.cupertino.nvr.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/**
 * A Mosquitto of its own for a test, in a container, on a port of 127.0.0.1 that stays the same
 * when it is stopped and started. As a JUnit extension ({@code @RegisterExtension}, one broker a
 * class where the field is static, one a test where it is not) it runs when a test begins, whatever
 * the test before did to it; anywhere else it is started with {@link #start()} and closed. Starting
 * a stopped one loses what was retained: it keeps nothing on disk.
 *
 * <p>Without an engine or the image the tests are skipped, and say what to do; where the
 * environment has {@code CI=true} they fail instead.
 */
public final class Mosquitto
        implements ExecutionCondition,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                AutoCloseable {
    private static final String FOLDER = "/etc/mosquitto/";
    private static final int INSIDE_PORT = 1883;
    private static final int INSIDE_TLS_PORT = 8883;
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    /** CONNECT of MQTT 5: clean start, keep alive 0, no properties, client id "ready". */
    private static final byte[] CONNECT = {
        0x10, 0x12, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 0, 0, 0, 5, 'r', 'e', 'a', 'd', 'y'
    };

    private final int port = Ports.free();
    private final int tlsPort = Ports.free();
    private final StringBuilder config = new StringBuilder();
    private final StringBuilder users = new StringBuilder();
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> temporary = new HashMap<>();
    private String accessList;
    private Path certificates;
    private GenericContainer<?> container;
    private boolean paused;
    private boolean perClass;

    /** Adds lines to the broker's configuration; before the first start only. */
    public Mosquitto config(String lines) {
        config.append(lines).append('\n');
        return this;
    }

    /** Adds a user; as soon as there is one, nobody is let in without a password. */
    public Mosquitto user(String name, String password) {
        users.append(name).append(':').append(hash(password)).append('\n');
        return this;
    }

    /** Sets the access list in Mosquitto's own syntax ({@code user}, {@code topic read a/#}). */
    public Mosquitto accessList(String lines) {
        accessList = lines;
        return this;
    }

    /**
     * Adds a listener with TLS that wants a certificate of its clients.
     *
     * @param folder holds {@code ca.crt}, {@code server.crt} and {@code server.key}
     */
    public Mosquitto tls(Path folder) {
        certificates = folder;
        return this;
    }

    public String tlsUrl() {
        return "ssl://localhost:" + tlsPort;
    }

    /**
     * Puts a file of that name into {@code /etc/mosquitto/}, for the configuration to name; before
     * the first start or while it is stopped.
     */
    public Mosquitto file(String name, String content) {
        files.put(name, content);
        if (container != null) {
            container.copyFileToContainer(Transferable.of(content), FOLDER + name);
        }
        return this;
    }

    /** Mounts a file system in memory, with Docker's options such as {@code size=64k}. */
    public Mosquitto tmpfs(String folder, String options) {
        temporary.put(folder, options);
        return this;
    }

    /** Has the running broker read its configuration, users and access list again (SIGHUP). */
    public void reload() {
        docker().killContainerCmd(container.getContainerId()).withSignal("HUP").exec();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Starts it, or starts it again after {@link #stop()}; returns when it answers. */
    public Mosquitto start() {
        if (container == null) {
            MosquittoImage.assumeAvailable();
            container = create();
            container.start();
        } else {
            docker().startContainerCmd(container.getContainerId()).exec();
        }
        await("Mosquitto on " + url()).atMost(READY_WITHIN).until(this::answers);
        return this;
    }

    /** Ends the broker in order, as a restart of its service does; clients lose the connection. */
    public void stop() {
        docker().stopContainerCmd(container.getContainerId()).withTimeout(5).exec();
    }

    /** Ends the broker without a word to anyone. */
    public void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    /** What the broker logged since it was made. */
    public String log() {
        return container.getLogs();
    }

    /** Freezes the broker: connections stay open and are accepted, nothing is answered. */
    public void pause() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
        paused = true;
    }

    /** Lets the broker go on. */
    public void unpause() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
        paused = false;
    }

    @Override
    public void close() {
        if (container != null) {
            if (paused) {
                unpause();
            }
            container.stop();
            container = null;
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return new MosquittoImage().evaluateExecutionCondition(context);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        perClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (paused) {
            unpause();
        }
        if (container == null || !container.isRunning()) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!perClass) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    private GenericContainer<?> create() {
        GenericContainer<?> made =
                new GenericContainer<>(MosquittoImage.NAME).withImagePullPolicy(name -> false);
        made.withTmpFs(temporary);
        StringBuilder file = new StringBuilder("listener " + INSIDE_PORT + "\n").append(config);
        file.append("allow_anonymous ").append(users.isEmpty()).append('\n');
        if (!users.isEmpty()) {
            file.append("password_file " + FOLDER + "users\n");
            made.withCopyToContainer(Transferable.of(users.toString()), FOLDER + "users");
        }
        files.forEach(
                (name, content) ->
                        made.withCopyToContainer(Transferable.of(content), FOLDER + name));
        if (accessList != null) {
            file.append("acl_file " + FOLDER + "access\n");
            made.withCopyToContainer(Transferable.of(accessList + '\n'), FOLDER + "access");
        }
        if (certificates != null) {
            file.append("listener " + INSIDE_TLS_PORT + "\nrequire_certificate true\n");
            file.append("cafile " + FOLDER + "ca.crt\n");
            file.append("certfile " + FOLDER + "server.crt\n");
            file.append("keyfile " + FOLDER + "server.key\n");
            for (String name : List.of("ca.crt", "server.crt", "server.key")) {
                made.withCopyFileToContainer(
                        MountableFile.forHostPath(certificates.resolve(name), 0644), FOLDER + name);
            }
        }
        made.withCopyToContainer(Transferable.of(file.toString()), FOLDER + "mosquitto.conf");
        made.waitingFor(Wait.forLogMessage(".*mosquitto version .* running.*", 1))
                .withStartupTimeout(READY_WITHIN);
        made.withStartupAttempts(2);
        made.setPortBindings(
                List.of(
                        "127.0.0.1:" + port + ":" + INSIDE_PORT,
                        "127.0.0.1:" + tlsPort + ":" + INSIDE_TLS_PORT));
        return made;
    }

    /** Docker's own proxy accepts connections before the broker does: only a CONNACK counts. */
    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(CONNECT);
            return socket.getInputStream().read() == 0x20;
        } catch (IOException e) {
            return false;
        }
    }

    /** As {@code mosquitto_passwd} of version 2 writes it. */
    private static String hash(String password) {
        int iterations = 101;
        byte[] salt = new byte[12];
        new SecureRandom().nextBytes(salt);
        try {
            byte[] derived =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                            .generateSecret(
                                    new PBEKeySpec(password.toCharArray(), salt, iterations, 512))
                            .getEncoded();
            return "$7$%d$%s$%s".formatted(iterations, base64(salt), base64(derived));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK lacks PBKDF2WithHmacSHA512", e);
        }
    }

    private static String base64(byte[] bytes) {
        return new String(Base64.getEncoder().encode(bytes), UTF_8);
    }

    private static DockerClient docker() {
        return DockerClientFactory.lazyClient();
    }
}
