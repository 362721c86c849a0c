package ai.netra.agents.suite.catalog;

import ai.netra.agents.suite.internal.Excerpt;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that a workload could run on. Name, provider and prices are always there; what nobody said is absent. Immutable.
 *
 * <pre>{@code
 * SupplyOption option = SupplyOption.builder("balanced-medium", "provider-a")
 *         .inputPrice(Quantity.userStated(new BigDecimal("0.60"), Unit.USD_PER_1M_TOKENS, "contract of May"))
 *         .outputPrice(Quantity.userStated(new BigDecimal("2.40"), Unit.USD_PER_1M_TOKENS, "contract of May"))
 *         .build();
 * }</pre>
 */
public final class SupplyOption {
    private static final BigDecimal HIGHEST_PRICE = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MOST_TOKENS = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal MOST_CONCURRENCY = BigDecimal.valueOf(10_000);
    private static final int LONGEST_NAME = 200;

    private final String name;
    private final String provider;
    private final Quantity inputPrice;
    private final Quantity outputPrice;
    private final @Nullable Quantity contextWindow;
    private final @Nullable Quantity maxOutput;
    private final @Nullable Throughput throughput;
    private final @Nullable Quantity quality;
    private final @Nullable Quantity availability;
    private final @Nullable String region;

    private SupplyOption(Builder builder, Quantity inputPrice, Quantity outputPrice) {
        this.name = builder.name;
        this.provider = builder.provider;
        this.inputPrice = inputPrice;
        this.outputPrice = outputPrice;
        this.contextWindow = builder.contextWindow;
        this.maxOutput = builder.maxOutput;
        this.throughput = builder.throughput;
        this.quality = builder.quality;
        this.availability = builder.availability;
        this.region = builder.region;
    }

    /** An option of that name and provider; prices are still to be given. */
    public static Builder builder(String name, String provider) {
        return new Builder(name, provider);
    }

    /** The model's name, unique in its catalog. */
    public String name() {
        return name;
    }

    /** Who offers it. */
    public String provider() {
        return provider;
    }

    /** The price of a million input tokens. */
    public Quantity inputPrice() {
        return inputPrice;
    }

    /** The price of a million output tokens. */
    public Quantity outputPrice() {
        return outputPrice;
    }

    /** The most input and output tokens of a request together. */
    public Optional<Quantity> contextWindow() {
        return Optional.ofNullable(contextWindow);
    }

    /** The most output tokens of a request. */
    public Optional<Quantity> maxOutput() {
        return Optional.ofNullable(maxOutput);
    }

    /** How fast a replica serves. */
    public Optional<Throughput> throughput() {
        return Optional.ofNullable(throughput);
    }

    /** A quality score from 0 to 1; its basis names the source. */
    public Optional<Quantity> quality() {
        return Optional.ofNullable(quality);
    }

    /** The share of time it can be used, from 0 to 1. */
    public Optional<Quantity> availability() {
        return Optional.ofNullable(availability);
    }

    /** Where it runs. */
    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /** Whether a request of that size is within the context window and the most output, as far as they are known. */
    public boolean fits(long inputTokens, long outputTokens) {
        return isAtMost(inputTokens + outputTokens, contextWindow) && isAtMost(outputTokens, maxOutput);
    }

    /** The name and provider. */
    @Override
    public String toString() {
        return name + " (" + provider + ")";
    }

    private static boolean isAtMost(long tokens, @Nullable Quantity limit) {
        return limit == null || tokens <= limit.value().longValue();
    }

    /** Gathers the parts of an option; each setter checks its figure and names the option, the field, the value and the fix. */
    public static final class Builder {
        private final String name;
        private final String provider;
        private @Nullable Quantity inputPrice;
        private @Nullable Quantity outputPrice;
        private @Nullable Quantity contextWindow;
        private @Nullable Quantity maxOutput;
        private @Nullable Throughput throughput;
        private @Nullable Quantity quality;
        private @Nullable Quantity availability;
        private @Nullable String region;

        private Builder(String name, String provider) {
            this.name = named("name", name);
            this.provider = named("provider", provider);
        }

