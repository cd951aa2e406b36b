package org.cupertino.nvr.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.MqttProbe.Received;

/** Pings and events that somebody sends, and what came of them. */
final class Requests {
    private static final Duration SOON = Stage.SOON;

    private final Supplier<MqttProbe> probe;
    private final List<Command> commands = new ArrayList<>();
    private int events;
    private int eventsAnswered;

    Requests(Supplier<MqttProbe> probe) {
        this.probe = probe;
    }

    /** A command that somebody took, and how many messages had come until then. */
    private record Command(String id, int at) {}

    /** What happens between an event and its room's status. */
    @FunctionalInterface
    interface Meanwhile {
        void run() throws Exception;
    }

    int sent() {
        return events + commands.size();
    }

    int answered() {
        return eventsAnswered + (int) commands.stream().filter(c -> answered(c.id())).count();
    }

    /** Sends an event, does something, and waits for a state of its room. */
    void event(String event, int room, String state, Meanwhile meanwhile) throws Exception {
        events++;
        probe.get()
                .publish(
                        "nvr/orchestrator/events",
                        "{\"event\":\"%s\",\"room_id\":%d}".formatted(event, room));
        meanwhile.run();
        await(event + " to make room " + room + " " + state)
                .atMost(SOON)
                .until(() -> room(room).equals(state));
        eventsAnswered++;
    }

    private String room(int room) {
        List<Received> all = probe.get().messages("nvr/orchestrator/status/" + room);
        return all.isEmpty() ? "" : Ledger.json(all.get(all.size() - 1)).path("state").asText();
    }

    void ping() {
        send("ping");
    }

    /** Sends a command without parameters, which counts if somebody took it. */
    void send(String command) {
        String id = command + "-" + commands.size() + "-" + probe.get().messages("#").size();
        int at = probe.get().messages("#").size();
        if (probe.get()
                .reaches(
                        "nvr/control/commands/" + Stage.ID,
                        "{\"command\":\"" + command + "\",\"request_id\":\"" + id + "\"}")) {
            commands.add(new Command(id, at));
        }
    }

    /** Waits until the processor hears commands. */
    void awaitPong() {
        String id = "back-" + System.nanoTime();
        await("a pong")
                .atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            probe.get()
                                    .reaches(
                                            "nvr/control/commands/" + Stage.ID,
                                            "{\"command\":\"ping\",\"request_id\":\"" + id + "\"}");
                            return answered(id);
                        });
    }

    /** A command is excused if a later status says that the processor was away. */
    long unanswered() {
        List<Received> all = probe.get().messages("#");
        return commands.stream()
                .filter(command -> !answered(command.id()))
                .filter(
                        command ->
                                all.stream()
                                        .skip(command.at())
                                        .filter(
                                                m ->
                                                        m.topic()
                                                                .equals(
                                                                        "nvr/control/status/"
                                                                                + Stage.ID))
                                        .filter(m -> !m.payload().isEmpty())
                                        .map(m -> Ledger.json(m).path("status").asText())
                                        .noneMatch(
                                                s -> s.equals("offline") || s.equals("starting")))
                .count();
    }

    boolean answered(String requestId) {
        return probe.get().messages("nvr/control/acks/+").stream()
                .map(Ledger::json)
                .anyMatch(
                        ack ->
                                ack.path("request_id").asText().equals(requestId)
                                        && !ack.path("ack_status").asText().equals("received"));
    }
}
