package ai.netra.agents.suite.triage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the clues of the lexicon in a request, and whether each is negated: by a negator at most four words before it in the same segment. "Not fast
 * enough", "not sure how to" and "cannot optimize" negate nothing; "cannot spend more" does.
 */
final class EvidenceReader {
    private static final int REACH_IN_WORDS = 4;
    private static final int LONGEST_REACH = 120;
    private static final Pattern NEGATOR =
            Pattern.compile("(?<!why )\\b(?:not(?! (?:sure|only|just|clear|know|exceed|more than|less"
                    + " than))|(?:don't|dont|doesn't|didn't|do not|does not|did not)(?!"
                    + " (?:know|understand|see|get))|(?:can't|cannot|can not|couldn't|mustn't|won't)(?= (?:\\w+"
                    + " )?(?:spend|pay|afford|exceed|accept|lose|sacrifice|go)\\b)|no(?! (?:idea|longer|more than|less"
                    + " than|later))|isn't|aren't|wasn't|never|without|except|rather than|instead of|neither|nor)\\b");
    private static final Pattern CANNOT_HELP = Pattern.compile("\\b(?:can't|cannot|can not|couldn't)(?! (?:\\w+"
            + " )?(?:spend|pay|afford|exceed|accept|lose|sacrifice|go)\\b)");
    private static final Pattern ENOUGH = Pattern.compile("^ enough\\b");

    private EvidenceReader() {}

    /** The evidence, in the order of the text. */
    static List<Evidence> read(RequestText request) {
        List<Evidence> evidence = new ArrayList<>();
        for (Clue clue : Lexicon.CLUES) {
            Matcher matcher = clue.pattern().matcher(request.text());
            while (matcher.find()) {
                RequestText.Segment segment = request.at(matcher.start());
                evidence.add(new Evidence(
                        clue,
                        matcher.group(),
                        matcher.start(),
                        matcher.end(),
                        segment,
                        isNegated(request, segment, matcher.start(), matcher.end())));
            }
        }
        evidence.sort(Comparator.comparingInt(Evidence::start));
        return evidence;
    }

    /** Whether the words at a place are negated. */
    static boolean isNegated(RequestText request, RequestText.Segment segment, int start, int end) {
        if (ENOUGH.matcher(request.text()).region(end, request.text().length()).find()) {
            return false;
        }
        int from = Math.min(Math.max(segment.start(), start - LONGEST_REACH), start);
        Matcher negator = within(NEGATOR, request, from, start);
        int last = -1;
        while (negator.find()) {
            boolean helpless = negator.group().equals("not")
                    && within(CANNOT_HELP, request, from, start).find();
            last = helpless ? last : negator.end();
        }
        return last >= 0 && words(request.text().substring(last, start)) < REACH_IN_WORDS;
    }

    /** Searches a part of the text, while what a pattern looks ahead to may lie behind that part. */
    private static Matcher within(Pattern pattern, RequestText request, int from, int to) {
        return pattern.matcher(request.text()).region(from, to).useTransparentBounds(true);
    }

    private static int words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? 0 : stripped.split("\\s+").length;
    }
}
