package org.cupertino.nvr.processor.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.support.Detectors;
import org.cupertino.nvr.timing.Leases;
import org.cupertino.nvr.wire.InstanceState;
import org.cupertino.nvr.wire.Status;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * A processor and its broker in one thread, so that something can happen at each step between them:
 * before a call reaches the broker, or after it and before its answer reaches the processor.
 */
final class PresenceWorld {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What happens at a step. The late ones: the broker notices when the client comes again. */
    enum Event {
        KILL,
        LOSE,
        LOSE_LATE,
        BROKER_CRASH,
        RENAME,
        RENAME_BACK,
        STOP
    }

    /** An event at the step of that number, before or after the broker does what it is asked. */
    record Fault(int step, boolean after, Event event) {}

    final Map<String, String> retained = new TreeMap<>();
    final Instance instance = new Instance("a", Clock.systemUTC());
    final StatusReport report;
    final Presence presence = new Presence(instance, this::renew);
    final Deque<Status> queue = new ArrayDeque<>();
    private final List<Fault> faults;
    boolean alive = true;
    int steps;

    /** Killed while the broker, which had died too, had no will of it: nobody can tell. */
    boolean unknowable;

    private boolean crashed;
    private boolean stopping;
    private boolean goodbyeLost;

    /** The id in the will of the connection; null while there is none. */
    private String will;

    private String lateWill;
    private int names;

    PresenceWorld(DefaultCamelContext context, List<Fault> faults) {
        this.faults = new ArrayList<>(faults);
        report =
                new StatusReport(
                        instance,
                        new Cameras(context, (id, uri) -> null, 1, new Leases()),
                        Detectors.on(Path.of("none")),
                        queue::add);
    }

    void rename() {
        report.rename("b" + names++, () -> {});
    }

    private void renameBack() {
        report.rename("a", () -> {});
    }

    void stop() {
        stopping = true;
        report.enter(InstanceState.STOPPING, null);
        report.enter(InstanceState.STOPPED, null);
    }

    /** Connects, if it is not, as the link's thread does after every loss. */
    void connect() {
        if (will == null) {
            broker(
                    () -> {
                        fire(lateWill);
                        lateWill = null;
                        will = presence.id();
                        crashed = false;
                    });
            report.publish();
        }
    }

    private void renew() {
        broker(
                () -> {
                    lateWill = goodbyeLost ? will : null;
                    will = null;
                });
        connect();
    }

    /** What the route hands to the broker. */
    void publish(String topic, byte[] payload) throws Exception {
        String id = topic.substring(topic.lastIndexOf('/') + 1);
        if (will == null) {
            throw new MqttException(MqttException.REASON_CODE_CLIENT_EXCEPTION);
        }
        String on = will;
        broker(
                () -> {
                    if (payload.length == 0) {
                        retained.remove(id);
                    } else {
                        retained.put(id, state(payload));
                    }
                });
        if (!on.equals(will)) {
            throw new MqttException(MqttException.REASON_CODE_CLIENT_EXCEPTION);
        }
    }

    /** The queue's side of a failure. */
    void failed(Exchange exchange) {
        queue.addFirst(exchange.getMessage().getBody(Status.class));
    }

    private void broker(Runnable effect) {
        int step = steps++;
        happen(step, false);
        boolean lost = will == null && lostMeanwhile;
        if (alive && !lost) {
            effect.run();
        }
        lostMeanwhile = false;
        happen(step, true);
        lostMeanwhile = false;
    }

    private boolean lostMeanwhile;

    private void happen(int step, boolean after) {
        for (Fault fault : faults) {
            if (fault.step() == step && fault.after() == after && alive) {
                happen(fault.event());
            }
        }
    }

    private void happen(Event event) {
        switch (event) {
            case KILL -> {
                alive = false;
                unknowable = crashed;
                fire(lateWill);
                lose(true);
            }
            case LOSE -> lose(true);
            case LOSE_LATE -> {
                lateWill = will == null ? lateWill : will;
                goodbyeLost = true;
                lose(false);
            }
            case BROKER_CRASH -> {
                lateWill = null;
                crashed = true;
                lose(false);
            }
            case RENAME -> rename();
            case RENAME_BACK -> renameBack();
            case STOP -> stop();
        }
    }

    private void lose(boolean noticed) {
        if (noticed) {
            fire(will);
        }
        lostMeanwhile = will != null;
        will = null;
    }

    private void fire(String id) {
        if (id != null) {
            retained.put(id, "offline");
        }
    }

    boolean isStopping() {
        return stopping;
    }

    private static String state(byte[] payload) {
        try {
            return JSON.readTree(payload).path("status").asText();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
