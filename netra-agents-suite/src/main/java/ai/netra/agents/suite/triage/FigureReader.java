package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds numbers with units: "$5K/month", "500 ms", "20 %", "3x", "twice", "100 rps". A number without a unit is no figure, and a number inside a name,
 * such as a model's, neither. Commas before exactly three digits group thousands; any other comma is a decimal one.
 */
final class FigureReader {
    private static final String BEGIN = "(?<![\\p{L}\\p{N}_.,-])";
    private static final String NUMBER = "(\\d{1,3}(?:,\\d{3})+(?:\\.\\d{1,6})?|\\d{1,12}(?:[.,]\\d{1,6})?)";
    private static final String SCALE = "\\s?(k|m|thousand|million)?(?![\\p{L}\\p{N}_])";
    private static final String PERIOD =
            "(?:\\s?(?:/|per|a|an|each|every)\\s?(month|mo|year|yr|day|week|hour)\\b|\\s(monthly|yearly|annually|daily|weekly)\\b)?";
    private static final Pattern MONEY_BEFORE =
            Pattern.compile("(?<![\\p{L}\\p{N}_])(?:\\$|usd ?|us\\$)\\s?" + NUMBER + SCALE + PERIOD);
    private static final Pattern MONEY_AFTER =
            Pattern.compile(BEGIN + NUMBER + "\\s?(k|m|thousand|million)?\\s?(?:dollars|usd|bucks|\\$)" + PERIOD);
    private static final Pattern PERCENT = Pattern.compile(BEGIN + NUMBER + "\\s?(?:%|percent\\b|per cent\\b|pct\\b)");
    private static final Pattern TIMES =
            Pattern.compile(BEGIN + NUMBER + "\\s?-?(?:x|times|fold)(?![\\p{L}\\p{N}_]| (?:an?|per|every|each)\\b)");
    private static final Pattern TIMES_IN_WORDS = Pattern.compile(
            "\\b(twice|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|quadrupl(?:e|es|ed|ing)|half|halv(?:e|es|ed|ing)"
                    + "|(?:two|three|four|five|six|eight|ten)(?= ?-?(?:times|fold)))(?: ?-?(?:times|fold))?\\b");
    private static final Pattern DURATION = Pattern.compile(
            BEGIN + NUMBER + "[\\s-]?(ms|msecs?|milliseconds?|s|secs?|seconds?|minutes?|mins?)(?![\\p{L}\\p{N}_])");
    private static final Pattern RATE = Pattern.compile(
            BEGIN + NUMBER
                    + "\\s?(k|m|thousand|million)?\\s?(?:(rps|qps)|(?:requests?|reqs?|queries|calls)\\s?(?:/|per|an?)\\s?(s|sec|second|min|minute|hour|day|month))\\b");
    private static final Map<String, String> WORDS = Map.of(
            "tw", "2", "do", "2", "tr", "3", "qu", "4", "th", "3", "fo", "4", "fi", "5", "si", "6", "ei", "8", "te",
            "10");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private FigureReader() {}

    /** The figures, in the order of the text. */
    static List<Figure> read(RequestText request) {
        List<Figure> figures = new ArrayList<>();
        each(request, MONEY_BEFORE, m -> money(request, m), figures);
        each(request, MONEY_AFTER, m -> money(request, m), figures);
        each(
                request,
                PERCENT,
                m -> figure(request, m, FigureKind.PERCENT, number(m.group(1)).divide(HUNDRED), Unit.RATIO),
                figures);
        each(request, TIMES, m -> figure(request, m, FigureKind.MULTIPLE, number(m.group(1)), Unit.RATIO), figures);
        each(
                request,
                TIMES_IN_WORDS,
                m -> figure(request, m, FigureKind.MULTIPLE, multiple(m.group(1)), Unit.RATIO),
                figures);
        each(request, DURATION, m -> duration(request, m), figures);
        each(request, RATE, m -> rate(request, m), figures);
        figures.sort(Comparator.comparingInt(Figure::start));
        return figures;
    }

    private interface Reading {
        Figure of(Matcher match);
    }

    private static void each(RequestText request, Pattern pattern, Reading reading, List<Figure> figures) {
        Matcher matcher = pattern.matcher(request.text());
        while (matcher.find()) {
            Figure figure = reading.of(matcher);
            boolean overlaps = figures.stream().anyMatch(f -> f.start() < figure.end() && figure.start() < f.end());
            if (!overlaps && figure.value().signum() > 0) {
                figures.add(figure);
            }
        }
    }

    private static Figure figure(RequestText request, Matcher match, FigureKind kind, BigDecimal value, Unit unit) {
        return new Figure(
                kind, value, unit, match.group().strip(), match.start(), match.end(), request.at(match.start()));
    }

    private static Figure money(RequestText request, Matcher match) {
        BigDecimal amount = number(match.group(1)).multiply(scale(match.group(2)));
        Optional<String> period = Optional.ofNullable(match.group(3)).or(() -> Optional.ofNullable(match.group(4)));
        if (period.isEmpty()) {
            return figure(request, match, FigureKind.MONEY, amount, Unit.USD);
        }
        BigDecimal monthly = switch (period.get().charAt(0)) {
            case 'y', 'a' -> Quantity.quotient(amount, BigDecimal.valueOf(12));
            case 'w' -> Quantity.quotient(amount.multiply(BigDecimal.valueOf(30)), BigDecimal.valueOf(7));
            case 'd' -> amount.multiply(BigDecimal.valueOf(30));
            case 'h' -> amount.multiply(BigDecimal.valueOf(720));
            default -> amount;
        };
        return figure(request, match, FigureKind.MONEY, monthly, Unit.USD_PER_MONTH);
    }

    private static Figure duration(RequestText request, Matcher match) {
        String unit = match.group(2);
        long toMillis = unit.startsWith("ms") || unit.startsWith("mil") ? 1 : unit.startsWith("s") ? 1_000 : 60_000;
        return figure(
                request,
                match,
                FigureKind.DURATION,
                number(match.group(1)).multiply(BigDecimal.valueOf(toMillis)),
                Unit.MS);
    }

    private static Figure rate(RequestText request, Matcher match) {
        BigDecimal count = number(match.group(1)).multiply(scale(match.group(2)));
        String period = match.group(3) != null
                ? "s"
                : Optional.ofNullable(match.group(4)).orElse("s");
        long seconds = switch (period.substring(0, Math.min(2, period.length()))) {
            case "mi" -> 60;
            case "ho" -> 3_600;
            case "da" -> 86_400;
            case "mo" -> 2_592_000;
            default -> 1;
        };
        return figure(
                request,
                match,
                FigureKind.RATE,
                Quantity.quotient(count, BigDecimal.valueOf(seconds)),
                Unit.REQUESTS_PER_SECOND);
    }

    private static BigDecimal multiple(String word) {
        return word.startsWith("hal")
                ? new BigDecimal("0.5")
                : new BigDecimal(WORDS.getOrDefault(word.substring(0, 2).toLowerCase(Locale.ROOT), "1"));
    }

    private static BigDecimal scale(@Nullable String letters) {
        if (letters == null) {
            return BigDecimal.ONE;
        }
        return letters.startsWith("k") || letters.startsWith("t")
                ? BigDecimal.valueOf(1_000)
                : BigDecimal.valueOf(1_000_000);
    }

    private static BigDecimal number(String digits) {
        boolean grouped = digits.matches("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");
        return new BigDecimal(grouped ? digits.replace(",", "") : digits.replace(',', '.'));
    }
}
