package org.cupertino.nvr.spec;

import static org.cupertino.nvr.spec.Example.SOON;

import java.nio.file.Path;
import java.util.List;
import org.cupertino.nvr.support.Mosquitto;
import org.cupertino.nvr.support.MqttProbe;
import org.cupertino.nvr.support.ProcessorProcess;
import org.cupertino.nvr.support.Processors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An id of its own for every instance, or the one that is asked for. */
class SpecPhase1IT {
    @RegisterExtension static final Mosquitto BROKER = new Mosquitto();
    @RegisterExtension final Processors processors = new Processors();

    @Test
    void processor_has_a_random_id_or_the_one_it_was_given(@TempDir Path folder) {
        Example example = new Example(1, BROKER, processors, folder);
        try (MqttProbe probe = new MqttProbe(BROKER.url()).subscribe("nvr/control/status/#")) {
            List<ProcessorProcess> both = example.typeProcessors(2);
            ProcessorProcess random = both.get(0);
            String id = random.awaitLine("instance_id: (processor-[0-9a-f]{8})$", SOON).group(1);
            both.get(1).awaitLine("instance_id: processor-hab-0-3$", SOON);
            example.assertDone();

            probe.await(Example.status(id, "running"), SOON);
            probe.await(Example.status("processor-hab-0-3", "running"), SOON);

            random.stop();
            probe.await(Example.status(id, "stopped"), SOON);
        }
    }
}
