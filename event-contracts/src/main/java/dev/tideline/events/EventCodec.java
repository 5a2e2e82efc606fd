package dev.tideline.events;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as JSON: {@code {"v":1,"type":"ResourceChanged",...}}. Members that are not known are ignored, so that a newer
 * sender may add some; a change that an older reader would misread raises {@code v}. Safe for use by many threads.
 */
public final class EventCodec {

    static final String VERSION_FIELD = "v";
    static final int VERSION = 1;

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final ObjectWriter writer = mapper.writerFor(Event.class).withAttribute(VERSION_FIELD, VERSION);
    private final ObjectReader reader = mapper.readerFor(Event.class);

    public byte[] encode(Event event) {
        return writer.writeValueAsBytes(event);
    }

    /**
     * Reads a record's value.
     *
     * @param bytes null as well, which is how Kafka writes a tombstone
     * @param expected the type, or sealed family, that the topic carries
     */
    public <T extends Event> Decoded<T> decode(byte @Nullable [] bytes, Class<T> expected) {
        if (bytes == null) {
            return new Decoded.Unreadable<>("no value");
        }
        try {
            JsonNode tree = mapper.readTree(bytes);
            JsonNode version = tree.path(VERSION_FIELD);
            if (!version.isInt() || version.intValue() != VERSION) {
                return new Decoded.Unreadable<>("not an event of version " + VERSION);
            }
            Event event = reader.readValue(tree);
            return expected.isInstance(event)
                    ? new Decoded.Value<>(expected.cast(event))
                    : new Decoded.Unreadable<>(event.getClass().getSimpleName() + " does not belong here");
        } catch (JacksonException | IllegalArgumentException | NullPointerException malformed) {
            // The message is left out: Jackson's quotes the content, which may be personal.
            return new Decoded.Unreadable<>("malformed: " + malformed.getClass().getSimpleName());
        }
    }
}
