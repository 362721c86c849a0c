package ai.netra.agents.core.json;

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
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Journal entries of every kind, with anything in them that can be. */
final class JournalEntries {
    private JournalEntries() {}

    /** Those that read back equal: no values of types that the code alone knows, and keys of any type. */
    static Arbitrary<JournalEntry> exact() {
        return Arbitraries.oneOf(List.of(
                began(),
                owned(),
                joined(),
                retried(),
                intended(),
                called(),
                suspended(),
                asked(),
                decided(decisions(Arbitraries.just(Optional.empty()))),
                ended(failing()),
                returned(failing()),
                finished(failing()),
                stepped(Arbitraries.oneOf(
                        responses().map(response -> (Object) response),
                        toolErrors().map(ToolResult::failure)))));
    }

    /** All, with values. */
    static Arbitrary<JournalEntry> any() {
        Arbitrary<Object> values = values();
        return Arbitraries.oneOf(List.of(
                exact(),
                decided(decisions(values.map(Optional::of))),
                ended(giving(values)),
                returned(giving(values)),
                finished(giving(values)),
                stepped(values),
                stepped(values.map(ToolResult::of)),
                answered(values)));
    }

    /** Decisions, with values or without. */
    static Arbitrary<JournalEntry.Decided> decided() {
        return Arbitraries.oneOf(
                        decided(decisions(Arbitraries.just(Optional.empty()))),
                        decided(decisions(values().map(Optional::of))))
                .map(JournalEntry.Decided.class::cast);
    }

