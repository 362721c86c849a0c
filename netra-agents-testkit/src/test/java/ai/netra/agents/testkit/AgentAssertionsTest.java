package ai.netra.agents.testkit;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AgentAssertionsTest {
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    private static final AgentKey<String> DRAFT = AgentKey.of("draft", String.class);
    private static final AgentKey<Integer> SCORE = AgentKey.of("score", Integer.class);
    private static final AgentKey<String> EXTRA = AgentKey.of("extra", String.class);
    private static final Failure FAILURE = Failure.of(FailureKind.AGENT_ERROR, "boom");
    private static final Usage USAGE = new Usage(3, 2, 1, 100, 50, 150, Optional.empty());

    private static final ActivationOutcome<String> DRAFTED = outcome(DRAFT, new Outcome.Succeeded<>("a draft"));
    private static final ActivationOutcome<Integer> SCORED = outcome(SCORE, new Outcome.Succeeded<>(7));
    private static final ActivationOutcome<String> SKIPPED = outcome(EXTRA, new Outcome.Skipped<>("not needed"));

    private final OrchestrationResult<String> succeeded =
            result(new Outcome.Succeeded<>("all"), DRAFTED, SKIPPED, SCORED);
    private final OrchestrationResult<String> degraded = result(new Outcome.Degraded<>("some", FAILURE), DRAFTED);
    private final OrchestrationResult<String> failed =
            result(new Outcome.Failed<>(FAILURE), DRAFTED, outcome(SCORE, new Outcome.Failed<>(FAILURE)));
    private final OrchestrationResult<String> cancelled = result(new Outcome.Cancelled<>("enough"));
    private final OrchestrationResult<String> refused = OrchestrationResult.<String>builder(
                    RunId.of("r1"), RunRequest.of("hello"))
            .refused("too short; say more")
            .build();

    @Test
    void accepts_what_is_so() {
        assertThat(succeeded)
                .succeeded()
                .hasStatus(RunStatus.SUCCEEDED)
                .hasOutput("all")
                .hasOutputSatisfying(output -> assertThat(output).startsWith("a"))
                .hasOutput(SCORE, 7)
                .hasOutputSatisfying(DRAFT, output -> assertThat(output).contains("draft"))
                .ran(DRAFT, SCORE)
                .skipped(EXTRA)
                .didNotReach(FLOW)
                .hasOutcomeSatisfying(SCORE, outcome -> outcome.succeededWith(7))
                .hasUsage(USAGE)
                .hasUsageSatisfying(usage -> assertThat(usage.llmCalls()).isEqualTo(2));
        assertThat(degraded).degraded().hasOutput("some").hasErrorContaining("boom");
        assertThat(failed)
                .hasStatus(RunStatus.FAILED)
                .failedWith(FailureKind.AGENT_ERROR)
                .hasErrorContaining("boom");
        assertThat(cancelled).cancelled().ran();
        assertThat(refused).refusedWith("say more");
    }

    @Test
    void refuses_what_is_not_so() {
        for (Consumer<OrchestrationAssert<String>> wrong : List.<Consumer<OrchestrationAssert<String>>>of(
                a -> a.degraded(),
                a -> a.cancelled(),
                a -> a.hasStatus(RunStatus.FAILED),
                a -> a.refusedWith("x"),
                a -> a.failedWith(FailureKind.AGENT_ERROR),
                a -> a.hasErrorContaining("boom"),
                a -> a.hasOutput("some"),
                a -> a.hasOutputSatisfying(output -> assertThat(output).isEqualTo("some")),
                a -> a.hasOutput(SCORE, 8),
                a -> a.hasOutput(EXTRA, "x"),
                a -> a.hasOutputSatisfying(SCORE, output -> assertThat(output).isEqualTo(8)),
                a -> a.hasOutputSatisfying(EXTRA, output -> {}),
                a -> a.ran(),
                a -> a.ran(DRAFT),
                a -> a.ran(SCORE, DRAFT),
                a -> a.ran(DRAFT, EXTRA, SCORE),
                a -> a.ran(DRAFT, SCORE, SCORE),
                a -> a.skipped(DRAFT),
                a -> a.skipped(FLOW),
                a -> a.didNotReach(EXTRA),
                a -> a.hasOutcomeSatisfying(SCORE, outcome -> outcome.succeededWith(8)),
                a -> a.hasOutcomeSatisfying(FLOW, outcome -> {}),
                a -> a.hasUsage(Usage.NONE),
                a -> a.hasUsageSatisfying(usage -> assertThat(usage.llmCalls()).isZero()))) {
            assertThatThrownBy(() -> wrong.accept(assertThat(succeeded))).isInstanceOf(AssertionError.class);
        }
        assertThatThrownBy(() -> assertThat(degraded).succeeded()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(degraded).failedWith(FailureKind.AGENT_ERROR))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(failed).failedWith(FailureKind.TIMED_OUT))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(failed).hasOutputSatisfying(output -> {}))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(refused).refusedWith("other")).isInstanceOf(AssertionError.class);
        OrchestrationResult<String> none = null;
        assertThatThrownBy(() -> assertThat(none).succeeded()).isInstanceOf(AssertionError.class);
    }

    @Test
    void shows_the_whole_result() {
        assertThatThrownBy(() -> assertThat(failed).as("the flow").succeeded())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                    [the flow]\s
                    expected
                      the status succeeded
                    but
                      run r1 failed in phase score
                      error: agent_error (agent_error): boom
                      cause: java.lang.IllegalStateException: live
                      outcomes:\s
                        draft succeeded with a draft
                        score failed: agent_error (agent_error): boom
                      Usage[activations=3, llmCalls=2, toolCalls=1, inputTokens=100, outputTokens=50, tokens=150, cost=Optional.empty]\
                    """);
        assertThatThrownBy(() -> assertThat(succeeded).ran(SCORE))
                .hasMessageContaining("to have run score and not draft, score")
                .hasMessageContaining("output: all")
                .hasMessageContaining("extra skipped: not needed");
    }

    @Test
    void judges_outcomes() {
        Outcome<Integer> succeededOutcome = new Outcome.Succeeded<>(7);
        Outcome<Integer> degradedOutcome = new Outcome.Degraded<>(6, FAILURE);
        List<Outcome<Integer>> all = List.of(
                succeededOutcome,
                degradedOutcome,
                new Outcome.Skipped<>("not needed"),
                new Outcome.Failed<>(FAILURE),
                new Outcome.TimedOut<>(Failure.of(FailureKind.TIMED_OUT, "late")),
                new Outcome.LimitExceeded<>(Failure.of(FailureKind.LIMIT_EXCEEDED, "much")),
                new Outcome.Cancelled<>("enough"));
        List<Consumer<OutcomeAssert<Integer>>> claims = Arrays.asList(
                OutcomeAssert::succeeded,
                OutcomeAssert::degraded,
                OutcomeAssert::skipped,
                OutcomeAssert::failed,
                OutcomeAssert::timedOut,
                OutcomeAssert::limitExceeded,
                OutcomeAssert::cancelled);

        for (int claim = 0; claim < claims.size(); claim++) {
            for (int outcome = 0; outcome < all.size(); outcome++) {
                List<AssertionError> errors = new ArrayList<>();
                try {
                    claims.get(claim).accept(assertThat(all.get(outcome)));
                } catch (AssertionError e) {
                    errors.add(e);
                }
                assertThat(errors.isEmpty())
                        .as("claim %d of %s", claim, all.get(outcome))
                        .isEqualTo(claim == outcome);
            }
        }

        assertThat(succeededOutcome)
                .succeededWith(7)
                .hasOutput(7)
                .hasOutputSatisfying(value -> assertThat(value).isPositive());
        assertThat(degradedOutcome).hasOutput(6).hasFailure(FailureKind.AGENT_ERROR);
        assertThatThrownBy(() -> assertThat(degradedOutcome).succeededWith(6)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(succeededOutcome).succeededWith(8)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(succeededOutcome).hasFailure(FailureKind.AGENT_ERROR))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(degradedOutcome).hasFailure(FailureKind.TIMED_OUT))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(all.get(3)).hasOutputSatisfying(value -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed: agent_error (agent_error): boom");
    }

    private static <O> ActivationOutcome<O> outcome(AgentKey<O> key, Outcome<O> outcome) {
        return new ActivationOutcome<>(ActivationId.of(key), key, outcome);
    }

    private static OrchestrationResult<String> result(Outcome<String> outcome, ActivationOutcome<?>... outcomes) {
        return OrchestrationResult.<String>builder(RunId.of("r1"), RunRequest.of("hello"))
                .outcome(outcome)
                .outcomes(List.of(outcomes))
                .phase("score")
                .usage(USAGE)
                .cause(new IllegalStateException("live"))
                .build();
    }
}
