package ai.netra.agents.httptools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.NetraException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An address whose path has places for arguments: {@code https://api.example.com/cities/{city}?units=metric}. A value stays in its place: it is percent-encoded
 * but for letters, digits and {@code - . _ ~}, and one that servers might take for more than one step of the path is refused.
 */
final class UrlTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_.-]+)}");
    private static final Pattern DOT = Pattern.compile("(?i)%2e");
    private static final String UNRESERVED = "-._~";

    private final Origin origin;
    private final String template;
    private final int pathAt;
    private final Set<String> places;

    private UrlTemplate(Origin origin, String template, int pathAt, Set<String> places) {
        this.origin = origin;
        this.template = template;
        this.pathAt = pathAt;
        this.places = places;
    }

    /** An argument that may not stand where it would. The message is for models, and has nothing of the value. */
    static final class Misfit extends NetraException {
        private static final long serialVersionUID = 1L;

        Misfit(String message) {
            super(message);
        }
    }

    static UrlTemplate of(String text) {
        int authority = text.indexOf("://") + "://".length();
        int path = text.indexOf('/', authority);
        int query = text.indexOf('?');
        Set<String> places = new LinkedHashSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            if (path < 0 || matcher.start() < path || (query >= 0 && matcher.start() > query)) {
                throw malformed(text, "'{" + matcher.group(1) + "}' is not in the path");
            }
            places.add(matcher.group(1));
        }
        String filled = matcher.replaceAll("x");
        Origin origin = Origin.of(filled).orElseThrow(() -> malformed(text, "it is no address of http or https"));
        if (filled.indexOf('#') >= 0) {
            throw malformed(text, "it has a fragment");
        }
        if (goesUp(URI.create(filled))) {
            throw malformed(text, "its path has '.' or '..' in it");
        }
        return new UrlTemplate(origin, text, path, places);
    }

    private static InvalidDefinitionException malformed(String text, String why) {
        return new InvalidDefinitionException("URL template '" + text + "' is malformed: " + why
                + "; use one such as https://api.example.com/cities/{city}, with places for arguments in the"
                + " path alone");
    }

    Origin origin() {
        return origin;
    }

    /** The names of the arguments in the path. */
    Set<String> places() {
        return places;
    }

    /**
     * The address for these arguments.
     *
     * @param path the values of all places
     * @param query names and values to append, in this order
     * @throws Misfit if a value may not stand in a path
     */
    URI expand(Map<String, String> path, List<Map.Entry<String, String>> query) {
        StringBuilder url = new StringBuilder(template.length());
        Matcher matcher = PLACE.matcher(template);
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = path.get(name);
            if (value == null) {
                throw new Misfit("argument '" + name + "' is missing, and the path needs it");
            }
            matcher.appendReplacement(url, Matcher.quoteReplacement(step(name, value)));
        }
        matcher.appendTail(url);
        List<String> pairs = new ArrayList<>();
        query.forEach(pair -> pairs.add(encoded(pair.getKey()) + "=" + encoded(pair.getValue())));
        if (!pairs.isEmpty()) {
            url.append(template.indexOf('?') < 0 ? '?' : '&').append(String.join("&", pairs));
        }
        URI made = URI.create(url.toString());
        if (goesUp(made)) {
            throw new Misfit("an argument in the path would be a step up or none; it may not be '.' or '..'");
        }
        return made;
    }

    /** Whether a step of the path is one that servers and clients take away. */
    private static boolean goesUp(URI uri) {
        return Stream.of(uri.getRawPath().split("/", -1))
                .map(step -> DOT.matcher(step).replaceAll("."))
                .anyMatch(step -> step.equals(".") || step.equals(".."));
    }

    /** Some servers decode before they split, so that an encoded slash is one. */
    private static String step(String name, String value) {
        if (value.isEmpty() || value.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
            throw new Misfit("argument '" + name
                    + "' is part of a path; it may not be empty, nor have a slash, a backslash or a control character");
        }
        if (value.chars().allMatch(c -> c == '.')) {
            throw new Misfit("argument '" + name + "' is part of a path; it may not be dots alone");
        }
        return encoded(value);
    }

    static String encoded(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    /** The address up to its path. */
    @Override
    public String toString() {
        return pathAt < 0 ? template : template.substring(0, pathAt);
    }
}
