package ai.netra.agents.suite.optimization;

import ai.netra.agents.AgentInput;
import ai.netra.agents.Attributes;
import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.actions.ActionsAgent;
import ai.netra.agents.suite.actions.SupplyTools;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.data.DataQuality;
import ai.netra.agents.suite.data.EnrichedData;
import ai.netra.agents.suite.data.RawData;
import ai.netra.agents.suite.sufficiency.Sufficiency;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import ai.netra.agents.suite.workload.ListWorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A workload, a catalog and the agents over them, to ask questions of. */
public final class SuiteBench {
    public static final SupplyCatalog CATALOG = JsonSupplyCatalog.bundled();

    private static final Instant BEGIN = Instant.parse("2024-05-10T00:00:00Z");

    private final ListWorkloadRepository repository;
    private final SupplyCatalog catalog;

    private SuiteBench(List<WorkloadRequest> requests, SupplyCatalog catalog) {
        this.repository = ListWorkloadRepository.of(requests);
        this.catalog = catalog;
    }

    public static SuiteBench of(List<WorkloadRequest> requests) {
        return new SuiteBench(requests, CATALOG);
    }

    public SuiteBench with(SupplyCatalog other) {
        List<WorkloadRequest> requests = new ArrayList<>();
        repository
                .describe(ListWorkloadRepository.ID)
                .ifPresent(profile -> repository.forEach(ListWorkloadRepository.ID, profile.range(), requests::add));
        return new SuiteBench(requests, other);
    }

    /** Two hundred requests, one every 7 minutes, of 100 to 3,082 input and 20 to 218 output tokens. */
    public static List<WorkloadRequest> requests(UnaryOperator<WorkloadRequest> each) {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            requests.add(each.apply(WorkloadRequest.of(
                    BEGIN.plus(Duration.ofMinutes(7L * i)), 100 + (i * 71L) % 3_000, 20 + (i * 37L) % 200)));
        }
        return requests;
    }

    public static List<WorkloadRequest> requests() {
        return requests(request -> request);
    }

    /** The same with features: every second request is of {@code search}, the others of {@code chat}. */
    public static List<WorkloadRequest> featured() {
        return requests(request -> request.withFeature(request.inputTokens() % 2 == 0 ? "search" : "chat"));
    }

    public ResourceOptimization optimize(ResourceQuery query) {
        return ResourceOptimizer.over(repository, catalog).optimize(ai.netra.agents.UserId.LOCAL, query);
    }

    /** The current configuration on that model, and these wishes. */
    public static ResourceQuery query(String model, ResourceConstraints wanted) {
        return new ResourceQuery(
                ResourceConfig.of(ListWorkloadRepository.ID.name()).on(model), wanted);
    }

    public HandMadeContext context() {
        return new HandMadeContext(
                OptimizationTools.optimizeResources(repository, catalog),
                SupplyTools.createSupplyConfig(catalog),
                SupplyTools.validateConfig(catalog));
    }

    public Triage triage(String question, Attributes attributes) {
        return TriageAgent.knowing(
                        catalog.options().stream().map(SupplyOption::name).toList())
                .triage(question, attributes);
    }

    public Optimization ask(String question) throws InterruptedException {
        return ask(question, Attributes.empty());
    }

    /** Asks with the current model named by attribute. */
    public Optimization ask(String question, String model) throws InterruptedException {
        return ask(question, Attributes.of("model", model));
    }

    public Optimization ask(String question, Attributes attributes) throws InterruptedException {
        return ask(question, attributes, context());
    }

    public Optimization ask(String question, Attributes attributes, HandMadeContext context)
            throws InterruptedException {
        return new OptimizationAgent().process(input(question, attributes), context);
    }

    /** What a model is asked about. */
    OptimizationReport evaluate(String question, String model) throws InterruptedException {
        return new OptimizationAgent().evaluate(input(question, Attributes.of("model", model)), context());
    }

    public ActionPlan plan(String question, String model) throws InterruptedException {
        Attributes attributes = Attributes.of("model", model);
        return plan(question, attributes, ask(question, attributes), context());
    }

    public ActionPlan plan(String question, Attributes attributes, Optimization optimization, HandMadeContext context)
            throws InterruptedException {
        AgentInput input = AgentInput.builder(question)
                .attributes(attributes)
                .output(TriageAgent.KEY, triage(question, attributes))
                .output(OptimizationAgent.KEY, optimization)
                .build();
        return new ActionsAgent().process(input, context);
    }

    private AgentInput input(String question, Attributes attributes) {
        Attributes all = attributes.contains("workload_id")
                ? attributes
                : attributes.with("workload_id", ListWorkloadRepository.ID.name());
        return AgentInput.builder(question)
                .attributes(all)
                .output(TriageAgent.KEY, triage(question, all))
                .output(DataAgent.KEY, data(all.text("workload_id")))
                .build();
    }

    /** What the data agent says of a workload, as far as optimization reads it. */
    private DataAssessment data(Optional<String> workload) {
        Sufficiency sufficiency = Sufficiency.unknown();
        return new DataAssessment(
                workload.filter(id -> !id.isEmpty()),
                repository.describe(ListWorkloadRepository.ID).map(profile -> profile.range()),
                Optional.empty(),
                RawData.none(),
                EnrichedData.none(),
                new DataQuality(sufficiency.score(), Optional.empty(), Optional.empty(), List.of()),
                sufficiency,
                Optional.empty());
    }
}
