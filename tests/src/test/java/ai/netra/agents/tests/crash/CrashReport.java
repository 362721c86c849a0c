package ai.netra.agents.tests.crash;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.journal.Encoded;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run ended, as its process tells it.
 *
 * @param run its id
 * @param status how it ended
 * @param failure the kind of its failure; empty where it has none
 * @param output its output
 * @param outcomes those of its own agents, by name
 * @param decisions those of each scope, in their order
 * @param steps what each step gave; one that is recorded twice says so
 * @param runners how many processes worked on it
 * @param activations what it spent, as the next two
 * @param llmCalls model calls
 * @param toolCalls tool calls
 * @param questions the ids of those that are open
 */
record CrashReport(
        String run,
        String status,
        String failure,
        String output,
        List<String> outcomes,
        Map<String, List<String>> decisions,
        Map<String, String> steps,
        int runners,
        int activations,
        int llmCalls,
        int toolCalls,
        List<String> questions) {

    boolean isSuspended() {
        return status.equals(RunStatus.SUSPENDED.label());
    }

    static CrashReport of(OrchestrationResult<?> result, List<JournalEntry> journal) {
        return new CrashReport(
                result.run().value(),
                result.status().label(),
                result.error().map(error -> error.failure().kind().name()).orElse(""),
                result.output().map(Object::toString).orElse(""),
                result.outcomes().stream().map(CrashReport::text).sorted().toList(),
                decisions(journal),
                steps(journal),
                (int) journal.stream()
                        .filter(JournalEntry.Owned.class::isInstance)
                        .count(),
                result.usage().activations(),
                result.usage().llmCalls(),
                result.usage().toolCalls(),
                result.questions().stream().map(question -> question.id()).toList());
    }

    private static String text(ActivationOutcome<?> ended) {
        return ended.id() + " " + ended.outcome().label()
                + ended.outcome().output().map(CrashReport::json).orElse("")
                + ended.outcome()
                        .failure()
                        .map(failure -> failure.kind().name())
                        .orElse("");
    }

    /** Without the waits between outcomes of siblings, which may come in another order. */
    private static Map<String, List<String>> decisions(List<JournalEntry> journal) {
        Map<String, List<String>> decisions = new TreeMap<>();
        for (JournalEntry entry : journal) {
            if (entry instanceof JournalEntry.Decided decided
                    && decided.decision().kind() != RecordedDecision.Kind.WAIT) {
                decisions
                        .computeIfAbsent(decided.scope(), scope -> new ArrayList<>())
                        .add(text(decided.decision()));
            }
        }
        return decisions;
    }

    private static String text(RecordedDecision decision) {
        return decision.kind().name()
                + decision.starts().stream()
                        .map(start -> start.id() + " reads "
                                + start.reads().stream()
                                        .map(read -> read.activation().toString())
                                        .sorted()
                                        .toList()
                                + start.message().orElse("")
                                + start.previous().map(CrashReport::json).orElse(""))
                        .toList()
                + decision.output().map(CrashReport::json).orElse("")
                + decision.failure().map(failure -> failure.kind().name()).orElse("");
    }

    /** What each step gave. */
    static Map<String, String> steps(List<JournalEntry> journal) {
        Map<String, String> steps = new TreeMap<>();
        for (JournalEntry entry : journal) {
            if (entry instanceof JournalEntry.Stepped stepped) {
                steps.merge(stepped.step().toString(), given(stepped), (one, other) -> one + " AGAIN " + other);
            }
        }
        return steps;
    }

    private static String given(JournalEntry.Stepped stepped) {
        return stepped.result()
                .map(CrashReport::given)
                .orElseGet(() -> stepped.failure().orElseThrow().kind() == FailureKind.EFFECT_UNKNOWN
                        ? CrashWorkload.LOST
                        : stepped.failure().orElseThrow().toString());
    }

    private static String given(Object result) {
        return switch (result) {
            case LlmResponse response -> Reality.text(response.message());
            case ToolResult tool ->
                tool.error()
                                .filter(error -> error.kind() == ToolErrorKind.RESULT_LOST)
                                .isPresent()
                        ? CrashWorkload.LOST
                        : String.valueOf(tool.value().orElse(tool));
            case Encoded encoded -> encoded.as(String.class);
            default -> result.toString();
        };
    }

    private static String json(Object value) {
        return value instanceof Encoded encoded
                ? encoded.text()
                : JsonCodec.standard().encode(value);
    }
}
