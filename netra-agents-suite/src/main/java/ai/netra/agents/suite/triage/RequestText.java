package ai.netra.agents.suite.triage;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request in the form it is searched in: compatibility forms folded (NFKC), lower case, one kind of quote and blank, cut into segments. A segment is
 * what a figure, a measure and a direction have to share to be read together: it ends at punctuation and at conjunctions such as "and" and "while".
 */
final class RequestText {
    private static final Pattern BLANKS = Pattern.compile("[\\p{Zs}\\t\\r\\f]+");
    private static final Pattern SPLIT =
            Pattern.compile("[.!?;]+(?=\\s|$)|[()\\[\\]\\n]|[,:](?=\\s|$)|\\s[-\u2013\u2014]\\s"
                    + "|\\b(?:and|while|but|whereas|however|although|though|then|instead|yet|plus|just)\\b");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?;\\n]");

    private final String text;
    private final List<Segment> segments;

    private RequestText(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments;
    }

    /** A part of the text: its place, and the number of the sentence it belongs to. */
    record Segment(int index, int sentence, int start, int end) {}

    static RequestText of(String message) {
        String folded = Normalizer.normalize(message, Normalizer.Form.NFKC)
                .replace('\u2019', '\'')
                .replace('\u2018', '\'')
                .replace('\u201c', '"')
                .replace('\u201d', '"')
                .replace('\u00d7', 'x');
        String text = BLANKS.matcher(folded).replaceAll(" ").toLowerCase(Locale.ROOT);
        return new RequestText(text, segments(text));
    }

    String text() {
        return text;
    }

    List<Segment> segments() {
        return segments;
    }

    String of(Segment segment) {
        return text.substring(segment.start, segment.end);
    }

    /** The segment that holds a position. */
    Segment at(int position) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).start <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return segments.get(low);
    }

    /** The sentences, as they were folded. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= segments.size(); i++) {
            if (i == segments.size() || segments.get(i).sentence != segments.get(i - 1).sentence) {
                String sentence = text.substring(from, segments.get(i - 1).end).strip();
                if (!sentence.isEmpty()) {
                    sentences.add(sentence);
                }
                from = i < segments.size() ? segments.get(i).start : from;
            }
        }
        return sentences;
    }

    private static List<Segment> segments(String text) {
        List<Segment> segments = new ArrayList<>();
        Matcher split = SPLIT.matcher(text);
        int start = 0;
        int sentence = 0;
        while (split.find()) {
            segments.add(new Segment(segments.size(), sentence, start, split.start()));
            if (SENTENCE_END.matcher(split.group()).find()) {
                sentence++;
            }
            start = split.end();
        }
        segments.add(new Segment(segments.size(), sentence, start, text.length()));
        return segments;
    }
}
