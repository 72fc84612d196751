package perfcmp.httpserver.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perfcmp.workload.errors.ContractError;
import perfcmp.workload.errors.ContractException;

/** JSON (RFC 8259) to maps, lists, strings, doubles, booleans and null; refuses everything else. */
public final class JsonReader {
    private static final int DEEPEST = 500;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    public static Object read(byte[] bytes) {
        JsonReader reader = new JsonReader(decode(bytes));
        Object value = reader.value();
        if (reader.peek() != '\0') throw malformed();
        return value;
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed();
        }
    }

    private Object value() {
        char first = peek();
        if (first == '{') return object();
        if (first == '[') return array();
        if (first == '"') return string();
        if (accept("true")) return true;
        if (accept("false")) return false;
        if (accept("null")) return null;
        return number();
    }

    private Map<String, Object> object() {
        enter();
        Map<String, Object> members = new HashMap<>();
        if (!isClosed('}')) {
            do {
                if (peek() != '"') throw malformed();
                String name = string();
                if (peek() != ':') throw malformed();
                at++;
                members.put(name, value());
            } while (isContinued('}'));
        }
        depth--;
        return members;
    }

    private List<Object> array() {
        enter();
        List<Object> elements = new ArrayList<>();
        if (!isClosed(']')) {
            do elements.add(value());
            while (isContinued(']'));
        }
        depth--;
        return elements;
    }

    private String string() {
        at++;
        StringBuilder out = new StringBuilder();
        while (true) {
            char one = next();
            if (one == '"') return out.toString();
            if (one < ' ') throw malformed();
            out.append(one == '\\' ? escaped() : one);
        }
    }

    private char escaped() {
        char kind = next();
        if (kind != 'u') {
            int index = ESCAPED.indexOf(kind);
            if (index < 0) throw malformed();
            return MEANT.charAt(index);
        }
        int code = 0;
        for (int digit = 0; digit < 4; digit++) {
            char one = next();
            int value = one < 128 ? Character.digit(one, 16) : -1;
            if (value < 0) throw malformed();
            code = code * 16 + value;
        }
        return (char) code;
    }

    private Double number() {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) throw malformed();
        at = matcher.end();
        return Double.valueOf(matcher.group());
    }

    /** Past the opening bracket; a deeper text would end in a stack overflow. */
    private void enter() {
        at++;
        if (++depth > DEEPEST) throw malformed();
    }

    private boolean isClosed(char bracket) {
        if (peek() != bracket) return false;
        at++;
        return true;
    }

    /** After an element: true for a comma, false for the bracket. */
    private boolean isContinued(char bracket) {
        if (isClosed(bracket)) return false;
        if (peek() != ',') throw malformed();
        at++;
        return true;
    }

    private boolean accept(String word) {
        if (!text.startsWith(word, at)) return false;
        at += word.length();
        return true;
    }

    /** The next character that is no white space, '\0' at the end. */
    private char peek() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) at++;
        if (at == text.length()) return '\0';
        // A NUL outside strings is as wrong as any other character, but must not look like the end.
        return text.charAt(at) == '\0' ? '?' : text.charAt(at);
    }

    private char next() {
        if (at == text.length()) throw malformed();
        return text.charAt(at++);
    }

    private static ContractException malformed() {
        return new ContractException(ContractError.INVALID_JSON);
    }
}
