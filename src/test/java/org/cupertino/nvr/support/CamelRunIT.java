package org.cupertino.nvr.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(400)
class CamelRunIT {
    private static final Path JAR = Path.of("target", "cupertino-nvr.jar").toAbsolutePath();

    @Test
    void route_uses_the_jar_and_the_properties_file(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("some.properties"), "who = the file\n");
        Files.writeString(
                folder.resolve("hello.yaml"),
                """
                - route:
                    id: hello
                    from:
                      uri: timer:once
                      parameters: { repeatCount: 1 }
                      steps:
                        - bean: { beanType: org.cupertino.nvr.wire.Json, method: mapper }
                        - log: "hello from {{who}}: ${body.class.simpleName}"
                """);
        try (CamelRun run =
                CamelRun.start(folder, JAR.toString(), "some.properties", "hello.yaml")) {
            run.awaitStarted(Duration.ofSeconds(240));
            run.awaitLine("hello from the file: JsonMapper", Duration.ofSeconds(60));
            assertThat(run.lines()).noneMatch(line -> line.contains(" ERROR "));
        }
    }
}
