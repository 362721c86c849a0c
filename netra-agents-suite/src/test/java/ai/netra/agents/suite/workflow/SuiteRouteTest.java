package ai.netra.agents.suite.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.suite.NetraSuite;
import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.actions.ActionsAgent;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.guidance.DataGuidance;
import ai.netra.agents.suite.guidance.DataGuidanceAgent;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.OptimizationAgent;
import ai.netra.agents.suite.reporting.BuiltInReport;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.reporting.ReportType;
import ai.netra.agents.suite.reporting.ReportingAgent;
import ai.netra.agents.suite.sufficiency.Sufficiency;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import ai.netra.agents.suite.triage.RequestCategory;
import ai.netra.agents.suite.triage.RequestIntent;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The invariants of the workflow table, over every combination of state, intent, and what becomes of each agent. */
final class SuiteRouteTest {
    /** What becomes of an agent. */
    private enum Fate {
        SUCCEEDS,
        FAILS,
        MEETS_A_LIMIT,
        TIMES_OUT,
        IS_ABSENT
    }

    /** The agents, in the table's order. */
    private enum Member {
        TRIAGE(NetraSuite.TRIAGE),
        DATA(NetraSuite.DATA),
        DATA_GUIDANCE(NetraSuite.DATA_GUIDANCE),
        OPTIMIZATION(NetraSuite.OPTIMIZATION),
        ACTIONS(NetraSuite.ACTIONS),
        REPORTING(NetraSuite.REPORTING);

        @SuppressWarnings("ImmutableEnumChecker") // keys are immutable
        private final AgentKey<?> key;

        Member(AgentKey<?> key) {
            this.key = key;
        }
    }

    /** One run: the order in which agents were started, the progress at the end, and the report. */
    private record Walk(List<String> started, Progress progress, Report report) {}

    @ParameterizedTest
    @EnumSource(SufficiencyState.class)
    void the_invariants_hold_for_every_intent_and_fate_of_each_agent(SufficiencyState state) {
        int walks = 0;
        for (RequestIntent intent : RequestIntent.values()) {
            for (boolean needsData : new boolean[] {true, false}) {
                for (Map<Member, Fate> fates : fates()) {
                    check(walk(triage(intent, needsData), state, fates), state, intent, fates);
                    walks++;
                }
            }
        }
        assertThat(walks).isEqualTo(RequestIntent.values().length * 2 * (int) Math.pow(Fate.values().length, 4));
    }

    private static void check(Walk walk, SufficiencyState state, RequestIntent intent, Map<Member, Fate> fates) {
        String scene = state + " " + intent + " " + fates + ": " + walk.started();
        assertThat(walk.started()).as(scene).doesNotHaveDuplicates();
        boolean reported = walk.progress().output(NetraSuite.REPORTING).isPresent();
        assertThat(walk.report().reportType() == ReportType.FALLBACK).as(scene).isEqualTo(!reported);
        assertThat(walk.report().nextSteps()).as(scene).isNotEmpty();
        if (walk.started().contains("reporting")) {
            assertThat(walk.started()).as(scene).endsWith("reporting");
        }
        if (walk.started().contains("optimization")) {
            assertThat(walk.started().indexOf("data"))
                    .as(scene)
                    .isBetween(0, walk.started().indexOf("optimization"));
            assertThat(intent.isOptimizing()).as(scene).isTrue();
            assertThat(state).as(scene).isNotIn(SufficiencyState.UNKNOWN, SufficiencyState.INSUFFICIENT);
        }
        if (walk.started().contains("actions")) {
            assertThat(state.isSufficient()).as(scene).isTrue();
            assertThat(walk.started()).as(scene).contains("optimization");
        }
        if (state == SufficiencyState.UNKNOWN || fates.get(Member.TRIAGE) != Fate.SUCCEEDS) {
            assertThat(walk.started()).as(scene).doesNotContain("optimization", "actions");
            assertThat(walk.report().reportType()).as(scene).isIn(ReportType.GUIDANCE, ReportType.FALLBACK);
        }
    }