        /** The price of a million input tokens, 0 to 1,000,000 usd_per_1m_tokens. */
        public Builder inputPrice(Quantity price) {
            inputPrice = within("input price", price, Unit.USD_PER_1M_TOKENS, BigDecimal.ZERO, HIGHEST_PRICE);
            return this;
        }

        /** The price of a million output tokens, 0 to 1,000,000 usd_per_1m_tokens. */
        public Builder outputPrice(Quantity price) {
            outputPrice = within("output price", price, Unit.USD_PER_1M_TOKENS, BigDecimal.ZERO, HIGHEST_PRICE);
            return this;
        }

        /** The most input and output tokens of a request together, 1 or more. */
        public Builder contextWindow(Quantity tokens) {
            contextWindow = whole("context window", tokens, Unit.TOKENS, MOST_TOKENS);
            return this;
        }

        /** The most output tokens of a request, 1 or more. */
        public Builder maxOutput(Quantity tokens) {
            maxOutput = whole("max output", tokens, Unit.TOKENS, MOST_TOKENS);
            return this;
        }

        /** How fast a replica serves. */
        public Builder throughput(Throughput speeds) {
            above0("input speed", speeds.inputTokensPerSecond());
            above0("output speed", speeds.outputTokensPerSecond());
            whole("concurrency", speeds.concurrency(), Unit.REQUESTS, MOST_CONCURRENCY);
            throughput = speeds;
            return this;
        }

        /** A quality score, a ratio from 0 to 1 whose basis names the source. */
        public Builder quality(Quantity score) {
            quality = within("quality", score, Unit.RATIO, BigDecimal.ZERO, BigDecimal.ONE);
            return this;
        }

        /** The share of time it can be used, a ratio from 0 to 1. */
        public Builder availability(Quantity share) {
            availability = within("availability", share, Unit.RATIO, BigDecimal.ZERO, BigDecimal.ONE);
            return this;
        }

        /** Where it runs. */
        public Builder region(String where) {
            region = named("region", where);
            return this;
        }

        /**
         * The option.
         *
         * @throws CatalogException if a price is missing
         */
        public SupplyOption build() {
            return new SupplyOption(this, given("input price", inputPrice), given("output price", outputPrice));
        }

        private Quantity given(String field, @Nullable Quantity quantity) {
            if (quantity == null) {
                throw CatalogException.of("Option '" + name + "' has no " + field + "; give one, 0 if it is free.");
            }
            return quantity;
        }

        private Quantity within(String field, Quantity quantity, Unit unit, BigDecimal least, BigDecimal most) {
            if (quantity.unit() != unit
                    || quantity.value().compareTo(least) < 0
                    || quantity.value().compareTo(most) > 0) {
                throw CatalogException.of("Option '" + name + "' has the " + field + " " + shown(quantity) + "; give "
                        + least.toPlainString() + " to " + most.toPlainString() + " " + unit + ".");
            }
            return quantity;
        }

        private Quantity whole(String field, Quantity quantity, Unit unit, BigDecimal most) {
            if (within(field, quantity, unit, BigDecimal.ONE, most).value().scale() > 0) {
                throw CatalogException.of("Option '" + name + "' has the " + field + " " + shown(quantity)
                        + "; give a whole number of " + unit + ".");
            }
            return quantity;
        }

        private void above0(String field, Quantity quantity) {
            within(field, quantity, Unit.TOKENS_PER_SECOND, BigDecimal.ZERO, MOST_TOKENS);
            if (quantity.value().compareTo(new BigDecimal("0.001")) < 0) {
                throw CatalogException.of("Option '" + name + "' has the " + field + " " + shown(quantity)
                        + "; give 0.001 or more, or leave the throughput out.");
            }
        }

        private static String shown(Quantity quantity) {
            return quantity.value().toPlainString() + " " + quantity.unit();
        }

        private static String named(String part, String text) {
            Objects.requireNonNull(text, part);
            if (text.isBlank() || text.length() > LONGEST_NAME) {
                throw CatalogException.of("An option has the " + part + " " + Excerpt.of(text) + "; give 1 to "
                        + LONGEST_NAME + " characters.");
            }
            return text;
        }
    }
}
