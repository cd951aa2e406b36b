package org.cupertino.nvr.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where cameras may be, and where their secrets are. */
final class CameraAccessOptions {
    private static final Set<String> SCHEMES = Set.of("rtsp", "rtsps", "http", "https", "file");

    @Option(
            names = "--allowed-schemes",
            paramLabel = "SCHEME[,SCHEME...]",
            hideParamSyntax = true,
            split = "\\s*,\\s*",
            defaultValue = "rtsp,rtsps,http,https",
            description = {
                "Addresses that the command add_stream may bring, of rtsp, rtsps, http, https,"
                        + " file. Cameras configured here may have any.",
                "Default: ${DEFAULT-VALUE}"
            })
    private List<String> allowedSchemes;

    @Option(
            names = "--camera-networks",
            paramLabel = "CIDR[,CIDR...]",
            hideParamSyntax = true,
            split = "\\s*,\\s*",
            defaultValue = CameraNetworks.PRIVATE,
            description = {
                "Networks that cameras may be in whose address comes by the command add_stream or"
                        + " by a redirect. Servers of cameras configured here may be anywhere.",
                "Default: ${DEFAULT-VALUE}"
            })
    private List<String> cameraNetworks;

    @Option(
            names = "--camera-secrets",
            paramLabel = "FILE",
            description =
                    "Properties file of the secrets that addresses of cameras name as"
                            + " $${secret:NAME}, read at each connect: room2=p@ss. Default: none")
    private Path cameraSecrets;

    void resolve(OptionSources from) {
        Rules.file(from, "--camera-secrets", cameraSecrets);
        boolean valid = true;
        try {
            CameraNetworks.of(cameraNetworks, List.of());
        } catch (IllegalArgumentException e) {
            valid = false;
        }
        from.require(
                valid,
                "--camera-networks",
                String.join(",", cameraNetworks),
                "networks such as 10.0.0.0/8 or fc00::/7");
        allowedSchemes =
                allowedSchemes.stream().map(s -> s.toLowerCase(Locale.ROOT)).distinct().toList();
        from.require(
                SCHEMES.containsAll(allowedSchemes),
                "--allowed-schemes",
                String.join(",", allowedSchemes),
                "some of rtsp, rtsps, http, https, file");
    }

    CameraNetworks networks(List<String> configured) {
        return CameraNetworks.of(cameraNetworks, configured);
    }

    Optional<Path> secrets() {
        return Optional.ofNullable(cameraSecrets);
    }

    List<String> allowedSchemes() {
        return List.copyOf(allowedSchemes);
    }
}