    @Test
    void each_row_is_as_the_table_says() {
        assertThat(route(RequestIntent.OPTIMIZE, SufficiencyState.SUFFICIENT)).isEqualTo(SuiteRoute.FULL);
        assertThat(route(RequestIntent.RECOMMEND, SufficiencyState.OPTIMAL)).isEqualTo(SuiteRoute.FULL);
        assertThat(route(RequestIntent.CONFIGURE, SufficiencyState.EXCESSIVE)).isEqualTo(SuiteRoute.FULL);
        for (RequestIntent intent : RequestIntent.values()) {
            if (!intent.isOptimizing()) {
                assertThat(route(intent, SufficiencyState.OPTIMAL)).isEqualTo(SuiteRoute.ANALYSIS);
                assertThat(route(intent, SufficiencyState.MINIMAL)).isEqualTo(SuiteRoute.MINIMAL_ANALYSIS);
            }
            assertThat(route(intent, SufficiencyState.INSUFFICIENT)).isEqualTo(SuiteRoute.GUIDANCE);
            assertThat(route(intent, SufficiencyState.UNKNOWN)).isEqualTo(SuiteRoute.UNKNOWN);
        }
        assertThat(route(RequestIntent.OPTIMIZE, SufficiencyState.MINIMAL)).isEqualTo(SuiteRoute.MINIMAL_OPTIMIZATION);
        assertThat(names(SuiteRoute.FULL)).containsExactly("triage", "data", "optimization", "actions", "reporting");
        assertThat(names(SuiteRoute.ANALYSIS)).containsExactly("triage", "data", "reporting");
        assertThat(names(SuiteRoute.MINIMAL_OPTIMIZATION))
                .containsExactly("triage", "data", "data_guidance", "optimization", "reporting");
        assertThat(names(SuiteRoute.MINIMAL_ANALYSIS)).containsExactly("triage", "data", "data_guidance", "reporting");
        assertThat(names(SuiteRoute.GUIDANCE)).containsExactly("triage", "data", "data_guidance", "reporting");
        assertThat(names(SuiteRoute.NO_DATA_NEEDED)).containsExactly("triage", "data_guidance", "reporting");
        assertThat(names(SuiteRoute.UNKNOWN)).containsExactly("data_guidance", "reporting");
    }

    @Test
    void a_supervisor_with_only_triage_ends_in_the_built_in_report() {
        Map<Member, Fate> fates = allOf(Fate.IS_ABSENT);
        fates.put(Member.TRIAGE, Fate.SUCCEEDS);

        Walk walk = walk(triage(RequestIntent.OPTIMIZE, true), SufficiencyState.UNKNOWN, fates);

        assertThat(walk.started()).containsExactly("triage");
        assertThat(walk.report().reportType()).isEqualTo(ReportType.FALLBACK);
        assertThat(walk.report().fullReport()).contains("Agent data was skipped: agent data is not registered.");
    }

    @Test
    void the_report_names_what_failed_and_why() {
        Map<Member, Fate> fates = allOf(Fate.SUCCEEDS);
        fates.put(Member.OPTIMIZATION, Fate.MEETS_A_LIMIT);
        fates.put(Member.REPORTING, Fate.TIMES_OUT);

        Walk walk = walk(triage(RequestIntent.OPTIMIZE, true), SufficiencyState.OPTIMAL, fates);

        assertThat(walk.report().caveats())
                .anyMatch(caveat -> caveat.startsWith("Agent optimization met a limit: spent"))
                .anyMatch(caveat -> caveat.startsWith("Agent actions was skipped: requires optimization"))
                .anyMatch(caveat -> caveat.startsWith("Agent reporting timed out"));
    }

    private static SuiteRoute route(RequestIntent intent, SufficiencyState state) {
        return SuiteRoute.of(
                Optional.of(new Outcome.Succeeded<>(triage(intent, true))),
                Optional.of(new Outcome.Succeeded<>(assessment(state))));
    }

    private static List<String> names(SuiteRoute route) {
        return route.agents().stream().map(AgentKey::name).toList();
    }

    /** Every fate of triage, data, optimization and reporting; guidance and actions share those of data and optimization. */
    private static List<Map<Member, Fate>> fates() {
        List<Map<Member, Fate>> all = new ArrayList<>();
        for (Fate triage : Fate.values()) {
            for (Fate data : Fate.values()) {
                for (Fate optimization : Fate.values()) {
                    for (Fate reporting : Fate.values()) {
                        Map<Member, Fate> fates = new EnumMap<>(Member.class);
                        fates.put(Member.TRIAGE, triage);
                        fates.put(Member.DATA, data);
                        fates.put(Member.DATA_GUIDANCE, optimization);
                        fates.put(Member.OPTIMIZATION, optimization);
                        fates.put(Member.ACTIONS, reporting);
                        fates.put(Member.REPORTING, reporting);
                        all.add(fates);
                    }
                }
            }
        }
        return all;
    }

    private static Map<Member, Fate> allOf(Fate fate) {
        Map<Member, Fate> fates = new EnumMap<>(Member.class);
        Stream.of(Member.values()).forEach(member -> fates.put(member, fate));
        return fates;
    }

