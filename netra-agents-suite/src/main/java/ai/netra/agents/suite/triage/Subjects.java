package ai.netra.agents.suite.triage;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the features, tools and services a request is about. */
final class Subjects {
    private static final String KIND = "(?:feature|tool|service|function|endpoint|agent|pipeline)";
    private static final Pattern AFTER =
            Pattern.compile("^ ?(?:for|in|on) (?:the |our |my )?(" + KIND + " [\\w'-]+|[\\w'-]+)");
    private static final Pattern BEFORE = Pattern.compile("\\b(?:for|in) (?:the |our |my )?(" + KIND + " [\\w'-]+)");
    private static final Pattern DOER = Pattern.compile(
            "\\b(?:the|our|my) ([\\w'-]+) (?:takes?|responds?|answers?|needs?|must|should|has to|is)\\b");
    private static final Pattern NAMED = Pattern.compile("\\b" + KIND + " ([\\w'-]+)|['\"`]([\\w-]{3,60})['\"`]"
            + "|\\b(chatbots?|chat|search|rag|summari[sz]ation|assistants?|copilot|agent tools?|embeddings?)\\b");
    private static final Set<String> NO_NAMES = Set.of(
            "is", "are", "was", "should", "to", "for", "that", "which", "and", "or", "usage", "tools", "tool", "use",
            "uses", "in", "of", "the", "a", "cost", "costs", "latency", "cost's", "it", "this", "that's", "month",
            "average", "with", "calls", "will");

    private Subjects() {}

    /** What a figure is about: the words after it, else those before it, else what the sentence was about before. */
    static Optional<String> of(RequestText request, Figure figure) {
        Matcher after = AFTER.matcher(request.text()
                .substring(figure.end(), Math.max(figure.end(), figure.segment().end())));
        if (after.find() && !NO_NAMES.contains(after.group(1))) {
            return Optional.of(after.group(1));
        }
        for (int i = figure.segment().index(); i >= 0; i--) {
            RequestText.Segment segment = request.segments().get(i);
            if (segment.sentence() != figure.segment().sentence()) {
                break;
            }
            String part = request.of(segment);
            Optional<String> before = last(BEFORE, part).or(() -> last(DOER, part));
            if (before.isPresent()) {
                return before;
            }
        }
        return Optional.empty();
    }

    /** Everything named. */
    static List<String> named(RequestText request, List<StatedThreshold> thresholds) {
        Set<String> services = new LinkedHashSet<>();
        Matcher named = NAMED.matcher(request.text());
        while (named.find()) {
            for (int group = 1; group <= 3; group++) {
                String name = named.group(group);
                if (name != null && !NO_NAMES.contains(name) && !Models.isModel(name)) {
                    services.add(group == 1 ? named.group() : name);
                }
            }
        }
        thresholds.forEach(threshold -> threshold.subject().ifPresent(services::add));
        return new ArrayList<>(services);
    }

    private static Optional<String> last(Pattern pattern, String part) {
        return pattern.matcher(part)
                .results()
                .map(result -> result.group(1))
                .filter(name -> !NO_NAMES.contains(name))
                .reduce((first, second) -> second);
    }
}
