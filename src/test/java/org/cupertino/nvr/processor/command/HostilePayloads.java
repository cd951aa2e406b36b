package org.cupertino.nvr.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a broken or malicious client may send, and what must be answered. */
final class HostilePayloads {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HostilePayloads() {}

    /**
     * @param name for the report
     * @param accepted whether it is one of the commands, so that {@code received} comes first
     * @param code of the answer
     * @param text of the payload that must not come back in the message, or null
     */
    record Case(String name, byte[] payload, boolean accepted, String code, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Payloads that everybody must refuse. */
    static List<Case> refused() {
        List<Case> cases = new ArrayList<>();
        HostileTexts.NO_JSON.forEach(
                text -> cases.add(raw(text.getBytes(UTF_8), "malformed_json")));
        noUtf8(cases);
        for (int size : new int[] {65_537, 100_000, 3_000_000}) {
            cases.add(
                    raw(
                            ("{\"command\":\"stop\",\"x\":\"" + "x".repeat(size)).getBytes(UTF_8),
                            "payload_too_large"));
        }
        for (String text : HostileTexts.ALL) {
            String json = quoted(text);
            cases.add(of("{\"command\":" + json + "}", "unknown_command", text));
            cases.add(
                    of(
                            "{\"command\":\"stop\",\"expires_at\":" + json + "}",
                            "invalid_param",
                            text));
            cases.add(of("{\"command\":\"stop\",\"params\":" + json + "}", "invalid_param", text));
            cases.add(
                    param("add_stream", "\"source_id\":0,\"uri\":" + json, "invalid_param", text));
            // The others could be ids, so they may be obeyed.
            if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
                cases.add(
                        param(
                                "rename_instance",
                                "\"new_instance_id\":" + json,
                                "invalid_param",
                                text));
                cases.add(
                        param(
                                "change_model",
                                "\"model_id\":" + json,
                                text.isBlank() ? "invalid_param" : "unknown_model",
                                text));
            }
        }
        for (String json : HostileTexts.NO_TEXT) {
            cases.add(of("{\"command\":" + json + "}", "unknown_command", null));
            cases.add(
                    of(
                            "{\"command\":\"stop\",\"request_id\":" + json + "}",
                            "invalid_param",
                            null));
            cases.add(
                    of(
                            "{\"command\":\"stop\",\"expires_at\":" + json + "}",
                            "invalid_param",
                            null));
            if (!json.startsWith("{")) {
                cases.add(
                        of(
                                "{\"command\":\"stop\",\"params\":" + json + "}",
                                "invalid_param",
                                null));
            }
            if (!json.startsWith("[")) {
                cases.add(
                        of(
                                "{\"command\":\"stop\",\"target_instances\":" + json + "}",
                                "invalid_target",
                                null));
                cases.add(
                        of(
                                "{\"command\":\"stop\",\"target_instances\":[\"proc-a\","
                                        + json
                                        + "]}",
                                "invalid_target",
                                null));
            }
            cases.add(param("change_model", "\"model_id\":" + json, "invalid_param", null));
            cases.add(
                    param("rename_instance", "\"new_instance_id\":" + json, "invalid_param", null));
            cases.add(
                    param("add_stream", "\"source_id\":0,\"uri\":" + json, "invalid_param", null));
        }
        for (String json : HostileTexts.NO_SOURCE) {
            for (String command : List.of("add_stream", "remove_stream", "pause", "resume")) {
                cases.add(param(command, "\"source_id\":" + json, "invalid_param", null));
            }
            cases.add(
                    param("set_fps", "\"max_fps\":1,\"source_id\":" + json, "invalid_param", null));
        }
        HostileTexts.NO_RATE.forEach(
                json -> cases.add(param("set_fps", "\"max_fps\":" + json, "invalid_param", null)));
        leases(cases);
        uris(cases);
        rest(cases);
        return cases;
    }

