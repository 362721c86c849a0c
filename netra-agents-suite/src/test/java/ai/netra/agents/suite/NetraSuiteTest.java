package ai.netra.agents.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.factory.AgentFactory;
import ai.netra.agents.core.factory.UnknownAgentTypeException;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.optimization.ConstraintCheck;
import ai.netra.agents.suite.optimization.ConstraintVerdict;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.PlanEvaluation;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.reporting.ReportType;
import ai.netra.agents.suite.reporting.ReportedMetric;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import ai.netra.agents.suite.workload.JdbcWorkloadRepository;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadException;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.suite.workload.WorkloadProfile;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadRequest;
import ai.netra.agents.suite.workload.WorkloadWriter;
import ai.netra.agents.tools.json.JsonCodec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite as a host has it: the real runtime, a real database, and the rules path. */
final class NetraSuiteTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private JdbcConnectionPool pool;
    private JdbcWorkloadRepository repository;
    private NetraSuite suite;
    private LocalAgentRuntime runtime;

    @BeforeEach
    void open() {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:" + System.nanoTime() + ";DB_CLOSE_DELAY=-1", "sa", "");
        repository = JdbcWorkloadRepository.of(pool).createTables();
        suite = NetraSuite.builder()
                .repository(repository)
                .catalog(JsonSupplyCatalog.bundled())
                .build();
        runtime = suite.registerWith(LocalAgentRuntime.builder()).build();
    }

    @AfterEach
    void close() {
        runtime.close();
        pool.dispose();
    }

    @Test
    void its_factory_has_the_types_of_the_reference_document_and_their_tools() {
        AgentFactory factory = suite.factory();

        assertThat(factory.types())
                .contains("triage", "data", "optimization", "actions", "reporting", "supervisor")
                .containsExactlyElementsOf(factory.agents().keySet());
        assertThat(factory.agents().values()).containsAll(suite.agents());
        assertThat(factory.createAgent("supervisor")).isSameAs(suite.supervisor());
        assertThat(factory.createAgent(NetraSuite.TRIAGE)).isSameAs(factory.createAgent("triage"));
        assertThat(factory.toolsForAgent("data").names())
                .containsExactly("get_workload_metrics", "get_cost_data", "get_performance_data");
        assertThat(factory.toolsForAgent("optimization").names()).containsExactly("optimize_resources");
        assertThat(factory.toolsForAgent("actions").names()).containsExactly("create_supply_config", "validate_config");
        assertThat(factory.toolsForAgent("reporting").names()).isEmpty();
        assertThatThrownBy(() -> factory.createAgent("data-guidence"))
                .isInstanceOf(UnknownAgentTypeException.class)
                .hasMessageStartingWith(
                        "Unknown agent type: 'data-guidence'; the types are triage, data, data_guidance, ")
                .hasMessageEndingWith("did you mean 'data_guidance'?");
    }

    @Test
    void without_the_current_model_costs_are_given_for_every_option_and_no_saving_is_claimed() {
        load("alice", "test-123", 300, request -> request);

        OrchestrationResult<Report> result = ask("alice", "Optimize my GPU workload for cost", "test-123");

        assertThat(result.success()).isTrue();
        Report report = result.orThrow();
        assertThat(report.reportType()).isEqualTo(ReportType.PARTIAL);
        assertThat(report.recommendations()).isNotEmpty();
        for (SupplyOption option : JsonSupplyCatalog.bundled().options()) {
            assertThat(metric(report, "cost on " + option.name()).value())
                    .isEqualByComparingTo(expectedCost(option, 300));
        }
        assertThat(report.metrics())
                .extracting(ReportedMetric::name)
                .noneMatch(name -> name.contains("current") || name.contains("expected change"));
        assertThat(report.fullReport()).contains("no current cost or saving is claimed");
        assertThat(report.recommendations()).allSatisfy(r -> {
            assertThat(r.impact()).allSatisfy(impact -> {
                assertThat(impact.before()).isEmpty();
                assertThat(impact.change()).isEmpty();
            });
        });
    }

    @Test
    void with_the_current_model_the_full_route_ends_in_actions_and_savings() {
        load("alice", "test-123", 300, request -> request);

        OrchestrationResult<Report> result = run(
                "alice",
                "Optimize my GPU workload for cost",
                r -> r.attribute("workload_id", "test-123").attribute("model", "frontier-large"));

        Report report = result.orThrow();
        assertThat(result.success()).isTrue();
        assertThat(report.reportType()).isEqualTo(ReportType.FULL);
        assertThat(report.actionPlan()).isNotEmpty().allSatisfy(action -> {
            assertThat(action.rollback()).isNotBlank();
            assertThat(action.validationSteps()).isNotEmpty();
        });
        Quantity change = metric(report, "expected change of cost");
        assertThat(change.value()).isNegative();
        assertThat(change.provenance()).isEqualTo(Provenance.ASSUMED);
        assertThat(result.output(NetraSuite.ACTIONS).orElseThrow().validation().valid())
                .contains(true);
        assertThat(metric(report, "expected change of quality").value()).isNotNegative();
        assertThat(result.output(NetraSuite.OPTIMIZATION)
                        .orElseThrow()
                        .option("frontier-large")
                        .flatMap(PlanEvaluation::quality)
                        .orElseThrow()
                        .value())
                .isEqualByComparingTo(JsonSupplyCatalog.bundled()
                        .require("frontier-large")
                        .quality()
                        .orElseThrow()
                        .value());
    }

    @Test
    void the_trace_may_name_the_current_model() {
        load("alice", "w", 300, request -> request.withModel("frontier-large"));

        Report report = ask("alice", "reduce cost", "w").orThrow();

        assertThat(report.reportType()).isEqualTo(ReportType.FULL);
        assertThat(metric(report, "current_cost").value())
                .isEqualByComparingTo(expectedCost(JsonSupplyCatalog.bundled().require("frontier-large"), 300));
    }

    @Test
    void an_unknown_current_model_is_named_with_the_nearest_one_and_no_saving_is_claimed() {
        load("alice", "w", 50, request -> request);

        Report report = run(
                        "alice",
                        "reduce cost",
                        r -> r.attribute("workload_id", "w").attribute("model", "frontier-larg"))
                .orThrow();

        assertThat(report.caveats())
                .anyMatch(caveat ->
                        caveat.contains("'frontier-larg'") && caveat.contains("Did you mean 'frontier-large'?"));
        assertThat(report.metrics()).extracting(ReportedMetric::name).doesNotContain("current_cost");
    }

    @Test
    void no_workload_is_insufficient_and_says_exactly_what_is_missing() {
        OrchestrationResult<Report> result = run("alice", "Optimize my GPU workload for cost", r -> r);

        assertThat(result.success()).isTrue();
        assertThat(result.orThrow().reportType()).isEqualTo(ReportType.GUIDANCE);
        assertThat(result.output(NetraSuite.DATA).orElseThrow().sufficiency().state())
                .isEqualTo(SufficiencyState.INSUFFICIENT);
        assertThat(result.output(NetraSuite.DATA).orElseThrow().sufficiency().missing())
                .hasSizeGreaterThan(5);
        assertThat(result.output(NetraSuite.DATA_GUIDANCE).orElseThrow().userInstructions())
                .hasSizeLessThanOrEqualTo(4);
        assertThat(result.orThrow().fullReport()).contains("workload_id");
    }

    @Test
    void a_workload_of_another_user_is_not_there() {
        load("alice", "w", 50, request -> request);

        OrchestrationResult<Report> result = ask("bob", "reduce cost", "w");

        assertThat(result.output(NetraSuite.DATA).orElseThrow().sufficiency().state())
                .isEqualTo(SufficiencyState.INSUFFICIENT);
        assertThat(result.orThrow().fullReport()).contains("Nothing is kept of workload 'w'");
    }

    @Test
    void growth_is_projected_for_costs_and_the_busiest_minute() {
        load("alice", "w", 120, request -> request);

        Report report = run(
                        "alice",
                        "Usage grows 50 % next month: what is the effect on cost and rate limits?",
                        r -> r.attribute("workload_id", "w").attribute("model", "compact-small"))
                .orThrow();

        Quantity now = metric(report, "current_cost_per_month");
        Quantity then = metric(report, "projected current_cost_per_month");
        assertThat(then.value()).isEqualByComparingTo(now.value().multiply(new BigDecimal("1.5")));
        assertThat(then.provenance()).isEqualTo(Provenance.ASSUMED);
        assertThat(report.executiveSummary()).contains("Tokens per minute at the busiest would go from");
    }

    @Test
    void goals_under_growth_are_held_against_todays_figures() {
        load("alice", "w", 200, request -> request);

        OrchestrationResult<Report> result = run(
                "alice",
                "20 % cheaper and twice as fast while usage grows 30 %",
                r -> r.attribute("workload_id", "w").attribute("model", "balanced-medium"));

        Optimization optimization = result.output(NetraSuite.OPTIMIZATION).orElseThrow();
        BigDecimal today = optimization.current().orElseThrow().cost().value();
        assertThat(optimization.strategy()).isPresent();
        assertThat(optimization.expectedImprovements())
                .filteredOn(impact -> impact.measure().equals("cost"))
                .allSatisfy(impact -> assertThat(impact.after().orElseThrow().value())
                        .isLessThanOrEqualTo(today.multiply(new BigDecimal("0.8"))));
        assertThat(optimization.option("balanced-medium").orElseThrow().cost().value())
                .isEqualByComparingTo(today.multiply(new BigDecimal("1.3")));
    }

    @Test
    void a_latency_cap_of_a_feature_is_checked_on_its_requests_and_of_an_unknown_one_not_verifiable() {
        load("alice", "w", 200, request -> request.withFeature(request.inputTokens() % 2 == 0 ? "search" : "chat"));

        OrchestrationResult<Report> result = run(
                "alice",
                "I need to reduce costs. For feature search, I can accept a latency of 5000ms. For feature billing, at"
                        + " most 200ms of latency.",
                r -> r.attribute("workload_id", "w").attribute("model", "frontier-large"));

        Optimization optimization = result.output(NetraSuite.OPTIMIZATION).orElseThrow();
        List<ConstraintCheck> checks = optimization
                .strategy(optimization.strategy().orElseThrow().id())
                .orElseThrow()
                .constraints();
        assertThat(checks)
                .anyMatch(check ->
                        check.constraint().contains("feature search") && check.verdict() == ConstraintVerdict.MET);
        assertThat(checks)
                .anyMatch(check -> check.constraint().contains("feature billing")
                        && check.verdict() == ConstraintVerdict.NOT_VERIFIABLE);
    }

    @Test
    void an_earlier_period_of_equal_length_is_compared_with() {
        load(
                "alice",
                "w",
                48 * 60,
                request -> request.withModel("compact-small")
                        .withFeature("chat")
                        .withUser("u" + request.inputTokens() % 7));

        OrchestrationResult<Report> result = ask("alice", "What did our usage and cost do in the last 24 hours?", "w");

        assertThat(result.output(NetraSuite.DATA).orElseThrow().enrichedData().changes())
                .extracting(c -> c.metric())
                .contains("requests", "tokens", "cost");
        assertThat(result.output(NetraSuite.DATA).orElseThrow().sufficiency().state())
                .isEqualTo(SufficiencyState.OPTIMAL);
        assertThat(result.output(NetraSuite.DATA).orElseThrow().enrichedData().crossChecks())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Lower cost at equal quality, with per-feature latency caps (500 ms for one, 200 ms for another)",
                "three times lower latency without spending more",
                "usage grows 50 % next month: effect on cost and rate limits",
                "Would compact-small and frontier-reasoning suit this workload better?",
                "Which agent tools should move to a newer model?",
                "cost 20 % down and latency twice as good while usage grows 30 %",
                "was yesterday's upgrade worth it; roll back where cost rose without quality",
                "reduce 30 % of $5,000 a month; the chatbot takes 3 s and should take under 1 s",
                "help optimize",
                "it feels slow",
                "$5K/month",
                "too many errors",
                "what is in the supply catalog?",
                "hello"
            })
    void every_question_is_answered_and_every_output_survives_json(String question) {
        load("alice", "w", 120, request -> request);

        OrchestrationResult<Report> result = ask("alice", question, "w");

        assertThat(result.success()).as("%s", result).isTrue();
        assertThat(result.orThrow().nextSteps()).isNotEmpty();
        assertThat(result.orThrow().executiveSummary()).isNotBlank();
        result.outcomes()
                .forEach(ended -> ended.outcome().output().ifPresent(output -> {
                    String json = JsonCodec.standard().encode(output);
                    assertThat(JsonCodec.standard().decode(json, ended.key().type()))
                            .isEqualTo(output);
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reduce cost", "analyze our traffic pattern", "hello"})
    void the_conditional_flow_answers_too(String question) {
        load("alice", "w", 60, request -> request);

        OrchestrationResult<Report> result = runtime.run(
                suite.flows(),
                RunRequest.of(question)
                        .user("alice")
                        .attribute("workload_id", "w")
                        .attribute("model", "frontier-large"));

        assertThat(result.success()).as("%s", result).isTrue();
        assertThat(result.orThrow().nextSteps()).isNotEmpty();
    }

    @Test
    void a_broken_repository_degrades_the_run_and_the_report_says_so() {
        WorkloadRepository broken = new WorkloadRepository() {
            @Override
            public Optional<WorkloadProfile> describe(WorkloadId workload) {
                throw new WorkloadException("The database of workloads cannot be reached; start it.");
            }

            @Override
            public void forEach(WorkloadId workload, TimeRange range, Consumer<? super WorkloadRequest> action) {
                throw new WorkloadException("The database of workloads cannot be reached; start it.");
            }
        };
        NetraSuite onBroken = NetraSuite.builder().repository(broken).build();
        try (LocalAgentRuntime other =
                onBroken.registerWith(LocalAgentRuntime.builder()).build()) {
            OrchestrationResult<Report> result = other.run(
                    onBroken.supervisor(), RunRequest.of("reduce cost").attribute("workload_id", "w"));

            assertThat(result.status()).isEqualTo(RunStatus.DEGRADED);
            assertThat(result.output().orElseThrow().fullReport())
                    .contains("Agent data was degraded")
                    .contains("cannot be reached");
        }
    }

    @Test
    void after_a_spent_limit_the_built_in_report_is_still_there() {
        load("alice", "w", 60, request -> request);

        OrchestrationResult<Report> result = run(
                "alice",
                "reduce cost",
                r -> r.attribute("workload_id", "w")
                        .attribute("model", "frontier-large")
                        .limits(Limits.defaults().activations(3)));

        assertThat(result.output()).as("%s", result).isPresent();
        assertThat(result.output().orElseThrow().reportType()).isEqualTo(ReportType.FALLBACK);
        assertThat(result.output().orElseThrow().caveats()).anyMatch(caveat -> caveat.contains("met a limit"));
    }

    @Test
    void length_and_structure_are_judged_before_the_hosts_guards() {
        List<String> asked = new ArrayList<>();
        NetraSuite guarded = NetraSuite.builder()
                .repository(repository)
                .guard(request -> {
                    asked.add(request.message());
                    return RequestGuard.refused("not today");
                })
                .build();
        try (LocalAgentRuntime other =
                guarded.registerWith(LocalAgentRuntime.builder()).build()) {
            assertThat(other.run(guarded.supervisor(), RunRequest.of("hi")).status())
                    .isEqualTo(RunStatus.REFUSED);
            assertThat(asked).isEmpty();
            assertThat(other.run(guarded.supervisor(), RunRequest.of("reduce cost"))
                            .status())
                    .isEqualTo(RunStatus.REFUSED);
            assertThat(asked).containsExactly("reduce cost");
        }
    }

    @Test
    void a_question_about_the_catalog_is_answered_from_it() {
        Report report =
                run("alice", "what models are in the supply catalog?", r -> r).orThrow();

        assertThat(report.executiveSummary()).contains("frontier-large");
        assertThat(metric(report, "input price of frontier-large").unit().symbol())
                .isEqualTo("usd_per_1m_tokens");
    }

    @Test
    void a_suite_without_a_repository_is_refused_with_the_fix() {
        assertThatThrownBy(() -> NetraSuite.builder().build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("repository(...)");
    }

    private OrchestrationResult<Report> ask(String user, String question, String workload) {
        return run(user, question, request -> request.attribute("workload_id", workload));
    }

    private OrchestrationResult<Report> run(String user, String question, UnaryOperator<RunRequest> with) {
        return runtime.run(
                suite.supervisor(), with.apply(RunRequest.of(question).user(user)));
    }

    /** A request a minute, the last one at noon, of 1,000 to 1,099 input and 10 output tokens. */
    private void load(String user, String name, int requests, UnaryOperator<WorkloadRequest> with) {
        try (WorkloadWriter writer = repository.replace(WorkloadId.of(UserId.of(user), name))) {
            for (int i = 0; i < requests; i++) {
                writer.add(with.apply(
                        WorkloadRequest.of(NOON.minus(Duration.ofMinutes(requests - 1L - i)), 1_000 + i % 100, 10)));
            }
            writer.publish();
        }
    }

    /** Tokens times price, added up request by request. */
    private static BigDecimal expectedCost(SupplyOption option, int requests) {
        BigDecimal cost = BigDecimal.ZERO;
        for (int i = 0; i < requests; i++) {
            cost = cost.add(BigDecimal.valueOf(1_000 + i % 100)
                            .multiply(option.inputPrice().value()))
                    .add(BigDecimal.valueOf(10).multiply(option.outputPrice().value()));
        }
        return cost.divide(BigDecimal.valueOf(1_000_000));
    }

    private static Quantity metric(Report report, String name) {
        return report.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .map(ReportedMetric::quantity)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name + " among "
                        + report.metrics().stream().map(ReportedMetric::name).toList()));
    }
}
