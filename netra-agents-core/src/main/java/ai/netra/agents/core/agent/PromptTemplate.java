package ai.netra.agents.core.agent;

import ai.netra.agents.InvalidDefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A prompt with places for values. Values are put in once, and not looked into. */
final class PromptTemplate {
    private static final Pattern PLACE = Pattern.compile("(\\{)?\\{([A-Za-z][A-Za-z0-9_.-]*)}(})?");

    private final List<Part> parts;

    private PromptTemplate(List<Part> parts) {
        this.parts = parts;
    }

    /** Either text or a place, by name. */
    private record Part(String text, boolean place) {}

    /** Reads a prompt; <code>{{name}}</code> stands for <code>{name}</code> itself. */
    static PromptTemplate of(String whose, String text, Predicate<String> known, String choices) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PLACE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            parts.add(new Part(text.substring(from, matcher.start()), false));
            from = matcher.end();
            String name = matcher.group(2);
            boolean quoted = matcher.group(1) != null && matcher.group(3) != null;
            if (quoted) {
                parts.add(new Part("{" + name + "}", false));
                continue;
            }
            if (!known.test(name)) {
                throw new InvalidDefinitionException("the prompt of agent " + whose + " has a place {" + name
                        + "} that nothing fills; use " + choices + ", or write {{" + name + "}} for the text itself");
            }
            parts.add(new Part(matcher.group(1) == null ? "" : "{", false));
            parts.add(new Part(name, true));
            parts.add(new Part(matcher.group(3) == null ? "" : "}", false));
        }
        parts.add(new Part(text.substring(from), false));
        return new PromptTemplate(List.copyOf(parts));
    }

    /** The prompt with values in their places. */
    String fill(Function<String, String> values) {
        return parts.stream()
                .map(part -> part.place() ? values.apply(part.text()) : part.text())
                .collect(Collectors.joining());
    }
}
