package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.sufficiency.DataNeed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Everything that was read from one request, before it is worded as a {@link Triage}. */
final class RequestReading {
    private static final Pattern PROVIDER = Pattern.compile(
            "\\b(openai|anthropic|google|vertex(?: ai)?|azure(?: openai)?|aws|bedrock|cohere|mistral ai|together(?:"
                    + " ai)?|groq|fireworks|hugging ?face|nvidia|meta)\\b");
    private static final Pattern REGION = Pattern.compile(
            "(?<![\\w-])((?:us|eu|ap|sa|ca|me|af|asia|europe|uk)-(?:gov-)?(?:[a-z]+)-?\\d?[a-c]?|europe|asia)(?![\\w-])");
    private static final Pattern ADDRESSES_THE_SYSTEM = Pattern.compile(
            "\\b(?:ignore|disregard|forget)\\b.{0,40}\\b(?:instructions?|prompts?|rules|above)\\b|\\bsystem"
                    + " prompt\\b|\\byou are now\\b|\\bpretend to be\\b|<\\|?(?:system|im_start)");
    private static final Pattern OTHER_CURRENCY =
            Pattern.compile("[\u20ac\u00a3\u00a5]\\s?\\d|\\d\\s?(?:[\u20ac\u00a3\u00a5]|euros?\\b|eur\\b|gbp\\b)");
    private static final Pattern CHANGES =
            Pattern.compile("\\b(?:roll ?back|rollback|revert|switch|apply|deploy|migrate|set|enable|disable)\\b");
    private static final Pattern DEMANDS =
            Pattern.compile("\\b(?:need|must|should|have to|has to|require\\w*|want)\\b");
    private static final Pattern DONE =
            Pattern.compile("\\b(?:was|were|did)\\b.*\\b(?:upgrade|switch|migration|change|rollout)\\b");
    private static final int LONGEST_QUOTE = 200;

    private final RequestText request;
    private final List<Evidence> evidence;
    private final List<Times.Found> times;
    private final StatedGoals goals;
    private final Constraints constraints;
    private final List<ModelMention> models;
    private final Scores scores;

    RequestReading(String message, List<Pattern> catalogNames) {
        this.request = RequestText.of(message);
        this.evidence = EvidenceReader.read(request);
        this.times = Times.read(request);
        List<Figure> figures = FigureReader.read(request).stream()
                .filter(figure -> times.stream().noneMatch(t -> t.start() < figure.end() && figure.start() < t.end()))
                .toList();
        this.constraints = Constraints.read(request, evidence);
        this.goals = StatedGoals.read(
                request, evidence.stream().filter(e -> !constraints.holds(e)).toList(), figures);
        this.models = Models.read(request, catalogNames);
        this.scores = Scores.of(evidence, constraints, goals, models);
    }

    Scores scores() {
        return scores;
    }

    StatedGoals goals() {
        return goals;
    }

    List<RequestConstraint> constraints() {
        return constraints.with(goals.thresholds());
    }

    RequestEntities entities() {
        return new RequestEntities(
                models,
                metrics(),
                times.stream().map(Times.Found::time).toList(),
                goals.thresholds(),
                goals.targets(),
                found(PROVIDER),
                found(REGION),
                Subjects.named(request, goals.thresholds()));
    }

    List<Metric> metrics() {
        Set<Metric> metrics = new LinkedHashSet<>();
        evidence.forEach(found -> found.metric().ifPresent(metrics::add));
        goals.thresholds().forEach(threshold -> metrics.add(threshold.metric()));
        goals.targets().forEach(target -> target.metric().ifPresent(metrics::add));
        return List.copyOf(metrics);
    }

    /** The measures to improve: those of goals with a figure, then of other goals. */
    List<Metric> priorities() {
        Set<Metric> priorities = new LinkedHashSet<>();
        List<StatedTarget> wanted = goals.of(TargetKind.GOAL);
        wanted.stream()
                .filter(t -> t.factor().isPresent())
                .forEach(t -> t.metric().ifPresent(priorities::add));
        wanted.forEach(t -> t.metric().ifPresent(priorities::add));
        return List.copyOf(priorities);
    }

    List<String> requirements() {
        return request.sentences().stream()
                .filter(sentence -> DEMANDS.matcher(sentence).find())
                .map(RequestReading::quoted)
                .limit(20)
                .toList();
    }

    boolean asksForChange() {
        return scores.intent().isOptimizing() || CHANGES.matcher(request.text()).find();
    }

    boolean asksAboutAChange() {
        return DONE.matcher(request.text()).find();
    }

