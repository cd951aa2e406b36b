package org.cupertino.nvr.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bytes as container engines write them: {@code 768m}, {@code 1g}, by powers of 1024. */
public final class Sizes implements ITypeConverter<Long> {
    private static final Pattern TEXT = Pattern.compile("(?i)(\\d{1,6})([mg])");

    @Override
    public Long convert(String text) {
        Matcher m = TEXT.matcher(text.strip());
        if (!m.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size such as 768m or 1g");
        }
        return Long.parseLong(m.group(1)) << (m.group(2).equalsIgnoreCase("g") ? 30 : 20);
    }

    /** In whole mebibytes. */
    static String format(long bytes) {
        return (bytes >> 20) + "m";
    }
}
