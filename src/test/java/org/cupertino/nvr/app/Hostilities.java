package org.cupertino.nvr.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What somebody with the account of a processor may publish to harm an orchestrator. */
final class Hostilities {
    /** One message, and its name in the table. */
    record Hostile(String name, String topic, String payload, boolean retained) {
        String topic(int room) {
            return topic.replace(ROOM, Integer.toString(room));
        }

        String payload(int room) {
            return payload.replace(ROOM, Integer.toString(room));
        }

        /** Whether the access list refuses it. */
        boolean isForbidden() {
            return topic.startsWith("nvr/orchestrator/");
        }

        @Override
        public String toString() {
            String cut = payload.length() > 90 ? payload.substring(0, 90) + "..." : payload;
            return topic.substring("nvr/".length())
                    + (retained ? " retained " : " ")
                    + (name.isEmpty() ? cut : name);
        }
    }

    /** In a topic or payload: the number of the room that somebody falls in, and of its camera. */
    static final String ROOM = "ROOM";

    private static final String STATUS = "nvr/control/status/";
    private static final String ACKS = "nvr/control/acks/";
    private static final String METRICS = "nvr/status/metrics/";
    private static final String DETECTIONS = "nvr/detections/";

    private final List<Hostile> all = new ArrayList<>();

    private Hostilities() {
        malformed();
        statuses();
        acksAndMetrics();
        detections();
        forbidden();
    }

    static List<Hostile> all() {
        return List.copyOf(new Hostilities().all);
    }

    private void malformed() {
        for (String payload :
                List.of(
                        "null",
                        "[]",
                        "0",
                        "{",
                        "\u0000\u0001",
                        "{}",
                        "{\"instance_id\":\"x\"}",
                        status("x", "running", "null"),
                        status("x", "running", "[null]"),
                        status("x", "running", "[{}]"),
                        status("x", "running", "[{\"source_id\":\"ROOM\",\"state\":\"live\"}]"),
                        status("x", "running", "[{\"source_id\":ROOM,\"state\":null}]"),
                        status("x", "running", "[{\"source_id\":1e999,\"state\":\"live\"}]"),
                        status("x", "running", "{}"),
                        status("x", "running", "[],\"leases\":[{\"what\":\"removed\"}]"),
                        status("x", "running", "[],\"leases\":[null]"),
                        status("x", "running", "[],\"max_fps\":\"NaN\""),
                        status("x", "running", "[],\"max_fps\":-1e999"),
                        status("x", "running", "[],\"instance_id\":\"main\""),
                        status("x", "running", "[],\"renamed_from\":[]"),
                        status("main", "offline", "[]"),
                        "{\"status\":\"running\",\"sources\":[]}",
                        "{\"instance_id\":null,\"status\":\"running\",\"sources\":[]}",
                        "{\"instance_id\":7,\"status\":7,\"sources\":7}")) {
            add("", STATUS + "x", payload, true);
        }
        add("deep nesting", STATUS + "x", "[".repeat(100_000), true);
        add("200 kB of letters", STATUS + "x", "a:".repeat(100_000), true);
        add("a list of 60,000", STATUS + "x", status("x", "running", list(60_000)), true);
        add("unlikely id", STATUS + "\u202e x", status("\u202e x", "running", "[]"), true);
        add("", STATUS + "main", "null", false);
        add("", STATUS + "main", "{}", true);
        add("", STATUS + "emergency-room-ROOM", "null", true);
    }

    private void statuses() {
        for (String id : List.of("main", "other", "emergency-room-ROOM")) {
            for (String state : List.of("offline", "stopped", "stopping", "error", "degraded")) {
                add("", STATUS + id, status(id, state, "[]"), state.equals("offline"));
            }
            add("cleared", STATUS + id, "", true);
        }
        String camera = "[{\"source_id\":ROOM,\"state\":\"live\",\"max_fps\":1,\"fps\":1}]";
        String mortal = camera + ",\"leases\":[{\"what\":\"process\",\"source_id\":null}]";
        add("", STATUS + "ghost-a", status("ghost-a", "running", camera), true);
        add("", STATUS + "ghost-b", status("ghost-b", "running", mortal), true);
        add("", STATUS + "0", status("0", "degraded", camera), true);
        add(
                "",
                STATUS + "ghost-c",
                status(
                        "ghost-c",
                        "running",
                        "[],\"leases\":[{\"what\":\"removed\",\"source_id\":ROOM}]"),
                true);
        add("", STATUS + "ghost-d", status("ghost-d", "running", camera, "main"), true);
        add(
                "",
                STATUS + "ghost-e",
                status("ghost-e", "running", mortal, "emergency-room-ROOM"),
                true);
        add(
                "",
                STATUS + "emergency-room-ROOM",
                status("emergency-room-ROOM", "running", mortal),
                true);
        add("", STATUS + "main", status("main", "running", "[]"), true);
        add("schema_version 2", STATUS + "main", "{\"schema_version\":2}", false);
    }

    private void acksAndMetrics() {
        for (String payload :
                List.of("null", "{}", "[1]", "{\"instance_id\":\"main\",\"request_id\":null}")) {
            add("", ACKS + "main", payload, false);
            add("", METRICS + "emergency-room-ROOM", payload, false);
        }
        add("200 kB", ACKS + "main", "{\"message\":\"" + "x://a".repeat(40_000) + "\"}", false);
        add(
                "",
                METRICS + "main",
                "{\"instance_id\":\"main\",\"inference_throughput\":1e999}",
                false);
        add(
                "",
                METRICS + "ghost-a",
                "{\"instance_id\":\"ghost-a\",\"inference_throughput\":1}",
                false);
    }

    private void detections() {
        for (String payload :
                List.of(
                        "null",
                        "{}",
                        "[[]]",
                        "{\"instance_id\":7,\"timestamp\":7,\"detections\":7}")) {
            add("", DETECTIONS + "ROOM", payload, true);
        }
        add(
                "200 kB",
                DETECTIONS + "ROOM",
                "{\"instance_id\":\"" + "é".repeat(100_000) + "\"}",
                false);
    }

    /** What the access list keeps from the orchestrator. */
    private void forbidden() {
        add("", "nvr/orchestrator/status/ROOM", "null", true);
        add(
                "",
                "nvr/orchestrator/events",
                "{\"event\":\"resident_assisted\",\"room_id\":ROOM}",
                false);
    }

    private void add(String name, String topic, String payload, boolean retained) {
        all.add(new Hostile(name, topic, payload, retained));
    }

    private static String status(String id, String state, String sources) {
        return "{\"instance_id\":\"%s\",\"status\":\"%s\",\"sources\":%s}"
                .formatted(id, state, sources);
    }

    private static String status(String id, String state, String sources, String before) {
        return status(id, state, sources + ",\"renamed_from\":\"" + before + "\"");
    }

    private static String list(int length) {
        return "[" + "0,".repeat(length) + "0]";
    }

    /** Answers to each command that whoever has the account of a processor may give as well. */
    static Map<String, String> answers() {
        return Map.of(
                "rejects each command as 0",
                "{\"instance_id\":\"0\",\"request_id\":\"%s\",\"ack_status\":\"rejected\","
                        + "\"code\":\"x\",\"message\":\"no\"}",
                "receives each command as 0",
                "{\"instance_id\":\"0\",\"request_id\":\"%s\",\"ack_status\":\"received\"}",
                "answers each command with 200 kB as 0",
                "{\"instance_id\":\"0\",\"request_id\":\"%s\",\"ack_status\":\"rejected\",\"message\":\""
                        + "aaaaaaaa".repeat(25_000)
                        + "\"}");
    }
}
