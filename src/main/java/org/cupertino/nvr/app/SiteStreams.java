package org.cupertino.nvr.app;

import java.util.OptionalDouble;
import org.cupertino.nvr.processor.camera.StreamFactory;
import org.cupertino.nvr.processor.ingest.StreamSettings;
import org.cupertino.nvr.site.SiteCameras;

/** How cameras are opened, by what options and the file of cameras say now. Thread-safe. */
final class SiteStreams implements StreamFactory {
    private volatile SiteCameras site;

    SiteStreams(SiteCameras site) {
        this.site = site;
    }

    SiteCameras site() {
        return site;
    }

    void follow(SiteCameras next) {
        site = next;
    }

    @Override
    public StreamSettings settings(int sourceId, String uri) {
        return StreamSettings.of(site, sourceId, uri);
    }

    @Override
    public OptionalDouble maxFps(int sourceId) {
        return site.maxFps(sourceId);
    }

    @Override
    public String name(int sourceId) {
        return site.name(sourceId);
    }
}
