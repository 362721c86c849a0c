package ai.netra.agents.tools.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** The types that are one JSON value each, and how a schema says so. */
final class Scalars {
    /**
     * A scalar in a schema.
     *
     * @param type the JSON type
     * @param format the format, or empty
     */
    record Form(String type, String format) {}

    private static final Map<Class<?>, Form> FORMS = forms();

    /** Scalars that may also be the keys of a map. */
    private static final Set<Class<?>> KEYS = Set.of(
            String.class, Integer.class, Long.class, UUID.class, Instant.class, LocalDate.class, YearMonth.class);

    private Scalars() {}

    static boolean contains(Class<?> type) {
        return FORMS.containsKey(type);
    }

    static boolean isKey(Class<?> type) {
        return KEYS.contains(type) || type.isEnum() || ApiModule.TEXTS.contains(type);
    }

    static Form form(Class<?> type) {
        Form form = FORMS.get(type);
        if (form == null) {
            throw new IllegalArgumentException(type.getName() + " is no scalar");
        }
        return form;
    }

    private static Map<Class<?>, Form> forms() {
        Map<Class<?>, Form> forms = new HashMap<>();
        Form text = new Form("string", "");
        for (Class<?> type : Set.<Class<?>>of(
                String.class,
                CharSequence.class,
                char.class,
                Character.class,
                Locale.class,
                ZoneId.class,
                ZoneOffset.class,
                LocalDateTime.class,
                LocalTime.class,
                OffsetTime.class,
                YearMonth.class,
                MonthDay.class,
                Period.class,
                byte[].class)) {
            forms.put(type, text);
        }
        ApiModule.TEXTS.forEach(type -> forms.put(type, text));
        forms.put(Instant.class, new Form("string", "date-time"));
        forms.put(OffsetDateTime.class, new Form("string", "date-time"));
        forms.put(ZonedDateTime.class, new Form("string", "date-time"));
        forms.put(LocalDate.class, new Form("string", "date"));
        forms.put(Duration.class, new Form("string", "duration"));
        forms.put(UUID.class, new Form("string", "uuid"));
        forms.put(URI.class, new Form("string", "uri"));
        Form whole = new Form("integer", "");
        for (Class<?> type : Set.<Class<?>>of(
                byte.class,
                Byte.class,
                short.class,
                Short.class,
                int.class,
                Integer.class,
                long.class,
                Long.class,
                BigInteger.class,
                OptionalInt.class,
                OptionalLong.class,
                Year.class)) {
            forms.put(type, whole);
        }
        Form number = new Form("number", "");
        for (Class<?> type : Set.<Class<?>>of(
                float.class, Float.class, double.class, Double.class, BigDecimal.class, OptionalDouble.class)) {
            forms.put(type, number);
        }
        forms.put(boolean.class, new Form("boolean", ""));
        forms.put(Boolean.class, new Form("boolean", ""));
        return Map.copyOf(forms);
    }
}
