package ai.netra.agents.suite.triage;

import java.util.List;

/**
 * The things that a request names.
 *
 * @param models language models
 * @param metrics measures, in the order of their first mention
 * @param timeRanges spans of time
 * @param thresholds absolute figures
 * @param targets relative changes
 * @param providers makers and hosts of models
 * @param regions cloud regions
 * @param services features, tools and services of the user's product
 */
public record RequestEntities(
        List<ModelMention> models,
        List<Metric> metrics,
        List<StatedTime> timeRanges,
        List<StatedThreshold> thresholds,
        List<StatedTarget> targets,
        List<String> providers,
        List<String> regions,
        List<String> services) {

    /** Copies the lists. */
    public RequestEntities {
        models = List.copyOf(models);
        metrics = List.copyOf(metrics);
        timeRanges = List.copyOf(timeRanges);
        thresholds = List.copyOf(thresholds);
        targets = List.copyOf(targets);
        providers = List.copyOf(providers);
        regions = List.copyOf(regions);
        services = List.copyOf(services);
    }

    /** No things named. */
    public static RequestEntities none() {
        return new RequestEntities(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
