package org.cupertino.nvr.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.support.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ObserveServerTest {
    private static final String HOST = "127.0.0.1";
    private static final int AT_ONCE = 4;

    @Test
    void servers_that_start_at_the_same_moment_each_serve_where_they_say() throws Exception {
        ExecutorService starters = Executors.newFixedThreadPool(AT_ONCE);
        List<Started> all = new ArrayList<>();
        try {
            for (int round = 0; round < 3; round++) {
                CyclicBarrier together = new CyclicBarrier(AT_ONCE);
                List<Future<Started>> starts = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    String name = "at-once-" + round + "-" + i;
                    starts.add(
                            starters.submit(
                                    () -> {
                                        DefaultCamelContext context = context(name);
                                        together.await();
                                        return start(context, OptionalInt.empty());
                                    }));
                }
                for (Future<Started> start : starts) {
                    all.add(start.get(60, TimeUnit.SECONDS));
                }
            }

            assertThat(all).extracting(started -> started.server().port()).doesNotHaveDuplicates();
            for (Started started : all) {
                Http http = new Http(started.server().port());
                String own = "name=\"" + started.context().getName() + '"';
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> http.body("/observe/metrics").contains(own));
            }
        } finally {
            starters.shutdownNow();
            for (Started started : all) {
                started.close();
            }
        }
    }

    @Test
    void given_port_that_is_taken_fails_with_one_line() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(HOST));
                DefaultCamelContext context = context("taken")) {
            assertThatThrownBy(
                            () ->
                                    ObserveServer.start(
                                            context, HOST, OptionalInt.of(other.getLocalPort())))
                    .isInstanceOf(HttpServerException.class)
                    .hasMessageContaining(HOST + ":" + other.getLocalPort())
                    .hasMessageContaining("--http-port names another port")
                    .hasMessageNotContaining("\n");
        }
    }

    private static DefaultCamelContext context(String name) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.counter("started", "name", name).increment();
        DefaultCamelContext context = new DefaultCamelContext();
        context.getCamelContextExtension().setName(name);
        context.disableJMX();
        context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
        return context;
    }

    private static Started start(DefaultCamelContext context, OptionalInt port) throws Exception {
        context.build();
        ObserveServer server = ObserveServer.start(context, HOST, port);
        context.start();
        return new Started(context, server);
    }

    private record Started(DefaultCamelContext context, ObserveServer server) {
        void close() throws IOException {
            context.close();
            server.close();
        }
    }
}
