package ai.netra.agents.suite.tool;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.TimeWindow;
import ai.netra.agents.suite.workload.WorkloadProfile;
import ai.netra.agents.tool.Description;
import java.time.Instant;
import java.util.Optional;

/**
 * The time range of a tool call: a start and an end, or a window that ends with the newest request. Without either, the window is 24 hours.
 *
 * @param start the first instant of the range
 * @param end the first instant after it
 * @param window how far back from the newest request: {@code <n>min}, {@code <n>h}, {@code <n>d}, {@code <n>w}, or {@code all}
 */
public record TimeSpanArgument(
        @Description("first instant of the range, ISO 8601; together with end")
        Optional<Instant> start,

        @Description("first instant after the range, ISO 8601; together with start")
        Optional<Instant> end,

        @Description(
                "instead of start and end: how far back from the newest request, such as 30min, 24h, 7d, 2w, or all")
        Optional<String> window) {
    /** The window that stands for everything that is kept. */
    public static final String ALL = "all";

    /** From a start to an end. */
    public static TimeSpanArgument of(TimeRange range) {
        return new TimeSpanArgument(Optional.of(range.start()), Optional.of(range.end()), Optional.empty());
    }

    /** A window that ends with the newest request. */
    public static TimeSpanArgument window(String window) {
        return new TimeSpanArgument(Optional.empty(), Optional.empty(), Optional.of(window));
    }

    /** What is wrong with it, if anything. */
    public Optional<String> problem() {
        if (start.isPresent() != end.isPresent()) {
            return Optional.of("time_range has only one of start and end; give both, or a window such as 24h");
        }
        if (start.isPresent() && window.isPresent()) {
            return Optional.of("time_range has start and end as well as a window; give one or the other");
        }
        try {
            start.ifPresent(s -> new TimeRange(s, end.orElse(s)));
            window.filter(w -> !w.equals(ALL)).ifPresent(TimeWindow::parse);
            return Optional.empty();
        } catch (InvalidDefinitionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The range it stands for in a workload. */
    public TimeRange in(WorkloadProfile profile) {
        if (start.isPresent() && end.isPresent()) {
            return new TimeRange(start.get(), end.get());
        }
        if (window.filter(ALL::equals).isPresent()) {
            return profile.range();
        }
        return window.map(TimeWindow::parse).orElse(TimeWindow.DEFAULT).endingWith(profile.last());
    }
}
