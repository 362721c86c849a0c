package ai.netra.agents.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.Outcome;
import ai.netra.agents.Question;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.Usage;
import ai.netra.agents.UserId;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.store.Payload;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Journals are kept: {@code journal.txt} holds entries as schema 1 has them. Where this fails, journals that are kept cannot be read any more, and an
 * upcaster is missing; see {@link EntryForm}.
 */
class JournalFormatTest {
    private static final Instant AT = Instant.parse("2026-11-22T17:00:00.123456789Z");
    private static final JournalJson JSON = new JournalJson(JsonCodec.standard());
    private static final AgentKey<Draft> DRAFT = AgentKey.of("draft", Draft.class);
    private static final StepId STEP = new StepId("flow/draft", 1, 3);
    private static final Failure GONE =
            new Failure(FailureKind.LLM_ERROR, "Unavailable", "the model is gone; try later", true);
    private static final Usage USAGE = new Usage(3, 2, 1, 900, 100, 1000, Optional.of(new BigDecimal("0.0125")));

    record Draft(String text, BigDecimal price) {}

    private static List<JournalEntry> entries() {
        return List.of(
                new JournalEntry.Began(
                        UserId.of("u1"),
                        ThreadId.of("t1"),
                        RunId.of("r1"),
                        RunRequest.of("hello").user("u1").thread("t1").attribute("workload_id", "test-123"),
                        DRAFT,
                        "1",
                        AT),
                new JournalEntry.Began(
                        UserId.of("u1"),
                        ThreadId.of("t1"),
                        RunId.of("r1"),
                        RunRequest.of("\ud83d\ude00 or half: \ud83d")
                                .runId("r1")
                                .attributes(Attributes.of("a", List.of(1, 2.5, true, "x")))
                                .limits(Limits.defaults().cost(new BigDecimal("0.50")))
                                .whenBusy(WhenBusy.QUEUE),
                        DRAFT,
                        "1",
                        AT),
                new JournalEntry.Owned("runner-1", 1, AT),
                new JournalEntry.Joined(7, 32, AT),
                new JournalEntry.Decided(
                        "flow",
                        new RecordedDecision(
                                RecordedDecision.Kind.START,
                                List.of(
                                        new RecordedDecision.Start(
                                                new ActivationId("draft~2"),
                                                DRAFT,
                                                List.of(new RecordedDecision.Read(
                                                        DRAFT, ActivationId.of(DRAFT), RecordedDecision.From.SCOPE)),
                                                Optional.of("again"),
                                                Optional.of(new Draft("a", new BigDecimal("1.50"))),
                                                Optional.of(Duration.ofSeconds(90)),
                                                Optional.empty()),
                                        new RecordedDecision.Start(
                                                new ActivationId("review"),
                                                AgentKey.of("review", String.class),
                                                List.of(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.of("not needed"))),
                                Optional.empty(),
                                Optional.empty()),
                        AT),
                new JournalEntry.Decided("flow", decision(RecordedDecision.Kind.WAIT), AT),
                new JournalEntry.Decided(
                        "flow",
                        new RecordedDecision(
                                RecordedDecision.Kind.FINISH, List.of(), Optional.of("done"), Optional.empty()),
                        AT),
                new JournalEntry.Decided(
                        "flow",
                        new RecordedDecision(
                                RecordedDecision.Kind.FAIL, List.of(), Optional.empty(), Optional.of(GONE)),
                        AT),
                new JournalEntry.Retried("flow/draft", DRAFT, 1, GONE, Duration.ofMillis(1500), AT),
                ended(new Outcome.Succeeded<>(new Draft("a", new BigDecimal("1.50")))),
                ended(new Outcome.Degraded<>(new Draft("a", new BigDecimal("1.50")), GONE)),
                ended(new Outcome.Skipped<>("not needed")),
                ended(new Outcome.Failed<>(GONE)),
                ended(new Outcome.TimedOut<>(GONE)),
                ended(new Outcome.LimitExceeded<>(GONE)),
                ended(new Outcome.Cancelled<>("enough")),
                new JournalEntry.Intended(STEP, JournalEntry.StepKind.LLM, "large", "c0ffee", 900, 4096, AT),
                stepped(
                        JournalEntry.StepKind.LLM,
                        new LlmResponse(
                                new LlmMessage(
                                        LlmRole.ASSISTANT,
                                        List.of(
                                                new LlmPart.Opaque("anthropic", "{\"type\":\"thinking\"}"),
                                                new LlmPart.Text("let me see"),
                                                new LlmPart.Image("image/png", "AAAA"),
                                                new LlmPart.ToolUse("c1", "get_price", "{\"id\":1}"),
                                                new LlmPart.ToolAnswer("c0", "2", LlmPart.ToolAnswer.Status.ERROR))),
                                FinishReason.TOOL_USE,
                                new LlmUsage(900, 100, 800, 50),
                                "large-2")),
                stepped(JournalEntry.StepKind.TOOL, ToolResult.of(new Draft("a", new BigDecimal("1.50")))),
                stepped(
                        JournalEntry.StepKind.TOOL,
                        ToolResult.failure(new ToolError(ToolErrorKind.TIMED_OUT, "too slow", ""))),
                stepped(JournalEntry.StepKind.STEP, Map.of("a", 1)),
                new JournalEntry.Stepped(
                        STEP, JournalEntry.StepKind.LLM, "large", "c0ffee", Optional.empty(), Optional.of(GONE), AT),
                new JournalEntry.Called(STEP, DRAFT, "c0ffee", AT),
                new JournalEntry.Returned(STEP, DRAFT, new Outcome.Failed<>(GONE), AT),
                new JournalEntry.Asked(
                        STEP,
                        DRAFT,
                        Question.of("Refund?", Boolean.class)
                                .details(Attributes.of("amount", 120))
                                .expiresIn(Duration.ofDays(3))
                                .answeredBy(UserId.of("boss")),
                        "{\"type\":\"boolean\"}",
                        Optional.of(AT.plus(Duration.ofDays(3))),
                        AT),
                new JournalEntry.Answered(STEP, Optional.of(true), UserId.of("boss"), AT),
                new JournalEntry.Answered(STEP, Optional.empty(), UserId.of("boss"), AT),
                new JournalEntry.Suspended(USAGE, AT),
                new JournalEntry.Finished(new Outcome.Succeeded<>("done"), USAGE, AT));
    }

    private static RecordedDecision decision(RecordedDecision.Kind kind) {
        return new RecordedDecision(kind, List.of(), Optional.empty(), Optional.empty());
    }

    private static JournalEntry ended(Outcome<Draft> outcome) {
        return new JournalEntry.Ended(
                "flow", new ActivationOutcome<>(new ActivationId("draft[3]"), DRAFT, outcome), AT);
    }

    private static JournalEntry stepped(JournalEntry.StepKind kind, Object result) {
        return new JournalEntry.Stepped(STEP, kind, "a name", "c0ffee", Optional.of(result), Optional.empty(), AT);
    }

    @Test
    void writes_entries_as_it_always_did() throws IOException {
        assertThat(entries().stream()
                        .map(JSON::encode)
                        .map(payload -> payload.kind() + " " + new String(payload.bytes(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("\n", "", "\n")))
                .isEqualTo(kept());
    }

    @Test
    void reads_entries_that_were_always_written_so() throws IOException {
        List<JournalEntry> read = kept().lines()
                .map(line -> line.split(" ", 2))
                .map(line -> JSON.decode(Payload.of(line[0], 1, line[1].getBytes(StandardCharsets.UTF_8))))
                .toList();

        assertThat(read)
                .isEqualTo(entries().stream().map(JournalJsonLawsTest::readBack).toList());
        assertThat(read.stream().map(JournalEntry::getClass).distinct())
                .hasSameSizeAs(JournalEntry.class.getPermittedSubclasses());
    }

    private static String kept() throws IOException {
        try (InputStream file = JournalFormatTest.class.getResourceAsStream("journal.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
