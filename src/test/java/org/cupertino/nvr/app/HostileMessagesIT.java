package org.cupertino.nvr.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.cupertino.nvr.app.Hostilities.Hostile;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Somebody has the account of a processor and publishes what it may: each fall reaches its
 * emergency all the same, and as fast.
 */
@Tag("faults")
@Timeout(900)
class HostileMessagesIT {
    private static final int[] ROOMS = {2, 4};
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final MqttProperties NONE = new MqttProperties();

    @RegisterExtension static final Mosquitto broker = HostileSite.broker();

    private final List<String> table = new ArrayList<>();
    private final List<String> late = new ArrayList<>();

    @Test
    void no_message_of_a_processor_keeps_a_fall_from_its_emergency() throws Exception {
        try (HostileSite site = new HostileSite(broker)) {
            site.orchestrate();
            fall(site, "nothing hostile", room -> {});
            for (List<Hostile> some : groups(Hostilities.all())) {
                fall(site, some.toString(), room -> publish(some, room));
                clear(some);
            }
            for (Map.Entry<String, String> answer : Hostilities.answers().entrySet()) {
                fallAmongAnswers(site, answer.getKey(), answer.getValue());
            }

            for (int room : ROOMS) {
                awaitNormal(site, room);
                publish(Hostilities.all(), room);
            }
            site.orchestrate();
            fall(site, "all that is retained, before the start", room -> {});
            fall(site, "the same once more", room -> {});
            for (int room : ROOMS) {
                awaitNormal(site, room);
            }

            table.forEach(System.out::println);
            assertThat(Hostilities.all()).hasSizeGreaterThanOrEqualTo(60);
            assertThat(late).isEmpty();
            assertThat(site.killed()).as("killed in good health").isEmpty();
            clear(Hostilities.all());
        }
    }

    @Test
    void processors_that_never_come_back_cost_no_time() {
        List<Long> times = new ArrayList<>();
        for (int ghosts : new int[] {0, 4, 13}) {
            try (HostileSite site = new HostileSite(broker)) {
                for (int i = 0; i < ghosts; i++) {
                    publish(ghost(i), ROOMS[0]);
                }
                site.orchestrate();
                times.add(fall(site, ghosts + " ghosts", room -> {}));
                awaitNormal(site, ROOMS[0]);
                awaitNormal(site, ROOMS[1]);
                for (int i = 0; i < ghosts; i++) {
                    clear(List.of(ghost(i)));
                }
            }
        }
        table.forEach(System.out::println);
        assertThat(late).isEmpty();
        assertThat(times).allMatch(ms -> ms < USUAL.toMillis());
    }

    /** One by one takes minutes. */
    private static List<List<Hostile>> groups(List<Hostile> all) {
        return parts(all, Boolean.getBoolean("faults.full") ? 1 : 24);
    }

    private static List<List<Hostile>> parts(List<Hostile> all, int size) {
        return IntStream.iterate(0, i -> i < all.size(), i -> i + size)
                .mapToObj(i -> all.subList(i, Math.min(i + size, all.size())))
                .toList();
    }

    private static Hostile ghost(int number) {
        String id = "ghost-" + number;
        return new Hostile(
                "",
                "nvr/control/status/" + id,
                ("{\"instance_id\":\"%s\",\"status\":\"running\",\"max_fps\":1,\"sources\":"
                                + "[{\"source_id\":2,\"state\":\"live\",\"max_fps\":1,\"fps\":1}]}")
                        .formatted(id),
                true);
    }

    /**
     * A fall with that before it, while its emergency processor comes, and during the emergency.
     * The next fall is in another room, while this one goes back to normal.
     */
    private long fall(HostileSite site, String name, IntConsumer hostile) {
        int room = ROOMS[table.size() % ROOMS.length];
        awaitNormal(site, room);
        hostile.accept(room);
        long start = System.nanoTime();
        site.happens("fall_detected", room);
        hostile.accept(room);
        String row = name;
        try {
            site.awaitRoom(room, "fall_detected", "emergency", HostileSite.SOON);
        } catch (ConditionTimeoutException e) {
            row = name + " " + site.room(room);
        }
        long ms = (System.nanoTime() - start) / 1_000_000;
        row = "%6d ms to the emergency | %s".formatted(ms, row);
        table.add(row);
        if (ms > USUAL.toMillis()) {
            late.add(row);
        }
        hostile.accept(room);
        site.happens("resident_assisted", room);
        return ms;
    }

    private void awaitNormal(HostileSite site, int room) {
        try {
            if (site.hasStatus(room)) {
                site.awaitRoom(room, "resident_assisted", "normal", HostileSite.SOON);
            }
        } catch (ConditionTimeoutException e) {
            late.add("not back before row %d: %s".formatted(table.size(), site.room(room)));
        }
    }

    /** Falls while each command is answered by another as well. */
    private void fallAmongAnswers(HostileSite site, String name, String answer)
            throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        try (MqttProbe ears =
                new MqttProbe(broker.url(), HostileSite.as("processor"))
                        .subscribe("nvr/control/commands/#")) {
            Thread voice = new Thread(() -> answer(site, ears, answer, over));
            voice.start();
            fall(site, name, room -> {});
            over.set(true);
            voice.join();
        }
    }

    private static void answer(
            HostileSite site, MqttProbe ears, String answer, AtomicBoolean over) {
        int next = 0;
        while (!over.get()) {
            List<MqttProbe.Received> all = ears.messages("#");
            for (; next < all.size(); next++) {
                String id = all.get(next).json().path("request_id").asText();
                site.attacker.publish("nvr/control/acks/0", answer.formatted(id), 0, false, NONE);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static void publish(Hostile hostile, int room) {
        publish(List.of(hostile), room);
    }

    /** With connections of their own: a client loses count when the broker refuses messages. */
    private static void publish(List<Hostile> hostiles, int room) {
        for (List<Hostile> some : parts(hostiles, 8)) {
            try (MqttProbe attacker = attacker()) {
                some.forEach(hostile -> publish(attacker, hostile, room));
            }
        }
    }

    private static void publish(MqttProbe attacker, Hostile hostile, int room) {
        try {
            attacker.publish(
                    hostile.topic(room), hostile.payload(room), 1, hostile.retained(), NONE);
        } catch (AssertionError e) {
            // The access list refuses some.
            assertThat(hostile.isForbidden()).as(hostile + ": " + e.getMessage()).isTrue();
        }
    }

    private static void clear(List<Hostile> hostiles) {
        for (List<Hostile> some : parts(hostiles, 8)) {
            try (MqttProbe attacker = attacker()) {
                for (Hostile hostile : some) {
                    for (int room : ROOMS) {
                        if (hostile.retained() && !hostile.isForbidden()) {
                            attacker.publish(hostile.topic(room), "", 1, true, NONE);
                        }
                    }
                }
            }
        }
    }

    private static MqttProbe attacker() {
        return new MqttProbe(broker.url(), HostileSite.as("processor"));
    }
}
