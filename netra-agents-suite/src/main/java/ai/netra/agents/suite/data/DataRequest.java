package ai.netra.agents.suite.data;

import ai.netra.agents.AgentInput;
import ai.netra.agents.Attributes;
import ai.netra.agents.suite.tool.TimeSpanArgument;
import ai.netra.agents.suite.triage.Metric;
import ai.netra.agents.suite.triage.ModelMention;
import ai.netra.agents.suite.triage.ModelRole;
import ai.netra.agents.suite.triage.StatedTime;
import ai.netra.agents.suite.triage.ThresholdBound;
import ai.netra.agents.suite.triage.Triage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to be gathered, from attributes first and the request's words second: {@code workload_id}, {@code time_range} (a window such as {@code 24h},
 * {@code all}, or {@code start/end}), {@code model} and {@code monthly_cost_usd}.
 *
 * @param workload the workload
 * @param timeRange the range; absent for the default
 * @param currentModel the model in use
 * @param statesCost whether the user states what the workload costs now
 * @param statesLatency whether the user states how long requests take now
 * @param needs the data needs
 */
record DataRequest(
        Optional<String> workload,
        Optional<TimeSpanArgument> timeRange,
        Optional<String> currentModel,
        boolean statesCost,
        boolean statesLatency,
        List<String> needs) {
    private static final Pattern WORKLOAD = Pattern.compile(
            "\\bworkload(?:["
                + " _-]?id)?(?:\\s*[:=#]\\s*|\\s+(?:is|named|called)\\s+|\\s+(?=['\"`])|\\s+(?=[A-Za-z0-9._-]*\\d))['\"`]?([A-Za-z0-9][A-Za-z0-9._:/@-]{1,199})",
            Pattern.CASE_INSENSITIVE);

    static DataRequest of(AgentInput input, Triage triage) {
        Attributes attributes = input.attributes();
        return new DataRequest(
                attributes.text("workload_id").or(() -> named(input.message())),
                timeRange(attributes, triage),
                attributes
                        .text("model")
                        .or(() -> triage.entities().models().stream()
                                .filter(model -> model.role() == ModelRole.CURRENT)
                                .map(ModelMention::name)
                                .findFirst()),
                attributes.contains("monthly_cost_usd") || states(triage, Metric.COST),
                states(triage, Metric.LATENCY),
                triage.dataNeeds());
    }

    private static Optional<String> named(String message) {
        Matcher matcher = WORKLOAD.matcher(message);
        return matcher.find() ? Optional.of(matcher.group(1).replaceAll("[.:/@-]+$", "")) : Optional.empty();
    }

    private static boolean states(Triage triage, Metric metric) {
        return triage.entities().thresholds().stream()
                .anyMatch(threshold -> threshold.metric() == metric && threshold.bound() == ThresholdBound.CURRENT);
    }

    private static Optional<TimeSpanArgument> timeRange(Attributes attributes, Triage triage) {
        return attributes
                .text("time_range")
                .map(DataRequest::span)
                .or(() -> triage.entities().timeRanges().stream()
                        .filter(StatedTime::past)
                        .flatMap(time -> time.window().stream())
                        .findFirst()
                        .map(TimeSpanArgument::window));
    }

    /** What is malformed here is refused by the tool, in words. */
    private static TimeSpanArgument span(String text) {
        int slash = text.indexOf('/');
        try {
            return slash < 0
                    ? TimeSpanArgument.window(text)
                    : new TimeSpanArgument(
                            Optional.of(Instant.parse(text.substring(0, slash))),
                            Optional.of(Instant.parse(text.substring(slash + 1))),
                            Optional.empty());
        } catch (DateTimeParseException e) {
            return TimeSpanArgument.window(text);
        }
    }
}
