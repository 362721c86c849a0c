package ai.netra.agents.core.redact;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.spi.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Takes out what looks like something known, and puts its name in brackets in its place: {@code [email]}. Patterns find what has a form; they do not
 * find names of people. Thread-safe.
 */
public final class PatternRedactor implements Redactor {
    private final List<Rule> rules;

    private PatternRedactor(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * One thing to take out.
     *
     * @param really whether something that matches is one
     */
    private record Rule(String name, Pattern pattern, Predicate<String> really) {
        Rule(String name, Pattern pattern) {
            this(name, pattern, found -> true);
        }

        String redact(String text) {
            String place = Matcher.quoteReplacement("[" + name + "]");
            return pattern.matcher(text).replaceAll(found -> really.test(found.group()) ? place : "$0");
        }
    }

    /** Takes out addresses of mail, numbers of payment cards, and keys and tokens of the forms that are usual. */
    public static PatternRedactor standard() {
        return builder().emails().cards().keys().build();
    }

    /** Builds a redactor. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String redact(String text) {
        String redacted = text;
        for (Rule rule : rules) {
            redacted = rule.redact(redacted);
        }
        return redacted;
    }

    /** Builds a {@link PatternRedactor}, whose patterns are applied in the order in which they were added. Not thread-safe. */
    public static final class Builder {
        private static final Pattern EMAIL =
                Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}");
        private static final Pattern CARD = Pattern.compile("(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])");
        private static final Pattern KEY = Pattern.compile("(?i:bearer\\s+)[A-Za-z0-9._~+/-]{8,4096}=*"
                + "|\\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,512}"
                + "|\\bgh[opsur]_[A-Za-z0-9]{20,255}"
                + "|\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"
                + "|\\bAIza[0-9A-Za-z_-]{35}"
                + "|\\bxox[abprs]-[A-Za-z0-9-]{10,255}"
                + "|\\beyJ[A-Za-z0-9_-]{8,4096}\\.[A-Za-z0-9_-]{8,4096}\\.[A-Za-z0-9_-]{8,4096}");

        private final List<Rule> rules = new ArrayList<>();

        private Builder() {}

        /** Addresses of mail, as {@code [email]}. */
        public Builder emails() {
            rules.add(new Rule("email", EMAIL));
            return this;
        }

        /** Payment cards, as {@code [card]}: 13 to 19 digits, also with blanks or hyphens between them, whose check digit is right (ISO/IEC 7812-1). */
        public Builder cards() {
            rules.add(new Rule("card", CARD, Builder::isCard));
            return this;
        }

        /** Keys of OpenAI, Anthropic, Stripe, GitHub, AWS, Google and Slack, bearer tokens and signed web tokens, as {@code [key]}. */
        public Builder keys() {
            rules.add(new Rule("key", KEY));
            return this;
        }

        /**
         * What matches a regular expression of {@link Pattern}. Bound its repetitions: it is applied to texts of any length.
         *
         * @param name what is put in brackets in its place
         * @throws InvalidDefinitionException if it is malformed, or matches nothing at all
         */
        public Builder pattern(String name, String regex) {
            Pattern pattern;
            try {
                pattern = Pattern.compile(regex);
            } catch (PatternSyntaxException malformed) {
                throw new InvalidDefinitionException(
                        "pattern '" + name + "' of a redactor is malformed: " + malformed.getMessage());
            }
            if (pattern.matcher("").find()) {
                throw new InvalidDefinitionException("pattern '" + name + "' of a redactor, " + regex
                        + ", matches an empty text; have it match one character or more");
            }
            rules.add(new Rule(name, pattern));
            return this;
        }

        /**
         * The redactor.
         *
         * @throws InvalidDefinitionException if there is nothing to take out
         */
        public PatternRedactor build() {
            if (rules.isEmpty()) {
                throw new InvalidDefinitionException("a redactor without patterns; add some, or use none");
            }
            return new PatternRedactor(rules);
        }

        /** Luhn's check. */
        private static boolean isCard(String found) {
            int sum = 0;
            int place = 0;
            for (int i = found.length() - 1; i >= 0; i--) {
                int digit = Character.digit(found.charAt(i), 10);
                if (digit < 0) {
                    continue;
                }
                int value = place % 2 == 0 ? digit : digit * 2;
                sum += value > 9 ? value - 9 : value;
                place++;
            }
            return sum % 10 == 0;
        }
    }
}
