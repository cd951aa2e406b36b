package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateMeterTest {
    @TempDir Path folder;

    private Path certificate(int days) throws Exception {
        Path store = folder.resolve(days + ".p12");
        Path pem = folder.resolve(days + ".pem");
        String common = " -keystore " + store + " -storepass secret1 -alias a";
        keytool(
                "-genkeypair -keyalg EC -dname CN=broker -validity "
                        + days
                        + " -storetype PKCS12"
                        + common);
        keytool("-exportcert -rfc -file " + pem + common);
        return pem;
    }

    private static void keytool(String arguments) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process =
                new ProcessBuilder((tool + " " + arguments).split(" "))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void first_certificate_to_expire_counts() throws Exception {
        List<Path> files = List.of(certificate(300), certificate(20));
        assertThat(CertificateMeter.days(files, Instant.now())).isCloseTo(20, within(0.1));
        Instant later = Instant.now().plus(Duration.ofDays(30));
        assertThat(CertificateMeter.days(files, later)).isCloseTo(-10, within(0.1));
    }

    @Test
    void file_that_is_none_is_no_number() throws Exception {
        Path text = Files.writeString(folder.resolve("text.pem"), "nothing");
        assertThat(CertificateMeter.days(List.of(text), Instant.now())).isNaN();
        assertThat(CertificateMeter.days(List.of(folder.resolve("none")), Instant.now())).isNaN();
    }
}
