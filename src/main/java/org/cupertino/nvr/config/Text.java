package org.cupertino.nvr.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text files that people wrote. */
final class Text {
    private Text() {}

    /**
     * The text of a file in UTF-8, without the byte order mark that some editors put before it.
     *
     * @throws ConfigException if it cannot be read
     */
    static String of(Path file) {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is not text in UTF-8: save it as UTF-8");
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage());
        }
    }
}
