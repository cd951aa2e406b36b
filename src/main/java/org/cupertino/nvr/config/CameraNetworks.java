package org.cupertino.nvr.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.cupertino.nvr.secret.CameraAddress;

/** Where cameras may be that nobody has configured here. */
public final class CameraNetworks {
    /** Of IPv4 and IPv6; neither this machine itself nor link-local addresses. */
    static final String PRIVATE = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7";

    private final List<Block> blocks;
    private final Set<String> configured;

    private record Block(byte[] address, int bits) {
        boolean contains(byte[] other) {
            boolean same = other.length == address.length;
            for (int i = 0; same && i < bits; i++) {
                int mask = 0x80 >> i % 8;
                same = (address[i / 8] & mask) == (other[i / 8] & mask);
            }
            return same;
        }
    }

    private CameraNetworks(List<Block> blocks, Set<String> configured) {
        this.blocks = blocks;
        this.configured = configured;
    }

    /**
     * @param blocks such as 10.0.0.0/8 and fc00::/7
     * @param configured addresses of cameras or of a server of theirs that need not be in any
     * @throws IllegalArgumentException if a block is none
     */
    public static CameraNetworks of(Collection<String> blocks, Collection<String> configured) {
        return new CameraNetworks(
                blocks.stream().map(CameraNetworks::block).toList(),
                configured.stream()
                        .map(CameraAddress::of)
                        .map(CameraNetworks::server)
                        .collect(Collectors.toSet()));
    }

    private static Block block(String text) {
        String[] parts = text.split("/", -1);
        // Nothing that would be looked up as a name.
        boolean literal =
                parts[0].matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
        if (parts.length == 2 && literal && parts[1].matches("\\d{1,3}")) {
            try {
                byte[] address = InetAddress.getByName(parts[0]).getAddress();
                int bits = Integer.parseInt(parts[1]);
                if (bits <= 8 * address.length) {
                    return new Block(address, bits);
                }
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("no network", e);
            }
        }
        throw new IllegalArgumentException("no network");
    }

    private static String server(CameraAddress address) {
        return address.isFile()
                ? "file"
                : address.host().toLowerCase(Locale.ROOT) + " " + address.port();
    }

    /** Whether it is on the same host and port as one that was configured, or a file. */
    public boolean isConfigured(CameraAddress address) {
        return address.isFile() || configured.contains(server(address));
    }

    /**
     * Whether the address may be opened.
     *
     * @param at what its host's name stands for
     */
    public boolean allows(CameraAddress address, InetAddress at) {
        return isConfigured(address) || blocks.stream().anyMatch(b -> b.contains(at.getAddress()));
    }
}
