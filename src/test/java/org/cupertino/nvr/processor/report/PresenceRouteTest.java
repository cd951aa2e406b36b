package org.cupertino.nvr.processor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.LinkedBlockingDeque;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PluginHelper;
import org.cupertino.nvr.mqtt.Envelope;
import org.cupertino.nvr.processor.report.PresenceWorld.Event;
import org.cupertino.nvr.processor.report.PresenceWorld.Fault;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Json;
import org.cupertino.nvr.wire.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The shipped route of statuses against a broker with wills: whatever happens at any step of a
 * rename, what stays retained is true.
 */
class PresenceRouteTest {
    /** Those of a rename and of a status after it, with room for what faults add. */
    private static final int FIRST_STEP = 2;

    private static final int LAST_STEP = 9;
    private static final Set<Event> ENDS = EnumSet.of(Event.KILL, Event.LOSE, Event.STOP);

    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();
    private static ProducerTemplate producer;
    private static PresenceWorld world;

    /** In the place of the beans, which are new for each run. */
    public static final class Current {
        public boolean hasFormerId() {
            return world.presence.hasFormerId();
        }

        public String formerId() {
            return world.presence.formerId();
        }

        public void cleared(Exchange exchange) {
            world.presence.cleared(exchange.getProperty("formerId", String.class));
        }

        public Object outgoing(Exchange exchange) {
            return world.presence.outgoing(exchange.getProperty("status", Status.class));
        }
    }

    /** The queue of the route, which is not asked here. */
    public static final class Queue extends LinkedBlockingDeque<Exchange> {
        private static final long serialVersionUID = 1L;

        public void failed(Exchange exchange) {
            world.failed(exchange);
        }
    }

    @BeforeAll
    static void loadRoute() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("nvr.topic-prefix", "nvr");
        properties.setProperty("nvr.detections-qos", "0");
        CONTEXT.getPropertiesComponent().setOverrideProperties(properties);
        CONTEXT.getRegistry().bind("presence", new Current());
        CONTEXT.getRegistry().bind("presenceOutbox", new Queue());
        CONTEXT.getRegistry().bind("pictureOutbox", new Queue());
        CONTEXT.getRegistry().bind("outbox", new Queue());
        CONTEXT.getRegistry().bind("events", new DetectionEvents(null, null, null));
        CONTEXT.getRegistry().bind("envelope", new Envelope("c", "r"));
        CONTEXT.getRegistry().bind("json", Json.mapper());
        CONTEXT.addComponent("paho-mqtt5", new Broker());
        PluginHelper.getRoutesLoader(CONTEXT)
                .loadRoutes(
                        PluginHelper.getResourceLoader(CONTEXT)
                                .resolveResource("classpath:routes/publish.yaml"));
        AdviceWith.adviceWith(
                CONTEXT, "presence", route -> route.replaceFromWith("direct:presence-now"));
        CONTEXT.start();
        producer = CONTEXT.createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        CONTEXT.stop();
    }

    @Test
    void rename_leaves_the_status_under_the_new_id_alone() {
        run(List.of());
        assertThat(world.retained).isEqualTo(Map.of("b0", "running"));
    }

    @Test
    void whatever_happens_at_any_step_no_status_that_is_not_true_stays() {
        int runs = 0;
        for (Fault first : faults()) {
            run(List.of(first));
            check(List.of(first));
            runs++;
            for (Fault second : faults()) {
                int later = second.step() - first.step();
                if (later >= 0 && later <= 3 && ENDS.contains(second.event())) {
                    run(List.of(first, second));
                    check(List.of(first, second));
                    runs++;
                }
            }
        }
        assertThat(runs).isGreaterThan(2_000);
    }

    private static List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        for (int step = FIRST_STEP; step <= LAST_STEP; step++) {
            for (Event event : Event.values()) {
                faults.add(new Fault(step, false, event));
                faults.add(new Fault(step, true, event));
            }
        }
        return faults;
    }

    private static void run(List<Fault> faults) {
        world = new PresenceWorld(CONTEXT, faults);
        world.connect();
        world.report.enter(InstanceState.RUNNING, null);
        drain();
        if (world.alive && !world.isStopping()) {
            world.rename();
            world.report.publish();
        }
        drain();
    }

    private static void drain() {
        while (world.alive && !world.queue.isEmpty()) {
            world.connect();
            if (world.alive) {
                producer.sendBody("direct:presence-now", world.queue.remove());
            }
        }
    }

    private static void check(List<Fault> faults) {
        if (world.unknowable) {
            return;
        }
        if (!world.alive) {
            assertThat(world.retained.values())
                    .as("%s", faults)
                    .allMatch(Set.of("offline", "stopped")::contains);
        } else {
            assertThat(world.retained)
                    .as("%s", faults)
                    .isEqualTo(
                            Map.of(
                                    world.instance.id(),
                                    world.isStopping() ? "stopped" : "running"));
        }
    }

    private static final class Broker extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(
                String uri, String remaining, Map<String, Object> parameters) {
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) throws Exception {
                            world.publish(
                                    exchange.getMessage()
                                            .getHeader("CamelPahoMqtt5OverrideTopic", String.class),
                                    exchange.getMessage().getBody(byte[].class));
                        }
                    };
                }
            };
        }
    }
}
