package org.cupertino.nvr.processor.ingest;

import java.net.InetAddress;
import java.nio.file.Path;
import org.cupertino.nvr.config.CameraNetworks;
import org.cupertino.nvr.secret.CameraAddress;
import org.cupertino.nvr.secret.CameraSecrets;

/**
 * Where addresses of cameras may lead, and where their secrets are.
 *
 * @param networks null for anywhere
 * @param secrets the file that has them, or null
 */
public record Access(CameraNetworks networks, Path secrets) {
    /** To anywhere, without secrets. */
    static final Access OPEN = new Access(null, null);

    /** Whether a person has configured the address here, so that it needs no check. */
    boolean isConfigured(CameraAddress address) {
        return networks == null || networks.isConfigured(address);
    }

    /** Fails unless cameras may be there; says nothing on whether anybody is. */
    void check(CameraAddress address, InetAddress at) throws StreamException {
        if (networks != null && !networks.allows(address, at)) {
            throw new StreamException(
                    "the address is not in --camera-networks: add its network there, or configure"
                            + " the camera here");
        }
    }

    /** The address with its secrets, as they are in the file now. */
    CameraAddress filled(String uri) throws StreamException {
        try {
            return CameraAddress.of(CameraSecrets.fill(uri, secrets));
        } catch (IllegalArgumentException e) {
            throw new StreamException(e.getMessage());
        }
    }
}
