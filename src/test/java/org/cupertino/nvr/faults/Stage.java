package org.cupertino.nvr.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cupertino.nvr.support.Http;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.Ports;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Proxy;
import org.cupertino.nvr.support.RtspServer;

/**
 * Where a row happens: a broker, a proxy before it, a processor with two cameras at one frame a
 * second, and somebody who sends pings and keeps all that comes.
 */
final class Stage implements AutoCloseable {
    static final int CAMERAS = 2;
    static final Duration INTERVAL = Duration.ofSeconds(1);
    static final Duration SOON = Duration.ofSeconds(180);
    static final String ID = "main";
    static final String WITNESS = "witness";

    final Mosquitto broker;
    final Proxy proxy;
    final RtspServer cameras;
    private final int httpPort = Ports.free();
    private final Http http = new Http(httpPort);
    private final List<AutoCloseable> others = new ArrayList<>();
    private List<String> streams;
    private final Requests requests = new Requests(this::probe);
    private WallClock clock;
    private MqttProbe probe;
    private ProcessorProcess processor;
    private Footprint before;
    private boolean secured;
    private int faults;
    private final Map<Long, Long> countedBy = new HashMap<>();

    Stage(Mosquitto broker, RtspServer cameras) {
        this.broker = broker;
        this.cameras = cameras;
        streams = List.of(cameras.uri("0"), cameras.uri("1"));
        proxy = new Proxy(broker.port());
    }

    /** Broker and program ask for, and have, the logins of the shipped access list. */
    void secure() {
        secured = true;
    }

    /** Variables with the login of an account, whose password is its name. */
    Map<String, String> login(String account) {
        return secured ? Map.of("NVR_MQTT_USER", account, "NVR_MQTT_PASSWORD", account) : Map.of();
    }

    MqttProbe probe() {
        return probe;
    }

    /** One that this row sets. */
    WallClock clock() throws IOException {
        clock = new WallClock();
        return clock;
    }

    /** The subscriber, whose session lasts as long as the broker's memory. */
    MqttProbe listen() {
        if (probe == null) {
            probe =
                    new MqttProbe(
                            broker.url(),
                            options -> {
                                if (secured) {
                                    options.setUserName(WITNESS);
                                    options.setPassword(WITNESS.getBytes(UTF_8));
                                }
                                options.setCleanStart(false);
                                options.setSessionExpiryInterval(3_600L);
                            });
        }
        await("the subscriber").atMost(SOON).until(probe::isConnected);
        return probe.subscribe(
                "nvr/detections/#",
                "nvr/control/status/#",
                "nvr/control/acks/#",
                "nvr/orchestrator/status/#",
                "nvr/orchestrator/rejected");
    }

    /** Starts the processor under a wrapper such as {@code prlimit}, or none. */
    ProcessorProcess start(List<String> wrapper, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>();
        // So that nothing but detections is dropped and counted.
        variables.put("NVR_METRICS_INTERVAL", "1h");
        variables.putAll(environment);
        processor =
                ProcessorProcess.wrapped(
                        wrapper,
                        variables,
                        "processor",
                        "--stream=0=" + streams.get(0),
                        "--stream=1=" + streams.get(1),
                        "--max-fps=1",
                        "--mqtt-url=" + proxy.url(),
                        "--http-port=" + httpPort,
                        "--instance-id=" + ID,
                        "--detections-qos=1");
        return processor;
    }

    ProcessorProcess start() {
        return start(List.of(), login("processor"));
    }

    ProcessorProcess processor() {
        return processor;
    }

    Requests requests() {
        return requests;
    }

    void awaitPong() {
        requests.awaitPong();
    }

    /** Other cameras than the usual ones, for the next start. */
    void watching(String first, String second) {
        streams = List.of(first, second);
    }

    /** Closes it with the stage. */
    <T extends AutoCloseable> T with(T other) {
        others.add(other);
        return other;
    }

