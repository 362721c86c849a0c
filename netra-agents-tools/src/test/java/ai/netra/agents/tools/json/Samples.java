package ai.netra.agents.tools.json;

import ai.netra.agents.Attributes;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.Description;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Types that the tests of this package share. */
final class Samples {
    private Samples() {}

    enum Priority {
        LOW,
        VERY_HIGH
    }

    sealed interface Payment {}

    record Card(String number, Optional<Integer> expiryYear) implements Payment {}

    record Cash() implements Payment {}

    sealed interface Deferred extends Payment {}

    record Invoice(Duration dueIn, List<Payment> parts) implements Deferred {}

    static final JsonCodec CODEC = JsonCodec.builder()
            .tag(Payment.class, "type", Map.of("card", Card.class, "cash", Cash.class, "invoice", Invoice.class))
            .build();

    @Description("an order, as placed")
    record Order(
            @Description("who ordered") UserId customerId,
            String note,
            int count,
            long totalTokens,
            double weight,
            boolean giftWrapped,
            Priority priority,
            BigDecimal unitPrice,
            Instant placedAt,
            Duration shipWithin,
            LocalDate day,
            Optional<String> coupon,
            OptionalInt retries,
            OptionalLong serial,
            OptionalDouble p95Latency,
            List<Payment> payments,
            Set<Priority> priorities,
            Map<String, Integer> stock,
            Map<Priority, List<Line>> lines,
            Optional<Payment> deposit,
            Attributes attributes) {}

    record Line(String name, BigDecimal price) {}

    record Page<T>(List<T> items, Optional<T> first, T last) {}

    record Tree(String name, List<Tree> children) {}
}
