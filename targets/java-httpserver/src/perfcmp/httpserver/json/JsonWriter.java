package perfcmp.httpserver.json;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Records to JSON, their members in the contract's spelling: totalRequests is total_requests. */
public final class JsonWriter {
    private static final char FIRST_PRINTABLE = ' ';

    private static final ClassValue<Member[]> MEMBERS = new ClassValue<>() {
        @Override
        protected Member[] computeValue(Class<?> type) {
            return Stream.of(type.getRecordComponents()).map(Member::of).toArray(Member[]::new);
        }
    };

    private JsonWriter() {}

    /** A name, ready to be written, and where its value comes from. */
    private record Member(String prefix, Method accessor) {
        static Member of(RecordComponent component) {
            String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            return new Member('"' + name + "\":", component.getAccessor());
        }
    }

    public static byte[] bytes(Record value) {
        StringBuilder out = new StringBuilder(256);
        write(value, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Object value, StringBuilder out) {
        if (value == null || value instanceof Number || value instanceof Boolean) out.append(value);
        else if (value instanceof String text) writeText(text, out);
        else if (value instanceof Record object) writeObject(object, out);
        else if (value instanceof List<?> elements) writeArray(elements, out);
        else throw new IllegalArgumentException("no JSON for " + value.getClass());
    }

    private static void writeObject(Record object, StringBuilder out) {
        String separator = "{";
        for (Member member : MEMBERS.get(object.getClass())) {
            out.append(separator).append(member.prefix);
            try {
                write(member.accessor.invoke(object), out);
            } catch (ReflectiveOperationException hidden) {
                throw new IllegalStateException(hidden);
            }
            separator = ",";
        }
        out.append('}');
    }

    private static void writeArray(List<?> elements, StringBuilder out) {
        out.append('[');
        for (int index = 0; index < elements.size(); index++) {
            if (index > 0) out.append(',');
            write(elements.get(index), out);
        }
        out.append(']');
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int index = 0; index < text.length(); index++) {
            char one = text.charAt(index);
            if (one == '"' || one == '\\') out.append('\\').append(one);
            else if (one < FIRST_PRINTABLE) out.append(String.format("\\u%04x", (int) one));
            else out.append(one);
        }
        out.append('"');
    }
}