    /** Plays the engine: starts what the supervisor decides, and lets each agent meet its fate. */
    private static Walk walk(Triage triage, SufficiencyState state, Map<Member, Fate> fates) {
        SupervisorOrchestrator.Builder<Report> builder = SupervisorOrchestrator.of(NetraSuite.SUPERVISOR);
        fates.forEach((member, fate) -> {
            if (fate != Fate.IS_ABSENT) {
                builder.agent(agent(member));
            }
        });
        builder.agent(Agent.of(AgentKey.of("bystander", String.class), (input, context) -> ""));
        SupervisorOrchestrator<Report> supervisor =
                builder.workflow(SuiteRoute.table()).fallback(BuiltInReport::of).endingIn(NetraSuite.REPORTING);
        Progress.Recorder recorder = Progress.recorder(AgentInput.of("reduce cost"));
        List<String> started = new ArrayList<>();
        for (int step = 0; step < 50; step++) {
            switch (supervisor.decide(recorder.progress())) {
                case Decision.Start<Report> start -> {
                    for (Activation<?> activation : start.activations()) {
                        started.addAll(meet(activation, recorder, triage, state, fates));
                    }
                }
                case Decision.Finish<Report> finish -> {
                    return new Walk(started, recorder.progress(), finish.output());
                }
                case Decision.Wait<Report> wait -> throw new AssertionError("waits with nothing running");
                case Decision.Fail<Report> fail -> throw new AssertionError("fails: " + fail.failure());
            }
        }
        throw new AssertionError("does not end: " + started);
    }

    private static List<String> meet(
            Activation<?> activation,
            Progress.Recorder recorder,
            Triage triage,
            SufficiencyState state,
            Map<Member, Fate> fates) {
        if (activation.skipReason().isPresent()) {
            recorder.outcome(
                    activation.key(),
                    new Outcome.Skipped<>(activation.skipReason().get()));
            return List.of();
        }
        Member member = Stream.of(Member.values())
                .filter(m -> m.key.equals(activation.key()))
                .findFirst()
                .orElseThrow();
        switch (fates.get(member)) {
            case SUCCEEDS -> succeed(member, recorder, triage, state);
            case FAILS ->
                recorder.outcome(activation.key(), new Outcome.Failed<>(Failure.of(FailureKind.AGENT_ERROR, "broke")));
            case MEETS_A_LIMIT ->
                recorder.outcome(
                        activation.key(),
                        new Outcome.LimitExceeded<>(Failure.of(FailureKind.LIMIT_EXCEEDED, "spent all activations")));
            case TIMES_OUT ->
                recorder.outcome(
                        activation.key(), new Outcome.TimedOut<>(Failure.of(FailureKind.TIMED_OUT, "too late")));
            case IS_ABSENT -> throw new AssertionError("an absent agent was started");
        }
        return List.of(activation.key().name());
    }

    private static void succeed(Member member, Progress.Recorder recorder, Triage triage, SufficiencyState state) {
        switch (member) {
            case TRIAGE -> recorder.succeeded(NetraSuite.TRIAGE, triage);
            case DATA -> recorder.succeeded(NetraSuite.DATA, assessment(state));
            case DATA_GUIDANCE ->
                recorder.succeeded(
                        NetraSuite.DATA_GUIDANCE, new DataGuidance(List.of(), List.of(), List.of(), Optional.empty()));
            case OPTIMIZATION -> recorder.succeeded(NetraSuite.OPTIMIZATION, Optimization.none());
            case ACTIONS -> recorder.succeeded(NetraSuite.ACTIONS, ActionPlan.none());
            case REPORTING ->
                recorder.succeeded(
                        NetraSuite.REPORTING,
                        new Report(
                                "",
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of("next"),
                                "",
                                SuiteRoute.of(recorder.progress()).reportType(),
                                List.of(),
                                Optional.empty()));
        }
    }

    /** The suite's own agents declare what they read; only that is used of them here. */
    private static Agent<?> agent(Member member) {
        return switch (member) {
            case TRIAGE -> TriageAgent.knowing(List.of());
            case DATA -> new DataAgent();
            case DATA_GUIDANCE -> new DataGuidanceAgent();
            case OPTIMIZATION -> new OptimizationAgent();
            case ACTIONS -> new ActionsAgent();
            case REPORTING -> ReportingAgent.typedBy((triage, data) -> ReportType.FULL);
        };
    }

    private static Triage triage(RequestIntent intent, boolean needsData) {
        return Triage.of(
                RequestCategory.COST_OPTIMIZATION,
                intent,
                needsData ? List.of("workload_metrics", "cost_analysis") : List.of());
    }

    private static DataAssessment assessment(SufficiencyState state) {
        return DataAssessment.of(new Sufficiency(Optional.empty(), state, List.of(), List.of(), List.of(), List.of()));
    }
}
