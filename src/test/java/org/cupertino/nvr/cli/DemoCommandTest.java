package org.cupertino.nvr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.cupertino.nvr.config.FilePlayback;
import org.cupertino.nvr.config.ProcessorOptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {
    private static final Path CLIP = Path.of("/some where/people.mp4");

    @Test
    void cameras_loop_the_clip_and_the_broker_is_inside() throws IOException {
        ProcessorOptions options = options("--cameras", "2", "--max-fps", "3");

        assertThat(options.cameras().uris().values()).containsExactly(CLIP + "", CLIP + "");
        assertThat(options.cameras().filePlayback()).isEqualTo(FilePlayback.LOOP);
        assertThat(options.cameras().maxFps()).isEqualTo(3);
        assertThat(options.publish().embeddedBroker()).isTrue();
    }

    @Test
    void taken_port_is_replaced_by_a_free_one() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            ProcessorOptions options = options("--port", "" + taken.getLocalPort());

            assertThat(options.publish().embeddedBrokerPort())
                    .isPositive()
                    .isNotEqualTo(taken.getLocalPort());
        }
    }

    private static ProcessorOptions options(String... flags) throws IOException {
        DemoCommand demo = new DemoCommand(null, null);
        new CommandLine(demo).parseArgs(flags);
        return demo.options(CLIP);
    }
}
