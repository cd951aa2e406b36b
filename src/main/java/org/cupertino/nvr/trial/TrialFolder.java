package org.cupertino.nvr.trial;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cupertino.nvr.app.StillFile;
import org.cupertino.nvr.processor.frame.Frame;
import org.cupertino.nvr.wire.DetectionEvent;

/** Where a trial writes the detection events, and pictures of people whose posture is known. */
final class TrialFolder {
    private static final String EVENTS = "detections.jsonl";

    private final Path folder;
    private int stills;

    /**
     * @throws IOException if the folder cannot be made
     */
    TrialFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    void add(DetectionEvent event, String json, Frame frame) throws IOException {
        Files.writeString(folder.resolve(EVENTS), json + "\n", CREATE, APPEND);
        if (event.detections().stream().anyMatch(d -> d.posture() != null)) {
            String name = "camera-%d-frame-%d.jpg".formatted(event.sourceId(), event.frameId());
            StillFile.write(frame, folder.resolve(name));
            stills++;
        }
    }

    @Override
    public String toString() {
        return "Written to %s: %s, pictures: %d".formatted(folder, EVENTS, stills);
    }
}
