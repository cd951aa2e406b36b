package org.cupertino.nvr.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits while the routes of a file are replaced. */
@Timeout(60)
class RouteSwapTest {
    private static final String FILE = "changes.yaml";
    private static final String ROUTE =
            """
            - route:
                id: changes
                from:
                  uri: direct:changes
                  steps:
                    - process:
                        id: change
                        ref: %s
            """;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();

    /** A connection over which something comes that ends the change, such as a stop. */
    private final class Link implements Subscriber {
        @Override
        public void hold() {
            held.incrementAndGet();
        }

        @Override
        public void release() {
            held.decrementAndGet();
            done.countDown();
        }

        @Override
        public void forget(Consumer consumer) {
            // The route takes from no connection.
        }
    }

    @Test
    void messages_get_through_while_a_change_takes_its_time_and_then_the_edit_is_taken_over()
            throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Processor slow =
                    exchange -> {
                        begun.countDown();
                        done.await();
                    };
            Processor other = exchange -> exchange.getMessage().setBody("other");
            context.getRegistry().bind("slow", Processor.class, slow);
            context.getRegistry().bind("other", Processor.class, other);
            context.getRegistry().bind("link", new Link());
            context.addRoutes(RouteFolder.load(context, Map.entry(FILE, ROUTE.formatted("slow"))));
            context.start();
            try (ProducerTemplate template = context.createProducerTemplate()) {
                CompletableFuture<Object> change =
                        template.asyncRequestBody("direct:changes", (Object) "x");
                begun.await();

                new RouteSwap(context, () -> {})
                        .apply(
                                FILE,
                                ROUTE.formatted("slow"),
                                Map.of(FILE, ROUTE.formatted("other")));

                assertThat(change.get()).isEqualTo("x");
                assertThat(template.requestBody("direct:changes", (Object) "x")).isEqualTo("other");
                assertThat(held).hasValue(0);
            }
        }
    }
}
