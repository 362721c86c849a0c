package ai.netra.agents.httptools;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that is to be made.
 *
 * @param method its method
 * @param uri where to
 * @param headers what may be seen of it
 * @param secrets headers that only its first origin gets
 * @param body JSON
 */
record HttpCall(
        String method, URI uri, Map<String, String> headers, Map<String, String> secrets, Optional<String> body) {

    boolean isReading() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Of header names with values. */
    Map<String, String> allHeaders() {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(secrets);
        return all;
    }

    /** The same elsewhere in the same origin. */
    HttpCall at(URI other) {
        return new HttpCall(method, other, headers, secrets, body);
    }

    /** What is left of it when it becomes a reading one. */
    HttpCall reading(URI other) {
        return new HttpCall(method.equals("HEAD") ? "HEAD" : "GET", other, headers, secrets, Optional.empty());
    }

    /** What another origin gets of it. */
    HttpCall stripped() {
        return new HttpCall(method, uri, Map.of("accept", headers.getOrDefault("accept", "*/*")), Map.of(), body);
    }

    /** The words that must not be in what is said of it. */
    List<String> secretWords() {
        return secrets.values().stream()
                .flatMap(value -> java.util.stream.Stream.of(value, value.substring(value.indexOf(' ') + 1)))
                .filter(word -> word.length() >= SHORTEST_SECRET)
                .distinct()
                .toList();
    }

    private static final int SHORTEST_SECRET = 6;
}
