package org.cupertino.nvr.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.cupertino.nvr.support.MosquittoImage;
import org.cupertino.nvr.support.RtspServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Dsoak.minutes=120}; the figures and their picture are in {@code target/faults}. */
@Tag("faults")
@Tag("soak")
class SoakIT {
    private static final int MINUTES = Integer.getInteger("soak.minutes", 12);

    /** Of what is settled; a short soak still fills its caches. */
    private static final int MAY_GROW_MB = 60;

    @Test
    void storms_leave_nothing_behind_and_lose_nothing_uncounted() throws Exception {
        MosquittoImage.assumeAvailable();
        RtspServer.assumeAvailable();
        Path folder = Files.createDirectories(Path.of("target/faults"));
        Path csv = new Soak().run(Duration.ofMinutes(MINUTES), folder);
        SoakReport report = new SoakReport(Files.readAllLines(csv));
        System.out.println(report.markdown());
        Files.writeString(folder.resolve("soak.md"), report.markdown());
        Files.writeString(folder.resolve("soak.svg"), report.picture());
        assertThat(report.last("analysed") + report.last("frames_dropped"))
                .as("samples analysed or counted, of those due")
                .isGreaterThanOrEqualTo(report.last("due") - Soak.CAMERAS);
        assertThat(report.last("resident_kb") / 1024 - report.at("resident_kb", 5 * 60) / 1024)
                .isLessThan(MAY_GROW_MB);
        assertThat(report.last("threads")).isLessThan(report.at("threads", 5 * 60) + 10);
        assertThat(report.last("descriptors")).isLessThan(report.at("descriptors", 5 * 60) + 10);
    }
}
