package ai.netra.agents.suite.reporting;

import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.actions.ActionsAgent;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.guidance.DataGuidance;
import ai.netra.agents.suite.guidance.DataGuidanceAgent;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.OptimizationAgent;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a report is made of: how each agent ended. An agent that took no part is absent.
 *
 * @param message what was asked
 * @param triageOutcome how triage ended
 * @param dataOutcome how data ended
 * @param guidanceOutcome how data guidance ended
 * @param optimizationOutcome how optimization ended
 * @param actionsOutcome how actions ended
 * @param reportingOutcome how reporting ended; only for the built-in report, and for one that a model could not word
 */
record ReportInputs(
        String message,
        Optional<Outcome<Triage>> triageOutcome,
        Optional<Outcome<DataAssessment>> dataOutcome,
        Optional<Outcome<DataGuidance>> guidanceOutcome,
        Optional<Outcome<Optimization>> optimizationOutcome,
        Optional<Outcome<ActionPlan>> actionsOutcome,
        Optional<Outcome<Report>> reportingOutcome) {

    static ReportInputs of(AgentInput input) {
        return new ReportInputs(
                input.message(),
                input.outcome(TriageAgent.KEY),
                input.outcome(DataAgent.KEY),
                input.outcome(DataGuidanceAgent.KEY),
                input.outcome(OptimizationAgent.KEY),
                input.outcome(ActionsAgent.KEY),
                Optional.empty());
    }

    static ReportInputs of(Progress progress) {
        return new ReportInputs(
                progress.input().message(),
                outcome(progress, TriageAgent.KEY),
                outcome(progress, DataAgent.KEY),
                outcome(progress, DataGuidanceAgent.KEY),
                outcome(progress, OptimizationAgent.KEY),
                outcome(progress, ActionsAgent.KEY),
                outcome(progress, ReportKey.REPORTING));
    }

    private static <O> Optional<Outcome<O>> outcome(Progress progress, AgentKey<O> key) {
        return progress.readable(key).map(ended -> ended.outcome());
    }

    /** With how reporting itself ended, for a report that says so. */
    ReportInputs withReporting(Outcome<Report> ended) {
        return new ReportInputs(
                message,
                triageOutcome,
                dataOutcome,
                guidanceOutcome,
                optimizationOutcome,
                actionsOutcome,
                Optional.of(ended));
    }

    Optional<Triage> triage() {
        return triageOutcome.flatMap(Outcome::output);
    }

    Optional<DataAssessment> data() {
        return dataOutcome.flatMap(Outcome::output);
    }

    Optional<DataGuidance> guidance() {
        return guidanceOutcome.flatMap(Outcome::output);
    }

    Optional<Optimization> optimization() {
        return optimizationOutcome.flatMap(Outcome::output);
    }

    Optional<ActionPlan> actions() {
        return actionsOutcome.flatMap(Outcome::output);
    }

    /** What failed, was degraded or skipped, and why, a sentence each. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        trouble("triage", triageOutcome, troubles);
        trouble("data", dataOutcome, troubles);
        trouble("data_guidance", guidanceOutcome, troubles);
        trouble("optimization", optimizationOutcome, troubles);
        trouble("actions", actionsOutcome, troubles);
        trouble("reporting", reportingOutcome, troubles);
        return troubles;
    }

    private static <O> void trouble(String agent, Optional<Outcome<O>> ended, List<String> troubles) {
        ended.ifPresent(outcome -> {
            switch (outcome) {
                case Outcome.Succeeded<O> succeeded -> {}
                case Outcome.Degraded<O> degraded ->
                    troubles.add("Agent " + agent + " was degraded: " + text(degraded.cause()));
                case Outcome.Skipped<O> skipped ->
                    troubles.add("Agent " + agent + " was skipped: " + skipped.reason() + ".");
                case Outcome.Failed<O> failed -> troubles.add("Agent " + agent + " failed: " + text(failed.cause()));
                case Outcome.TimedOut<O> timedOut ->
                    troubles.add("Agent " + agent + " timed out: " + text(timedOut.cause()));
                case Outcome.LimitExceeded<O> exceeded ->
                    troubles.add("Agent " + agent + " met a limit: " + text(exceeded.cause()));
                case Outcome.Cancelled<O> cancelled ->
                    troubles.add("Agent " + agent + " was cancelled: " + cancelled.reason() + ".");
            }
        });
    }

    private static String text(Failure failure) {
        return failure.message() + " (" + failure.kind().label() + ").";
    }
}
