package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an encrypted connection trusts: a request shows that it does. */
class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rtsps", "https"})
    void without_authorities_any_server_is_taken(String scheme) throws Exception {
        try (Server server = new Server(certificate("a", "ip:127.0.0.1"));
                Recorder recorder = Recorder.start(settings(server.uri(scheme), null), 1)) {
            assertThat(server.requests.poll(60, TimeUnit.SECONDS)).isNotNull();
            assertThat(recorder.frames).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsps", "https"})
    void server_signed_by_the_authority_is_taken(String scheme) throws Exception {
        Path certificate = certificate("a", "dns:localhost");
        try (Server server = new Server(certificate);
                Recorder recorder =
                        Recorder.start(settings(server.uri(scheme), pem(certificate)), 1)) {
            assertThat(server.requests.poll(60, TimeUnit.SECONDS)).isNotNull();
            assertThat(recorder.frames).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsps", "https"})
    void server_signed_by_somebody_else_is_refused(String scheme) throws Exception {
        Path other = pem(certificate("b", "dns:localhost"));
        try (Server server = new Server(certificate("a", "dns:localhost"));
                Recorder recorder = Recorder.start(settings(server.uri(scheme), other), 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.stream.stats().reason())
                    .startsWith("no encrypted connection; is its certificate trusted?");
            assertThat(server.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsps", "https"})
    void server_of_another_name_is_refused(String scheme) throws Exception {
        Path certificate = certificate("a", "dns:camera.example");
        try (Server server = new Server(certificate);
                Recorder recorder =
                        Recorder.start(settings(server.uri(scheme), pem(certificate)), 1)) {
            recorder.awaitChange(t -> t.state() == SourceState.FAILED);
            assertThat(recorder.stream.stats().reason())
                    .startsWith("no encrypted connection; is its certificate trusted?");
            assertThat(server.requests).isEmpty();
        }
    }

    private static StreamSettings settings(String uri, Path authorities) {
        Duration limit = Duration.ofSeconds(3);
        return new StreamSettings(0, uri, null, null, authorities, limit, null, limit, false, null);
    }

    /** A key store with a certificate that signs itself. */
    private Path certificate(String name, String alternativeName) throws Exception {
        Path store = folder.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-keystore",
                store.toString(),
                "-ext",
                "san=" + alternativeName,
                "-validity",
                "2");
        return store;
    }

    private Path pem(Path store) throws Exception {
        Path pem = Path.of(store + ".pem");
        keytool("-exportcert", "-rfc", "-alias", "x", "-keystore", "" + store, "-file", "" + pem);
        return pem;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(new String(output)).isZero();
    }

    /** Notes the first bytes of each connection that got through its handshake. */
    private static final class Server implements AutoCloseable {
        final BlockingQueue<Integer> requests = new LinkedBlockingQueue<>();
        private final SSLServerSocket socket;

        Server(Path store) throws IOException, GeneralSecurityException {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream content = Files.newInputStream(store)) {
                keys.load(content, PASSWORD);
            }
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            InetAddress address = InetAddress.getByName("127.0.0.1");
            socket =
                    (SSLServerSocket)
                            context.getServerSocketFactory().createServerSocket(0, 5, address);
            Thread thread = new Thread(this::serve);
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (SSLSocket client = (SSLSocket) socket.accept()) {
                    int first = client.getInputStream().read();
                    if (first >= 0) {
                        requests.add(first);
                    }
                } catch (IOException e) {
                    // A client that broke off its handshake, or the end of the test.
                    continue;
                }
            }
        }

        String uri(String scheme) {
            return scheme + "://localhost:" + socket.getLocalPort() + "/0";
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
