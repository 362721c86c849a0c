package ai.netra.agents.suite.workload;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.internal.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One request that a workload served. What was not measured is absent.
 *
 * @param time when it arrived, to the nanosecond; from 1970 to 2261
 * @param inputTokens tokens sent to the model, 0 to 1,000,000,000
 * @param outputTokens tokens the model generated, 0 to 1,000,000,000
 * @param model the model that served it, 1 to 200 characters
 * @param feature the product feature it was made for, 1 to 200 characters
 * @param user the user or session it came from, 1 to 200 characters
 * @param latency the time from arrival to the last token, not negative
 * @param timeToFirstToken the time from arrival to the first token, not negative
 * @param error whether it failed
 */
public record WorkloadRequest(
        Instant time,
        long inputTokens,
        long outputTokens,
        Optional<String> model,
        Optional<String> feature,
        Optional<String> user,
        Optional<Duration> latency,
        Optional<Duration> timeToFirstToken,
        Optional<Boolean> error) {

    /** The most tokens one request may have in one direction. */
    public static final long MAX_TOKENS = 1_000_000_000L;

    private static final int LONGEST_NAME = 200;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2262-01-01T00:00:00Z");
    private static final Duration LONGEST_DURATION = Duration.ofDays(3_650);

    /** Checks every part; a message names the part, its value and what would do. */
    public WorkloadRequest {
        Objects.requireNonNull(error, "error");
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            throw new InvalidDefinitionException("The time " + time + " is out of range; give one from 1970 to 2261.");
        }
        checkTokens("input", inputTokens);
        checkTokens("output", outputTokens);
        model.ifPresent(name -> checkName("model", name));
        feature.ifPresent(name -> checkName("feature", name));
        user.ifPresent(name -> checkName("user", name));
        latency.ifPresent(duration -> checkDuration("latency", duration));
        timeToFirstToken.ifPresent(duration -> checkDuration("time to first token", duration));
    }

    /** A request of which only the required parts were measured. */
    public static WorkloadRequest of(Instant time, long inputTokens, long outputTokens) {
        return new WorkloadRequest(
                time,
                inputTokens,
                outputTokens,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same request served by that model. */
    public WorkloadRequest withModel(String name) {
        return new WorkloadRequest(
                time, inputTokens, outputTokens, Optional.of(name), feature, user, latency, timeToFirstToken, error);
    }

    /** The same request made for that feature. */
    public WorkloadRequest withFeature(String name) {
        return new WorkloadRequest(
                time, inputTokens, outputTokens, model, Optional.of(name), user, latency, timeToFirstToken, error);
    }

    /** The same request from that user or session. */
    public WorkloadRequest withUser(String name) {
        return new WorkloadRequest(
                time, inputTokens, outputTokens, model, feature, Optional.of(name), latency, timeToFirstToken, error);
    }

    /** The same request with that latency. */
    public WorkloadRequest withLatency(Duration duration) {
        return new WorkloadRequest(
                time, inputTokens, outputTokens, model, feature, user, Optional.of(duration), timeToFirstToken, error);
    }

    private static void checkTokens(String direction, long tokens) {
        if (tokens < 0) {
            throw new InvalidDefinitionException(
                    "The number of " + direction + " tokens is negative: " + tokens + "; give 0 or more.");
        }
        if (tokens > MAX_TOKENS) {
            throw new InvalidDefinitionException("The number of " + direction + " tokens is " + tokens
                    + "; give at most " + MAX_TOKENS + " for one request.");
        }
    }

    private static void checkName(String part, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new InvalidDefinitionException("The " + part + " " + Excerpt.of(name) + " has " + name.length()
                    + " characters or is blank; give 1 to " + LONGEST_NAME + " characters, or leave it absent.");
        }
    }

    private static void checkDuration(String part, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST_DURATION) > 0) {
            throw new InvalidDefinitionException(
                    "The " + part + " is " + duration + "; give one from 0 to 3,650 days, or leave it absent.");
        }
    }
}
