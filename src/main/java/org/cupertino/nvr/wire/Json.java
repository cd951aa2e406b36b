package org.cupertino.nvr.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The wire's JSON: snake_case, UTC timestamps with milliseconds, unknown fields ignored. */
public final class Json {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Json() {}

    /** A time as messages write it. */
    public static String text(Instant at) {
        return TIMESTAMP.format(at);
    }

    /** A new mapper; absent optional values are left out unless a message says otherwise. */
    public static ObjectMapper mapper() {
        return builder().build();
    }

    /**
     * A mapper for messages that others published: as {@link #mapper}, but no value of one type is
     * taken for another, no element of a list is null, and a word that this version does not know
     * is the {@code UNKNOWN} of its kind.
     */
    public static ObjectMapper foreignMapper() {
        JsonMapper.Builder builder =
                builder()
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                        .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                        .withCoercionConfig(
                                LogicalType.Textual,
                                text -> {
                                    text.setCoercion(
                                            CoercionInputShape.Integer, CoercionAction.Fail);
                                    text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                                    text.setCoercion(
                                            CoercionInputShape.Boolean, CoercionAction.Fail);
                                });
        return builder.defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)).build();
    }

    private static JsonMapper.Builder builder() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addModule(
                        new SimpleModule()
                                .addSerializer(Instant.class, new InstantWriter())
                                .addDeserializer(Instant.class, new InstantReader()));
    }

    /**
     * A mapper for untrusted payloads: shallow, no key twice, nothing behind the value. Numbers too
     * large for a double come out infinite, as the checks behind it expect.
     */
    public static ObjectMapper strictMapper() {
        return JsonMapper.builder(
                        JsonFactory.builder()
                                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                .streamReadConstraints(
                                        StreamReadConstraints.builder()
                                                .maxNestingDepth(20)
                                                .maxNumberLength(100)
                                                .build())
                                .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private static final class InstantWriter extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant at, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(text(at));
        }
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context)
                throws IOException {
            return Instant.parse(in.getValueAsString());
        }
    }
}
