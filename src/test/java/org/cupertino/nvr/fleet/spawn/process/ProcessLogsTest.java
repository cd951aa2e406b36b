package org.cupertino.nvr.fleet.spawn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLogsTest {
    @TempDir private Path folder;

    @Test
    void logs_lie_where_state_is_kept() throws IOException {
        String at = folder.toString();
        assertThat(ProcessLogs.usual(Map.of("STATE_DIRECTORY", at + "/nvr:/x", "HOME", at)))
                .isEqualTo(folder.resolve("nvr/spawned"));
        assertThat(ProcessLogs.usual(Map.of("XDG_STATE_HOME", at, "HOME", "/nowhere")))
                .isEqualTo(folder.resolve("cupertino-nvr/spawned"));
        assertThat(ProcessLogs.usual(Map.of("HOME", at)))
                .isEqualTo(folder.resolve(".local/state/cupertino-nvr/spawned"));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(ProcessLogs.usual(Map.of("HOME", file.toString())))
                .startsWith(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Test
    void children_get_no_debugger_no_port_and_no_agent() {
        List<String> shared =
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-Dai.djl.offline=true", "-Dnvr.x=1");
        List<String> all = new ArrayList<>(shared);
        all.addAll(
                List.of(
                        "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
                        "-Xrunjdwp:server=y",
                        "-Xdebug",
                        "-javaagent:x.jar",
                        "-Dcom.sun.management.jmxremote.port=9010"));

        assertThat(ProcessSpawner.forChildren(all)).isEqualTo(shared);
    }
}