    /** Any text, with halves of surrogate pairs in it. */
    static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .all()
                .withChars('\ud800', '\udc00', '"', '\\', '\u0000', '\u2028', 'ä')
                .withChars("😀")
                .ofMaxLength(20);
    }

    static Arbitrary<Instant> times() {
        return Combinators.combine(
                        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    static Arbitrary<Object> values() {
        return Arbitraries.oneOf(
                texts().map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.doubles().map(number -> (Object) number),
                decimals().map(number -> (Object) number),
                Combinators.combine(texts(), decimals(), texts().list().ofMaxSize(3))
                        .as(Draft::new),
                texts().list().ofMaxSize(3).map(list -> (Object) list));
    }

    /** A value of a host's. */
    record Draft(String text, BigDecimal price, List<String> tags) {}

    static Arbitrary<BigDecimal> decimals() {
        return Combinators.combine(
                        Arbitraries.bigIntegers().between(BigInteger.TEN.pow(60).negate(), BigInteger.TEN.pow(60)),
                        Arbitraries.integers().between(-80, 80))
                .as(BigDecimal::new);
    }

    private static Arbitrary<BigDecimal> positive() {
        return decimals().map(BigDecimal::abs).filter(number -> number.signum() > 0);
    }

    private static Arbitrary<Duration> durations() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 999_999_999))
                .as((seconds, nanos) -> Duration.ofSeconds(seconds, nanos));
    }

    private static Arbitrary<Duration> positiveDurations() {
        return durations().filter(Duration::isPositive);
    }

    private static Arbitrary<String> ids() {
        return texts().map(text -> text.chars()
                .filter(c -> !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .insert(0, 'u')
                .toString());
    }

    private static Arbitrary<AgentKey<?>> keys() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("_-.09")
                .ofMaxLength(8)
                .map(name -> AgentKey.of("a" + name, Object.class));
    }

    private static Arbitrary<ActivationId> activations() {
        return Combinators.combine(
                        keys(),
                        Arbitraries.integers().between(0, 99),
                        Arbitraries.integers().between(0, 2))
                .as((key, number, form) -> switch (form) {
                    case 0 -> ActivationId.of(key);
                    case 1 -> ActivationId.item(key, number);
                    default -> ActivationId.round(key, number + 1);
                });
    }

    private static Arbitrary<StepId> steps() {
        return Combinators.combine(
                        Arbitraries.of("flow/draft", "flow/draft!2/3/helper", "flow[3]~2", ""),
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.integers().greaterOrEqual(0))
                .as(StepId::new);
    }

    private static Arbitrary<Failure> failures() {
        return Combinators.combine(Arbitraries.of(FailureKind.class), texts(), texts(), Arbitraries.of(true, false))
                .as(Failure::new);
    }

    private static Arbitrary<Attributes> attributes() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                texts().map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.doubles().map(number -> (Object) number),
                Arbitraries.of(true, false).map(flag -> (Object) flag));
        return Arbitraries.maps(
                        texts().map(text -> "n" + text),
                        Arbitraries.oneOf(scalars, scalars.list().ofMaxSize(3).map(list -> (Object) list)))
                .ofMaxSize(3)
                .map(Attributes::copyOf);
    }

    private static Arbitrary<Limits> limits() {
        Arbitrary<Integer> counts = Arbitraries.integers().greaterOrEqual(1);
        return Combinators.combine(
                        counts.list().ofSize(5),
                        Arbitraries.longs().greaterOrEqual(1),
                        positive().optional(),
                        positiveDurations().list().ofSize(4))
                .as((count, tokens, cost, time) -> new Limits(
                        count.get(0),
                        count.get(1),
                        count.get(2),
                        tokens,
                        cost,
                        count.get(3),
                        count.get(4),
                        time.get(0),
                        time.get(1),
                        time.get(2),
                        time.get(3)));
    }

    private static Arbitrary<Usage> usages() {
        return Combinators.combine(
                        Arbitraries.integers().list().ofSize(3),
                        Arbitraries.longs().list().ofSize(3),
                        decimals().optional())
                .as((counts, tokens, cost) -> new Usage(
                        counts.get(0),
                        counts.get(1),
                        counts.get(2),
                        tokens.get(0),
                        tokens.get(1),
                        tokens.get(2),
                        cost));
    }

    private static Arbitrary<RunRequest> requests() {
        return Combinators.combine(
                        texts(),
                        attributes(),
                        ids().optional(),
                        ids().optional(),
                        ids().optional(),
                        limits().optional(),
                        Arbitraries.of(WhenBusy.class))
                .as((message, attributes, user, thread, run, limits, busy) -> {
                    RunRequest request =
                            RunRequest.of(message).attributes(attributes).whenBusy(busy);
                    request = user.map(request::user).orElse(request);
                    request = thread.map(request::thread).orElse(request);
                    request = run.map(request::runId).orElse(request);
                    return limits.map(request::limits).orElse(request);
                });
    }

    private static Arbitrary<RecordedDecision> decisions(Arbitrary<Optional<Object>> values) {
        Arbitrary<RecordedDecision.Read> reads = Combinators.combine(
                        keys(), activations(), Arbitraries.of(RecordedDecision.From.class))
                .as(RecordedDecision.Read::new);
        Arbitrary<RecordedDecision.Start> starts = Combinators.combine(
                        activations(),
                        keys(),
                        reads.list().ofMaxSize(3),
                        texts().optional(),
                        values,
                        durations().optional(),
                        texts().optional())
                .as(RecordedDecision.Start::new);
        return Combinators.combine(
                        Arbitraries.of(RecordedDecision.Kind.class),
                        starts.list().ofMaxSize(3),
                        values,
                        failures().optional())
                .as(RecordedDecision::new);
    }

    private static Arbitrary<Outcome<Object>> failing() {
        return Arbitraries.oneOf(
                texts().map(Outcome.Skipped::new),
                texts().map(Outcome.Cancelled::new),
                failures().map(Outcome.Failed::new),
                failures().map(Outcome.TimedOut::new),
                failures().map(Outcome.LimitExceeded::new));
    }

    private static Arbitrary<Outcome<Object>> giving(Arbitrary<Object> values) {
        return Arbitraries.oneOf(
                values.map(Outcome.Succeeded::new),
                Combinators.combine(values, failures()).as(Outcome.Degraded::new));
    }

    static Arbitrary<LlmResponse> responses() {
        Arbitrary<LlmPart> parts = Arbitraries.oneOf(
                texts().map(LlmPart.Text::new),
                Combinators.combine(texts(), texts()).as(LlmPart.Image::new),
                Combinators.combine(texts(), texts(), texts()).as(LlmPart.ToolUse::new),
                Combinators.combine(texts(), texts(), Arbitraries.of(LlmPart.ToolAnswer.Status.class))
                        .as(LlmPart.ToolAnswer::new),
                Combinators.combine(texts(), texts()).as(LlmPart.Opaque::new));
        Arbitrary<LlmMessage> messages = Combinators.combine(
                        Arbitraries.of(LlmRole.class), parts.list().ofMaxSize(4))
                .as(LlmMessage::new);
        Arbitrary<LlmUsage> usages = Arbitraries.longs()
                .list()
                .ofSize(4)
                .map(counts -> new LlmUsage(counts.get(0), counts.get(1), counts.get(2), counts.get(3)));
        return Combinators.combine(messages, Arbitraries.of(FinishReason.class), usages, texts(), times().optional())
                .as(LlmResponse::new);
    }

    private static Arbitrary<ToolError> toolErrors() {
        return Combinators.combine(Arbitraries.of(ToolErrorKind.class), texts(), texts())
                .as(ToolError::new);
    }

    private static Arbitrary<JournalEntry> began() {
        return Combinators.combine(ids(), ids(), ids(), requests(), keys(), texts(), times())
                .as((user, thread, run, request, agent, version, at) -> new JournalEntry.Began(
                        UserId.of(user), ThreadId.of(thread), RunId.of(run), request, agent, version, at));
    }

    private static Arbitrary<JournalEntry> owned() {
        return Combinators.combine(texts(), Arbitraries.longs(), times()).as(JournalEntry.Owned::new);
    }

    private static Arbitrary<JournalEntry> joined() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs(), times())
                .as(JournalEntry.Joined::new);
    }

    private static Arbitrary<JournalEntry> retried() {
        return Combinators.combine(texts(), keys(), Arbitraries.integers(), failures(), durations(), times())
                .as(JournalEntry.Retried::new);
    }

    private static Arbitrary<JournalEntry> intended() {
        return Combinators.combine(
                        steps(),
                        Arbitraries.of(JournalEntry.StepKind.class),
                        texts(),
                        texts(),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        times())
                .as(JournalEntry.Intended::new);
    }

    private static Arbitrary<JournalEntry> called() {
        return Combinators.combine(steps(), keys(), texts(), times()).as(JournalEntry.Called::new);
    }

    private static Arbitrary<JournalEntry> suspended() {
        return Combinators.combine(usages(), times()).as(JournalEntry.Suspended::new);
    }

    private static Arbitrary<JournalEntry> asked() {
        Arbitrary<Question<Object>> questions = Combinators.combine(
                        texts().map(text -> "q" + text),
                        attributes(),
                        positiveDurations().optional(),
                        ids().map(UserId::of).optional())
                .as((text, details, expiry, by) -> new Question<>(text, Object.class, details, expiry, by));
        return Combinators.combine(steps(), keys(), questions, texts(), times().optional(), times())
                .as(JournalEntry.Asked::new);
    }

    private static Arbitrary<JournalEntry> answered(Arbitrary<Object> values) {
        return Combinators.combine(steps(), values.optional(), ids().map(UserId::of), times())
                .as(JournalEntry.Answered::new);
    }

    private static Arbitrary<JournalEntry> decided(Arbitrary<RecordedDecision> decisions) {
        return Combinators.combine(texts(), decisions, times()).as(JournalEntry.Decided::new);
    }

    @SuppressWarnings("unchecked") // the keys are of any type
    private static Arbitrary<JournalEntry> ended(Arbitrary<Outcome<Object>> outcomes) {
        return Combinators.combine(texts(), activations(), keys(), outcomes, times())
                .as((scope, id, key, outcome, at) -> new JournalEntry.Ended(
                        scope, new ActivationOutcome<>(id, (AgentKey<Object>) key, outcome), at));
    }

    private static Arbitrary<JournalEntry> returned(Arbitrary<Outcome<Object>> outcomes) {
        return Combinators.combine(steps(), keys(), outcomes, times()).as(JournalEntry.Returned::new);
    }

    private static Arbitrary<JournalEntry> finished(Arbitrary<Outcome<Object>> outcomes) {
        return Combinators.combine(outcomes, usages(), times()).as(JournalEntry.Finished::new);
    }

    private static Arbitrary<JournalEntry> stepped(Arbitrary<Object> results) {
        return Combinators.combine(
                        steps(),
                        Arbitraries.of(JournalEntry.StepKind.class),
                        texts(),
                        texts(),
                        results.optional(),
                        failures().optional(),
                        times())
                .as(JournalEntry.Stepped::new);
    }
}
