package ai.netra.agents.suite.triage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the models a request names, and whether it says that they are in use or in question. */
final class Models {
    private static final Pattern FAMILY = Pattern.compile("(?<![\\p{L}\\p{N}_])(?:"
        + "gpt-?\\d[\\w.]*(?:-(?:mini|nano|turbo|pro|\\d{4}[\\d-]*|\\d{2}k))*|o[134](?:-(?:mini|pro|preview))?|claude(?:[-"
        + " ](?:\\d[\\d.]*|opus|sonnet|haiku|instant))+|gemini(?:[-"
        + " ](?:\\d[\\d.]*|pro|flash|ultra|nano))+|(?:code)?llama[- ]?\\d[\\d.]*(?:[-"
        + " ]\\d+b)?|(?:mistral|mixtral)(?:[- ](?:large|medium|small|nemo|tiny|\\d[\\dx.]*b?))*|qwen[-"
        + " ]?\\d[\\d.]*(?:-\\d+b)?|deepseek(?:-[\\w.]+)+|command-r(?:-plus|\\+)?|phi-?\\d[\\w.]*|gemma-?\\d[\\w.-]*"
        + "|(?:small|medium|large)-[a-z0-9][a-z0-9-]*)(?![\\p{L}\\p{N}_])");
    private static final Pattern CANDIDATE = Pattern.compile(
            "\\b(?:consider\\w*|could|would|should|might|(?:switch|move|moving|migrate|upgrade|change)(?: \\w+){0,3}"
                    + " to|new|newer|try|compar\\w*|versus|vs|replac\\w+ (?:\\w+ )?(?:with|by)|instead)\\b");
    private static final Pattern CURRENT =
            Pattern.compile("\\b(?:we(?:'re| are)?(?: \\w+)? (?:use|using|run|running|on)|i(?:'m| am)?(?: \\w+)?"
                + " (?:use|using|run|running)|currently(?: \\w+)?(?: on)?|current model(?:"
                + " is)?|(?:runs|running|run|served|powered|deployed) (?:on|by)|(?:my|our|existing|move from|from|away"
                + " from))(?: the)? ?$");
    private static final Pattern WAS_CHANGED =
            Pattern.compile("\\b(?:was|were|did|since|after)\\b.*\\b(?:upgrade|switch|migration|move)\\b.*\\bto $");

    private Models() {}

    static boolean isModel(String name) {
        return FAMILY.matcher(name).matches();
    }

    /** The models, each once, in the order of their first mention. Names of the catalog are found whatever family they are of. */
    static List<ModelMention> read(RequestText request, List<Pattern> catalogNames) {
        Map<String, ModelRole> roles = new LinkedHashMap<>();
        for (Pattern pattern : catalogNames) {
            collect(request, pattern, roles);
        }
        collect(request, FAMILY, roles);
        return roles.entrySet().stream()
                .filter(entry -> roles.keySet().stream()
                        .noneMatch(other -> other.length() > entry.getKey().length()
                                && other.contains(entry.getKey())
                                && count(request.text(), other) >= count(request.text(), entry.getKey())))
                .map(entry -> new ModelMention(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static void collect(RequestText request, Pattern pattern, Map<String, ModelRole> roles) {
        Matcher matcher = pattern.matcher(request.text());
        while (matcher.find()) {
            roles.merge(matcher.group(), role(request, matcher.start()), (a, b) -> a.compareTo(b) <= 0 ? a : b);
        }
    }

    private static ModelRole role(RequestText request, int start) {
        RequestText.Segment segment = request.at(start);
        String before = request.text()
                        .substring(Math.min(segment.start(), start), start)
                        .stripTrailing() + " ";
        String quoteless = before.replaceAll("['\"`]\\s*$", "");
        String words = quoteless.stripTrailing();
        if (WAS_CHANGED.matcher(words + " ").find() || CURRENT.matcher(words).find()) {
            return ModelRole.CURRENT;
        }
        return CANDIDATE.matcher(words).find() ? ModelRole.CANDIDATE : ModelRole.MENTIONED;
    }

    private static int count(String text, String name) {
        int count = 0;
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            count++;
        }
        return count;
    }
}
