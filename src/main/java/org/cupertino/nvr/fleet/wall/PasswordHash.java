package org.cupertino.nvr.fleet.wall;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: {@code pbkdf2-sha256$ROUNDS$SALT$KEY}, the last two in Base64 of
 * URLs.
 */
final class PasswordHash {
    /** Rounds of a new one: a tenth of a second or so. */
    static final int ROUNDS = 310_000;

    private static final int FEWEST_ROUNDS = 1_000;
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final Pattern TEXT =
            Pattern.compile("pbkdf2-sha256\\$(\\d{1,8})\\$([\\w-]{22})\\$([\\w-]{43})");

    private final int rounds;
    private final byte[] salt;
    private final byte[] key;

    private PasswordHash(int rounds, byte[] salt, byte[] key) {
        this.rounds = rounds;
        this.salt = salt;
        this.key = key;
    }

    /** Of a password, with a salt of its own. */
    static PasswordHash of(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(ROUNDS, salt, derive(password, salt, ROUNDS));
    }

    /**
     * @throws IllegalArgumentException if the text is none
     */
    static PasswordHash parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is no hash of a password");
        }
        int rounds = Integer.parseInt(parts.group(1));
        if (rounds < FEWEST_ROUNDS || rounds > MOST_ROUNDS) {
            throw new IllegalArgumentException(
                    "has a hash of %,d rounds, which must be %,d to %,d"
                            .formatted(rounds, FEWEST_ROUNDS, MOST_ROUNDS));
        }
        Base64.Decoder decoder = Base64.getUrlDecoder();
        return new PasswordHash(
                rounds, decoder.decode(parts.group(2)), decoder.decode(parts.group(3)));
    }

    /** Takes its time. */
    boolean isOf(char[] password) {
        return MessageDigest.isEqual(key, derive(password, salt, rounds));
    }

    private static byte[] derive(char[] password, byte[] salt, int rounds) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password, salt, rounds, KEY_BYTES * 8))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks PBKDF2WithHmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return "pbkdf2-sha256$%d$%s$%s"
                .formatted(rounds, encoder.encodeToString(salt), encoder.encodeToString(key));
    }
}
