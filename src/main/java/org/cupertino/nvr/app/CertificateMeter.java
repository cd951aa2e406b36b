package org.cupertino.nvr.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.cupertino.nvr.config.MqttOptions;

/** The meter of the certificates that the connections to the broker depend on. */
final class CertificateMeter {
    private CertificateMeter() {}

    /** Adds it to a registry, if any certificate is configured. */
    static void bindTo(MeterRegistry registry, MqttOptions options) {
        List<Path> files =
                Stream.concat(options.mqttCert().stream(), options.mqttCa().stream()).toList();
        if (!files.isEmpty()) {
            Gauge.builder("nvr.mqtt.certificate.days", () -> days(files, Instant.now()))
                    .description(
                            "Days until the first certificate of --mqtt-cert and --mqtt-ca expires;"
                                    + " NaN if one cannot be read")
                    .register(registry);
        }
    }

    /** Days until the first of them expires, below 0 if one has; NaN if one cannot be read. */
    static double days(List<Path> files, Instant now) {
        double fewest = Double.POSITIVE_INFINITY;
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (var any : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    Instant end = ((X509Certificate) any).getNotAfter().toInstant();
                    fewest = Math.min(fewest, Duration.between(now, end).toMinutes() / 1_440.0);
                }
            } catch (IOException | CertificateException e) {
                return Double.NaN;
            }
        }
        return Double.isInfinite(fewest) ? Double.NaN : fewest;
    }
}