    private static void noUtf8(List<Case> cases) {
        String stop = "{\"command\":\"stop\"}";
        for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            cases.add(raw(stop.getBytes(Charset.forName(name)), "malformed_json"));
        }
        for (String bytes :
                List.of(
                        "\u0080",
                        "\u00C0\u00AF",
                        "\u00ED\u00A0\u0080",
                        "\u00F8\u0088\u0080\u0080\u0080",
                        "\u00FF\u00FE",
                        "\u00E9",
                        "\u00C3")) {
            String text = "{\"command\":\"stop\",\"x\":\"" + bytes + "\"}";
            cases.add(raw(text.getBytes(StandardCharsets.ISO_8859_1), "malformed_json"));
        }
        cases.add(
                raw(
                        new byte[] {0, 0, 0, 0x7b, 0, 0x7f, (byte) 0xff, (byte) 0xff},
                        "malformed_json"));
        cases.add(raw(new byte[] {(byte) 0xff}, "malformed_json"));
    }

    private static void leases(List<Case> cases) {
        for (String json : HostileTexts.NO_LEASE) {
            String lease = "\"lease_s\":" + json;
            cases.add(param("set_fps", "\"max_fps\":1," + lease, "invalid_param", null));
            cases.add(param("set_fps", lease, "invalid_param", null));
            cases.add(param("remove_stream", "\"source_id\":99," + lease, "invalid_param", null));
            cases.add(param("ping", lease, "invalid_param", null));
        }
        // Nobody can make one mortal that was not started so.
        cases.add(param("ping", "\"lease_s\":1", "invalid_param", null));
        cases.add(param("ping", "\"lease_s\":0", "invalid_param", null));
        for (String json : List.of("0", "0.0", "-0.0", "5")) {
            String lease = "\"source_id\":99,\"lease_s\":" + json;
            cases.add(param("remove_stream", lease, "unknown_source", null));
            cases.add(param("set_fps", "\"max_fps\":1," + lease, "unknown_source", null));
        }
        cases.add(param("set_fps", "\"lease_s\":5", "missing_param", null));
        cases.add(param("set_fps", "\"lease_s\":null", "missing_param", null));
        cases.add(param("set_fps", "\"max_fps\":0,\"lease_s\":5", "invalid_param", null));
    }

    private static void uris(List<Case> cases) {
        for (String uri : HostileTexts.NO_CAMERA) {
            cases.add(
                    param(
                            "add_stream",
                            "\"source_id\":0,\"uri\":" + quoted(uri),
                            "invalid_param",
                            uri));
        }
    }

    private static void rest(List<Case> cases) {
        cases.add(of("{}", "unknown_command", null));
        cases.add(of("{\"command\":null}", "unknown_command", null));
        cases.add(of("{\"Command\":\"stop\"}", "unknown_command", null));
        cases.add(
                param(
                        "add_stream",
                        "\"source_id\":70,\"uri\":\"rtsp://h/" + "u".repeat(2_040) + "\"",
                        "invalid_param",
                        "uuu"));
        cases.add(of("{\"command\":\"stop\",\"request_id\":\"\"}", "invalid_param", null));
        cases.add(
                of(
                        "{\"command\":\"stop\",\"request_id\":\"" + "r".repeat(129) + "\"}",
                        "invalid_param",
                        "rrr"));
        for (String at :
                List.of(
                        "2020-01-31T08:00:00.123Z",
                        "1970-01-01T00:00:00Z",
                        "-999999999-01-01T00:00:00Z",
                        "2020-01-31T08:00:00+14:00")) {
            cases.add(of("{\"command\":\"stop\",\"expires_at\":\"" + at + "\"}", "expired", at));
        }
        for (String at :
                List.of(
                        "2999-01-31",
                        "2999-01-31T08:00:00",
                        "2999-13-31T08:00:00Z",
                        "tomorrow",
                        "32503680000",
                        "+9999999999-01-01T00:00:00Z")) {
            cases.add(
                    of(
                            "{\"command\":\"stop\",\"expires_at\":\"" + at + "\"}",
                            "invalid_param",
                            at));
        }
        for (String command :
                List.of(
                        "set_fps",
                        "change_model",
                        "add_stream",
                        "remove_stream",
                        "rename_instance")) {
            cases.add(
                    new Case(
                            command + " without params",
                            ("{\"command\":\"" + command + "\"}").getBytes(UTF_8),
                            true,
                            "missing_param",
                            null));
            cases.add(
                    new Case(
                            command + " with null params",
                            ("{\"command\":\"" + command + "\",\"params\":null}").getBytes(UTF_8),
                            true,
                            "missing_param",
                            null));
            cases.add(param(command, "\"other\":1", "missing_param", null));
            cases.add(
                    param(
                            command,
                            "\"source_id\":null,\"max_fps\":null,\"model_id\":null,\"new_instance_id\":null",
                            "missing_param",
                            null));
        }
        for (String command : List.of("pause", "resume", "remove_stream")) {
            cases.add(param(command, "\"source_id\":99", "unknown_source", null));
            cases.add(param(command, "\"source_id\":2147483647", "unknown_source", null));
        }
        cases.add(param("set_fps", "\"source_id\":99,\"max_fps\":1", "unknown_source", null));
        cases.add(param("change_model", "\"model_id\":\"nosuch\"", "unknown_model", null));
        cases.add(
                param(
                        "change_model",
                        "\"model_id\":\"nosuch.torchscript\"",
                        "unknown_model",
                        null));
    }

    private static Case of(String json, String code, String text) {
        return new Case(shown(json), json.getBytes(UTF_8), false, code, text);
    }

    private static Case param(String command, String params, String code, String text) {
        String json = "{\"command\":\"" + command + "\",\"params\":{" + params + "}}";
        return new Case(shown(json), json.getBytes(UTF_8), true, code, text);
    }

    private static Case raw(byte[] payload, String code) {
        return new Case(
                code + " " + shown(new String(payload, StandardCharsets.ISO_8859_1)),
                payload,
                false,
                code,
                null);
    }

    private static String shown(String text) {
        String escaped = quoted(text);
        return escaped.length() < 90 ? escaped : escaped.substring(0, 90) + "... " + text.length();
    }

    static String quoted(String text) {
        try {
            return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
