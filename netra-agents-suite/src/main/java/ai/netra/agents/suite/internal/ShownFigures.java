package ai.netra.agents.suite.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures that a model was shown, against which its words are held: it may repeat and round a figure, and may not state another one.
 *
 * <p>Amounts of money and percentages have to be shown as such; a figure without either may be any that was shown. Names with digits, such as
 * {@code gpt-4o} or {@code p95}, have to be shown, too. Numbers of steps, places in a list and ordinals up to 20 are no figures. That a figure is said of
 * the right thing, and in the right direction, is not checked.
 */
final class ShownFigures {
    private static final int MOST_STEPS = 20;
    private static final int LONGEST_TEXT = 2_000;
    private static final BigDecimal MOST_ERROR = new BigDecimal("0.05");

    private static final Pattern NAME = Pattern.compile("(?<![\\w.])[\\p{L}_]\\w*(?:[-.]\\w+)*");
    private static final Pattern COUNT_OF_STEPS = Pattern.compile(
            "^\\s*(\\d{1,2})[.)]\\s|\\b(?:step|phase|stage|item|action|question)s?"
                    + " (\\d{1,2})\\b|(?<![\\d.,$])(\\d{1,2})"
                    + " (?:steps?|phases|stages|actions|questions)\\b|(?<![\\d.,$])(\\d{1,2})(?:st|nd|rd|th)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ORDINAL =
            Pattern.compile("(?<![\\d.,$])(\\d+)(?:st|nd|rd|th)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile(
            "(\\p{Sc}\\s?)?(\\d+(?:[.,]\\d+)*)"
                    + "(?:(?:([kmb])n?|\\s?(thousand|million|billion))(?!\\p{L}))?"
                    + "(\\s?(?:%|percent\\b|per cent\\b|usd\\b|us dollars\\b|dollars?\\b))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern THOUSANDS = Pattern.compile("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");
    private static final Pattern PLAIN = Pattern.compile("\\d+(?:\\.\\d+)?");
    private static final Pattern IN_WORDS = Pattern.compile(
            "\\b(?:(?:eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
                + "|hundred|thousand|million|billion|dozen)s?|half|halves?|halved|halving|twice|thrice|doubl(?:es?|ed|ing)(?!-check)|tripl(?:es?|ed|ing)|quadrupl(?:es?|ed|ing)|quarter"
                + " of|thirds? of|thirds|(?:two|three|four|five|six|seven|eight|nine|ten|hundred)-?fold|order of"
                + " magnitude|(?:one|two|three|four|five|six|seven|eight|nine|ten) (?:percent|per cent|dollars))\\b",
            Pattern.CASE_INSENSITIVE);

    private final String text;
    private final List<Figure> figures = new ArrayList<>();

    private ShownFigures(List<String> shown) {
        List<String> normal = shown.stream().map(ShownFigures::normalized).toList();
        this.text = String.join("\n", normal).toLowerCase(Locale.ROOT);
        normal.forEach(part -> figures.addAll(Figure.in(withoutNames(part))));
    }

    /** Those in these texts. */
    static ShownFigures of(List<String> shown) {
        return new ShownFigures(shown);
    }

    /** What is wrong with the figures in these texts, or with their length, if anything is. */
    Optional<String> problem(List<String> texts) {
        return texts.stream().flatMap(said -> problem(said).stream()).findFirst();
    }

    private Optional<String> problem(String said) {
        if (said.isBlank()) {
            return Optional.of("a text is blank; leave it out, or say something");
        }
        if (said.length() > LONGEST_TEXT) {
            return Optional.of("a text has " + said.length() + " characters; use " + LONGEST_TEXT + " at most");
        }
        String normal = normalized(said);
        return names(normal)
                .filter(name -> !text.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .or(() -> Figure.in(withoutNames(withoutCounts(normal))).stream()
                        .filter(figure -> figures.stream().noneMatch(figure::isOneOf))
                        .map(Figure::said)
                        .findFirst())
                .or(() -> IN_WORDS.matcher(NUMBER.matcher(normal).replaceAll(" "))
                        .results()
                        .map(match -> match.group())
                        .filter(word -> !text.contains(word.toLowerCase(Locale.ROOT)))
                        .findFirst())
                .map(unknown -> Excerpt.of(unknown) + " is in " + Excerpt.of(said)
                        + " and in nothing you were shown; use only figures and names that you were shown, as they"
                        + " are, and compute none");
    }

    /** Digits of every script and width as they are in ASCII, and one half as 1/2. */
    private static String normalized(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .forEach(ascii::appendCodePoint);
        return ascii.toString();
    }

    private static Stream<String> names(String text) {
        return NAME.matcher(text)
                .results()
                .map(match -> match.group())
                .filter(name -> name.chars().anyMatch(Character::isDigit));
    }

    private static String withoutNames(String text) {
        return NAME.matcher(text)
                .replaceAll(match -> match.group().chars().anyMatch(Character::isDigit)
                        ? " "
                        : Matcher.quoteReplacement(match.group()));
    }

    private String withoutCounts(String said) {
        String rest = COUNT_OF_STEPS.matcher(said).replaceAll(match -> {
            for (int group = 1; group <= match.groupCount(); group++) {
                if (match.group(group) != null && Integer.parseInt(match.group(group)) <= MOST_STEPS) {
                    return " ";
                }
            }
            return Matcher.quoteReplacement(match.group());
        });
        return ORDINAL.matcher(rest) // the 95th percentile is shown as p95
                .replaceAll(
                        match -> text.contains("p" + match.group(1)) ? " " : Matcher.quoteReplacement(match.group()));
    }

    private enum Kind {
        PLAIN,
        MONEY,
        PERCENT
    }

    private record Figure(String said, BigDecimal value, Kind kind) {
        static List<Figure> in(String text) {
            List<Figure> figures = new ArrayList<>();
            Matcher matcher = NUMBER.matcher(text);
            while (matcher.find()) {
                String digits = matcher.group(2);
                Kind kind = kind(matcher.group(1), matcher.group(5));
                int power = power(matcher.group(3), matcher.group(4));
                if (THOUSANDS.matcher(digits).matches()) {
                    figures.add(of(matcher.group(), digits.replace(",", ""), power, kind));
                } else if (PLAIN.matcher(digits).matches()) {
                    figures.add(of(matcher.group(), digits, power, kind));
                } else {
                    for (String part : digits.split("[.,]", -1)) {
                        figures.add(of(matcher.group(), part, power, kind));
                    }
                }
            }
            return figures;
        }

        private static Figure of(String said, String digits, int power, Kind kind) {
            return new Figure(said.strip(), new BigDecimal(digits).scaleByPowerOfTen(power), kind);
        }

        private static Kind kind(@Nullable String before, @Nullable String after) {
            if (before != null) {
                return Kind.MONEY;
            }
            if (after == null) {
                return Kind.PLAIN;
            }
            String unit = after.strip().toLowerCase(Locale.ROOT);
            return unit.equals("%") || unit.startsWith("per") ? Kind.PERCENT : Kind.MONEY;
        }

        private static int power(@Nullable String letter, @Nullable String word) {
            String scale = letter == null ? word : letter;
            if (scale == null) {
                return 0;
            }
            return switch (Character.toLowerCase(scale.charAt(0))) {
                case 'k', 't' -> 3;
                case 'm' -> 6;
                default -> 9;
            };
        }

        /** Whether it is that figure, or that figure rounded. */
        boolean isOneOf(Figure shown) {
            if (kind != Kind.PLAIN && kind != shown.kind) {
                return false;
            }
            if (shown.value.setScale(value.scale(), RoundingMode.HALF_UP).compareTo(value) != 0) {
                return false;
            }
            BigDecimal error = shown.value.subtract(value).abs();
            return error.compareTo(shown.value.multiply(MOST_ERROR)) <= 0;
        }
    }
}
