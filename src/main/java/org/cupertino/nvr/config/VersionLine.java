package org.cupertino.nvr.config;

import org.cupertino.nvr.identity.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"cupertino-nvr " + Version.current()};
    }
}
