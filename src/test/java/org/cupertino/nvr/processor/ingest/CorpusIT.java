package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cupertino.nvr.support.ScriptedCamera;
import org.cupertino.nvr.wire.SourceState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Odd streams, all played at the same time. */
class CorpusIT {
    private static final double FPS = 4;

    /** Of these not every due picture can be had. */
    private static final Set<String> DAMAGED =
            Set.of("packets are lost", "pictures are cut off", "codec changes");

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static final Map<String, Recorder> PLAYED = new LinkedHashMap<>();
    private static long begun;

    @BeforeAll
    static void start() {
        Libav.install();
        begun = System.nanoTime();
        Corpus.streams()
                .forEach(
                        (name, script) -> {
                            ScriptedCamera camera = new ScriptedCamera(script);
                            Recorder recorder = Recorder.start(camera.uri(), FPS);
                            PLAYED.put(name, recorder);
                            OPEN.add(recorder);
                            OPEN.add(camera);
                        });
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : OPEN) {
            each.close();
        }
    }

    static Stream<String> streams() {
        return Corpus.streams().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void stream_is_played_and_each_due_sample_accounted_for(String name) {
        Recorder recorder = PLAYED.get(name);
        await().atMost(Duration.ofSeconds(60)).until(() -> recorder.frames.size() >= 12);

        StreamStats stats = recorder.stream.stats();
        double due = (System.nanoTime() - begun) / 1e9 * FPS;
        assertThat((double) stats.framesDue()).isBetween(due * 0.9 - 4, due + 2);
        assertThat(stats.framesSampled()).isBetween(12L, recorder.frames.size() + 1L);
        if (!DAMAGED.contains(name)) {
            assertThat(recorder.states)
                    .extracting(Recorder.Change::state)
                    .doesNotContain(SourceState.FAILED, SourceState.STALLED);
        }
    }
}
