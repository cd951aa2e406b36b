package org.cupertino.nvr.fleet.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A route is done with an event when the broker has the status of its room, and not before. */
@Timeout(60)
class EventRecordTest {
    private static final String FALL = "{\"event\":\"fall_detected\",\"room_id\":2}";
    private static final String ASSISTED = "{\"event\":\"resident_assisted\",\"room_id\":2}";

    private EventRoutes routes;

    @BeforeEach
    void start() throws Exception {
        routes = new EventRoutes();
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void each_event_is_retained_before_its_route_ends() throws Exception {
        routes.send(FALL);
        assertThat(lastEvent()).isEqualTo("fall_detected");
        assertThat(lastState()).as("or the next orchestrator ignores it").isEqualTo("entering");

        routes.send(ASSISTED);
        assertThat(lastEvent()).isEqualTo("resident_assisted");
        assertThat(lastState()).isEqualTo("leaving");
        assertThat(routes.rejections()).isEmpty();
    }

    @Test
    void event_that_could_not_be_retained_fails_and_is_retained_when_it_comes_again()
            throws Exception {
        routes.mqtt.away(true);
        assertThatThrownBy(() -> routes.send(FALL)).isInstanceOf(StepException.class);
        assertThat(routes.rooms()).as("it is acted upon even so").containsExactly(2);

        routes.mqtt.away(false);
        routes.send(FALL);
        assertThat(lastEvent()).isEqualTo("fall_detected");
        assertThat(routes.rejections()).isEmpty();
    }

    @Test
    void event_that_comes_twice_changes_nothing() throws Exception {
        routes.send(FALL);
        int before = routes.retained().size();
        routes.send(FALL);
        assertThat(routes.retained()).hasSize(before);
        assertThat(routes.emergencies.rooms()).hasSize(1);
    }

    @Test
    void rejection_that_could_not_be_published_lets_the_event_come_again() {
        routes.mqtt.away(true);
        assertThatThrownBy(() -> routes.send("help")).isNotNull();
        assertThat(routes.rooms()).isEmpty();
    }

    @Test
    void route_of_a_site_gets_the_exception_of_an_event_that_could_not_be_retained()
            throws Exception {
        routes.mqtt.away(true);
        try (ProducerTemplate site = routes.context.createProducerTemplate()) {
            assertThatThrownBy(
                            () ->
                                    site.sendBody(
                                            "direct:event",
                                            Map.of("event", "fall_detected", "room_id", 3)))
                    .hasRootCauseInstanceOf(StepException.class);
        }
    }

    private String lastEvent() {
        return last().path("event").asText();
    }

    private String lastState() {
        return last().path("state").asText();
    }

    private JsonNode last() {
        return routes.retained().get(routes.retained().size() - 1);
    }
}