    /** The data that an answer needs; none for questions about nothing that is measured. */
    List<String> dataNeeds() {
        List<Metric> metrics = metrics();
        RequestCategory category = scores.category();
        RequestIntent intent = scores.intent();
        boolean measured = !metrics.isEmpty() || !goals.targets().isEmpty();
        boolean aboutSupply =
                category == RequestCategory.SUPPLY_CATALOG && goals.targets().isEmpty();
        boolean aboutNothing = switch (category) {
            case GENERAL -> !measured && !intent.isOptimizing() && intent != RequestIntent.TROUBLESHOOT;
            case CONFIGURATION -> !measured;
            default -> false;
        };
        if (intent == RequestIntent.ADMIN || aboutSupply || aboutNothing) {
            return List.of();
        }
        List<String> needs = new ArrayList<>();
        needs.add(DataNeed.WORKLOAD_METRICS.toString());
        boolean goalUnclear = intent.isOptimizing() && priorities().isEmpty();
        if (metrics.contains(Metric.COST)
                || goalUnclear
                || category == RequestCategory.MODEL_SELECTION
                || category == RequestCategory.COST_OPTIMIZATION) {
            needs.add(DataNeed.COST_ANALYSIS.toString());
        }
        boolean aboutSpeed = metrics.stream().anyMatch(metric -> switch (metric) {
            case LATENCY, TIME_TO_FIRST_TOKEN, THROUGHPUT, ERRORS, UTILIZATION -> true;
            case COST, QUALITY, USAGE, TOKENS, RATE_LIMIT, CACHING -> false;
        });
        if (aboutSpeed || category == RequestCategory.PERFORMANCE_OPTIMIZATION) {
            needs.add(DataNeed.PERFORMANCE_DATA.toString());
        }
        return needs;
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>(goals.warnings());
        if (ADDRESSES_THE_SYSTEM.matcher(request.text()).find()) {
            warnings.add("The request contains text that addresses the system; it was read as data and not followed.");
        }
        if (evidence.isEmpty()) {
            warnings.add("No word of the request was recognized; requests are read in English, by words such as cost,"
                    + " latency, model or usage.");
        }
        if (OTHER_CURRENCY.matcher(request.text()).find()) {
            warnings.add("Amounts in currencies other than US dollars were not read; state them in dollars.");
        }
        if (goals.of(TargetKind.GOAL).isEmpty() && scores.intent().isOptimizing()) {
            warnings.add("The request does not say what to improve; say whether cost, latency, throughput or quality"
                    + " matters most.");
        }
        goals.thresholds().stream()
                .filter(threshold -> threshold.bound() == ThresholdBound.STATED)
                .forEach(threshold -> warnings.add("The request does not say what "
                        + threshold.quantity().value().toPlainString() + " "
                        + threshold.quantity().unit()
                        + " is: what it is now, or a limit."));
        if (metrics().contains(Metric.QUALITY)) {
            warnings.add(
                    "Quality of answers is not among the measured data; statements on quality rest on the catalog's"
                            + " labels.");
        }
        return warnings;
    }

    Optional<RequestPriority> urgency() {
        String text = request.text();
        if (Pattern.compile("\\b(?:outage|is down|are down|emergency|critical(?:ly)?|production down)\\b")
                .matcher(text)
                .find()) {
            return Optional.of(RequestPriority.CRITICAL);
        }
        if (Pattern.compile("(?<!not )\\b(?:urgent(?:ly)?|asap|immediately|right now|deadline|important)\\b")
                .matcher(text)
                .find()) {
            return Optional.of(RequestPriority.HIGH);
        }
        if (Pattern.compile(
                        "\\b(?:someday|eventually|when you have time|no rush|not urgent|nice to have|just curious)\\b")
                .matcher(text)
                .find()) {
            return Optional.of(RequestPriority.LOW);
        }
        return Optional.empty();
    }

    String reasoning() {
        Set<String> words = new LinkedHashSet<>();
        evidence.stream()
                .filter(e -> !e.negated() && !constraints.holds(e))
                .limit(12)
                .forEach(e -> words.add("'" + e.text() + "'"));
        Set<String> negated = new LinkedHashSet<>();
        evidence.stream().filter(Evidence::negated).limit(6).forEach(e -> negated.add("'" + e.text() + "'"));
        return "Read by rules. " + Character.toUpperCase(scores.toString().charAt(0))
                + scores.toString().substring(1) + ". Read from "
                + (words.isEmpty() ? "no known words" : String.join(", ", words))
                + (negated.isEmpty() ? "" : "; negated: " + String.join(", ", negated)) + ".";
    }

    private List<String> found(Pattern pattern) {
        return pattern.matcher(request.text())
                .results()
                .map(result -> result.group(1))
                .distinct()
                .toList();
    }

    private static String quoted(String sentence) {
        return sentence.length() <= LONGEST_QUOTE ? sentence : sentence.substring(0, LONGEST_QUOTE) + "...";
    }
}