    /** Returns when so many more detections of each camera have come. */
    void awaitSeen(int more) {
        List<String> topics = new ArrayList<>();
        for (int camera = 0; camera < CAMERAS; camera++) {
            topics.add("nvr/detections/" + camera);
        }
        int[] had = topics.stream().mapToInt(t -> probe.messages(t).size()).toArray();
        await("detections of all cameras")
                .atMost(SOON)
                .until(
                        () -> {
                            for (int i = 0; i < had.length; i++) {
                                if (probe.messages(topics.get(i)).size() < had[i] + more) {
                                    return false;
                                }
                            }
                            return true;
                        });
    }

    /** From now on faults come: the memory now is the one before. */
    void calm() {
        awaitSeen(3);
        before = footprint();
    }

    /** Counts faults. */
    void fault() {
        faults++;
    }

    void faults(int more) {
        faults += more;
    }

    /** Sends a ping each second for a time; the broker must be there. */
    void watch(int seconds) throws InterruptedException {
        for (int i = 0; i < seconds; i++) {
            requests.ping();
            elapse(1);
        }
    }

    /** Lets the world go on. What is looked at is time itself, so there is nothing to await. */
    void elapse(int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(seconds);
    }

    /** Before a processor ends: what it has counted until now is kept, as far as it answers. */
    void remember() {
        try {
            countedBy.put(processor.pid(), counted());
        } catch (RuntimeException | AssertionError e) {
            // It has ended, or has no memory for an answer.
        }
    }

    Footprint footprint() {
        return Footprint.of(processor.pid());
    }

    Series series() {
        return new Series(http.series());
    }

    /** Ends the row: nothing is on its way any more. */
    Figures settle(String row, long startedAt) {
        awaitPong();
        awaitSeen(2);
        List<String> complaints = new ArrayList<>();
        long unanswered = requests.unanswered();
        if (unanswered > 0) {
            complaints.add(unanswered + " commands without an answer");
        }
        probe.publish(
                "nvr/control/commands/" + ID, "{\"command\":\"pause\",\"request_id\":\"pause\"}");
        await("the end of detections").atMost(SOON).until(() -> requests.answered("pause"));
        await("an empty outbox")
                .atMost(SOON)
                .until(() -> series().count("nvr_messages_waiting") == 0);
        Series end = series();
        List<Duration> offsets = clock == null ? List.of(Duration.ZERO) : clock.offsets();
        Ledger ledger = Ledger.of(probe.messages("#"), CAMERAS, INTERVAL, offsets);
        remember();
        long counted = countedBy.values().stream().mapToLong(n -> n).sum() + ledger.told();
        if (ledger.missing() > counted) {
            complaints.add(ledger.missing() - counted + " samples lost and not counted");
        }
        if (ledger.twice() > 0) {
            complaints.add(ledger.twice() + " detections came twice");
        }
        long unheard =
                end.count("nvr_frames_analysed_total")
                        - ledger.seen()
                        - end.count("nvr_messages_dropped_total");
        if (unheard > 0) {
            complaints.add(unheard + " detections lost and not counted");
        }
        return new Figures(
                row,
                faults,
                ledger.unseen().toMillis() / 1e3,
                requests.sent(),
                requests.answered(),
                ledger.due(),
                ledger.seen(),
                counted,
                before,
                footprint(),
                (System.nanoTime() - startedAt) / 1e9,
                complaints);
    }

    private long counted() {
        Series series = series();
        long lost = 0;
        for (int camera = 0; camera < CAMERAS; camera++) {
            lost += Math.round(series.sum("nvr_frames_lost_total", "\"" + camera + "\""));
        }
        return lost
                + series.count("nvr_frames_dropped_total")
                + series.count("nvr_messages_dropped_total");
    }

    @Override
    public void close() {
        for (AutoCloseable other : others) {
            try {
                other.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        if (processor != null) {
            processor.close();
        }
        if (probe != null) {
            probe.close();
        }
        proxy.close();
        broker.close();
    }

    /** What its processor printed. */
    String output() {
        return processor + "\n" + others;
    }
}
