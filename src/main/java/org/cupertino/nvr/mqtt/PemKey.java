package org.cupertino.nvr.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What to do about a private key that cannot be used. */
final class PemKey {
    private PemKey() {}

    /** A sentence in brackets for the kinds of keys that openssl makes; with a blank before it. */
    static String remedy(Path file) {
        String kind = kind(text(file));
        if (kind == null) {
            return " (the certificate in PEM, and the key that belongs to it, RSA or EC, in PKCS#8)";
        }
        return " (%s is %s; this makes one that can be used: openssl pkcs8 -topk8 -nocrypt -in %s -out key.pem)"
                .formatted(file, kind, file);
    }

    private static String kind(String pem) {
        if (pem.contains("ENCRYPTED")) {
            return "an encrypted key";
        } else if (pem.contains("BEGIN RSA PRIVATE KEY")) {
            return "an RSA key in PKCS#1";
        } else if (pem.contains("BEGIN EC PRIVATE KEY")) {
            return "an EC key in SEC1";
        }
        return null;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
