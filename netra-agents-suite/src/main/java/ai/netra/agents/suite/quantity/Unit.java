package ai.netra.agents.suite.quantity;

/**
 * What a {@link Quantity} counts. {@link #toString()} is the symbol used in reports and in JSON, such as {@code usd_per_1m_tokens}.
 */
public enum Unit {
    /** United States dollars. */
    USD("usd"),
    /** Dollars per million tokens, the way token prices are quoted. */
    USD_PER_1M_TOKENS("usd_per_1m_tokens"),
    /** Dollars per month of 30 days. */
    USD_PER_MONTH("usd_per_month"),
    /** Tokens of a language model. */
    TOKENS("tokens"),
    /** Tokens per second. */
    TOKENS_PER_SECOND("tokens_per_second"),
    /** Tokens per time bucket of a series; the basis names the bucket's width. */
    TOKENS_PER_BUCKET("tokens_per_bucket"),
    /** Requests. */
    REQUESTS("requests"),
    /** Requests per second. */
    REQUESTS_PER_SECOND("requests_per_second"),
    /** Requests per time bucket of a series; the basis names the bucket's width. */
    REQUESTS_PER_BUCKET("requests_per_bucket"),
    /** Milliseconds. */
    MS("ms"),
    /** Seconds. */
    SECONDS("seconds"),
    /** A share or a coefficient without a dimension: 0.25 is 25 %. */
    RATIO("ratio"),
    /** Replicas of a model server. */
    REPLICAS("replicas"),
    /** Rows of a data source. */
    ROWS("rows"),
    /** Anything else that is counted; the basis says what. */
    COUNT("count");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** The unit as reports and JSON write it. */
    public String symbol() {
        return symbol;
    }

    /** The same as {@link #symbol()}. */
    @Override
    public String toString() {
        return symbol;
    }
}
