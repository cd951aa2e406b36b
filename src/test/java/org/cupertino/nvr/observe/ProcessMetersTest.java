package org.cupertino.nvr.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessMetersTest {
    private static final int HELD = 256 << 20;
    private static final int PAGE = 4_096;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void memory_outside_of_java_is_native() {
        assumeThat(Files.exists(Path.of("/proc/self/status"))).isTrue();
        ProcessMeters.bindTo(registry);
        double before = bytes("process.native.memory");

        ByteBuffer held = ByteBuffer.allocateDirect(HELD);
        for (int i = 0; i < HELD; i += PAGE) {
            held.put(i, (byte) 1);
        }

        // Java may take more for its heap meanwhile, which it need not use.
        assertThat(bytes("process.native.memory") - before).isGreaterThan(HELD / 2.0);
        assertThat(bytes("process.native.memory")).isLessThan(bytes("process.resident.memory"));
        assertThat(held.get(0)).isOne();
    }

    private double bytes(String name) {
        return registry.get(name).gauge().value();
    }
}
