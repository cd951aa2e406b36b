package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.cupertino.nvr.config.WallOptions;
import org.junit.jupiter.api.Test;

/** What is reported of a wall's route files; nothing is started for it. */
class WallRouteCheckTest {
    @Test
    void shipped_routes_have_no_fault_and_those_of_an_orchestrator_are_none_of_a_wall()
            throws Exception {
        WallOptions options = WallOptions.from(key -> null);
        assertThat(WallLauncher.checkRoutes(options, Path.of("routes/wall"))).isEmpty();
        assertThat(WallLauncher.checkRoutes(options, Path.of("routes/orchestrator"))).isNotEmpty();
    }
}
