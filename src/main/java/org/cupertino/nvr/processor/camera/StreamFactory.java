package org.cupertino.nvr.processor.camera;

import java.util.OptionalDouble;
import org.cupertino.nvr.processor.ingest.StreamSettings;

/** What is known of cameras: how to open each, and more where a site says more. */
public interface StreamFactory {
    /**
     * @param uri null for the address of that number
     * @throws IllegalArgumentException if the address is not one that can be opened
     */
    StreamSettings settings(int sourceId, String uri);

    /** Frames a second; empty for the rate of all. */
    default OptionalDouble maxFps(int sourceId) {
        return OptionalDouble.empty();
    }

    /** For a person, or null. */
    default String name(int sourceId) {
        return null;
    }
}
