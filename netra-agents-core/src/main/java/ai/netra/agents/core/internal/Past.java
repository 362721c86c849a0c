package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.store.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a run that is gone on with: the turns of each scope, and the steps of each activation. It is read by the threads of the run, each
 * of which takes the turns of its own scopes; nothing is added to it.
 */
final class Past {
    /** Of a run that begins. */
    static final Past NONE = new Past(List.of());

    private final List<JournalEntry> entries;
    private final Map<String, Deque<RecordedTurn>> turns = new HashMap<>();
    private final Map<String, Map<ActivationId, ActivationOutcome<?>>> undecided = new HashMap<>();
    private final Map<String, Deque<JournalEntry.Retried>> retries = new HashMap<>();
    private final Map<StepId, RecordedStep> steps = new HashMap<>();
    private final Map<StepId, JournalEntry.Asked> open = new LinkedHashMap<>();
    private final TreeSet<String> answered = new TreeSet<>(); // activations, since the run was last suspended
    private JournalEntry.@Nullable Began began;
    private JournalEntry.@Nullable Finished finished;
    private @Nullable StreamPosition joined;
    private long epoch;
    private Duration active = Duration.ZERO;

    /** An outcome and the decision it led to; the first of a scope is of no outcome. */
    record RecordedTurn(@Nullable ActivationOutcome<?> ended, RecordedDecision decision) {}

    private Past(List<JournalEntry> entries) {
        this.entries = entries;
        Instant since = entries.isEmpty() ? Instant.EPOCH : entries.getFirst().at();
        for (int i = 0; i < entries.size(); i++) {
            JournalEntry entry = entries.get(i);
            switch (entry) {
                case JournalEntry.Began e -> began = e;
                case JournalEntry.Owned e -> {
                    epoch = e.epoch();
                    since = e.at();
                }
                case JournalEntry.Joined e ->
                    joined = e.version() == 0 ? StreamPosition.NONE : new StreamPosition(e.generation(), e.version());
                case JournalEntry.Decided e -> {
                    if (i == 0 || !isDecidedOn(entries.get(i - 1), e)) {
                        turn(e.scope(), null, e.decision());
                    }
                }
                case JournalEntry.Ended e -> {
                    if (i + 1 < entries.size() && isDecidedOn(e, entries.get(i + 1))) {
                        turn(e.scope(), e.outcome(), ((JournalEntry.Decided) entries.get(i + 1)).decision());
                    } else {
                        undecided
                                .computeIfAbsent(e.scope(), scope -> new LinkedHashMap<>())
                                .put(e.outcome().id(), e.outcome());
                    }
                }
                case JournalEntry.Retried e ->
                    retries.computeIfAbsent(e.path(), path -> new ArrayDeque<>(2))
                            .add(e);
                case JournalEntry.Intended e -> step(e.step()).intended(e);
                case JournalEntry.Stepped e -> step(e.step()).stepped(e);
                case JournalEntry.Called e -> step(e.step()).called(e);
                case JournalEntry.Returned e -> step(e.step()).returned(e);
                case JournalEntry.Asked e -> {
                    step(e.step()).asked(e);
                    open.put(e.step(), e);
                }
                case JournalEntry.Answered e -> {
                    step(e.step()).answered(e);
                    open.remove(e.step());
                    answered.add(e.step().activation());
                }
                case JournalEntry.Suspended e -> {
                    answered.clear();
                    active = active.plus(between(since, e.at()));
                    since = Instant.MAX;
                }
                case JournalEntry.Finished e -> finished = e;
            }
            if (i + 1 == entries.size() || entries.get(i + 1) instanceof JournalEntry.Owned) {
                active = active.plus(between(since, entry.at()));
            }
        }
    }

    /** What these entries say, which are a run's from its beginning. */
    static Past of(List<JournalEntry> entries) {
        return entries.isEmpty() ? NONE : new Past(List.copyOf(entries));
    }

    private static boolean isDecidedOn(JournalEntry before, JournalEntry entry) {
        return before instanceof JournalEntry.Ended ended
                && entry instanceof JournalEntry.Decided decided
                && ended.scope().equals(decided.scope());
    }

    private void turn(String scope, @Nullable ActivationOutcome<?> ended, RecordedDecision decision) {
        turns.computeIfAbsent(scope, path -> new ArrayDeque<>(4)).add(new RecordedTurn(ended, decision));
    }

    private RecordedStep step(StepId id) {
        return steps.computeIfAbsent(id, step -> new RecordedStep());
    }

    private static Duration between(Instant start, Instant end) {
        return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    }

    /** Whether it waits for answers, and nobody has taken it since. */
    boolean isSuspended() {
        return !isNone() && entries.getLast() instanceof JournalEntry.Suspended;
    }

    boolean isNone() {
        return entries.isEmpty();
    }

    List<JournalEntry> entries() {
        return entries;
    }

    /** The calls of tools that ended. */
    List<JournalEntry.Stepped> tools() {
        List<JournalEntry.Stepped> calls = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (entry instanceof JournalEntry.Stepped step && step.kind() == JournalEntry.StepKind.TOOL) {
                calls.add(step);
            }
        }
        return calls;
    }

    /** The run's beginning, which a journal has. */
    JournalEntry.Began began() {
        if (began == null) {
            throw new IllegalStateException("a journal does not begin with Began; pass it from its beginning");
        }
        return began;
    }

    /** How far the conversation of its thread had come when it began; null where that is not recorded. */
    @Nullable
    StreamPosition joined() {
        return joined;
    }

    /** How many runners it had. */
    long epoch() {
        return epoch;
    }

    /** How long runners worked on it. */
    Duration active() {
        return active;
    }

    Optional<JournalEntry.Finished> finished() {
        return Optional.ofNullable(finished);
    }

    /** The questions that nobody has answered. */
    Set<StepId> open() {
        return open.keySet();
    }

    /** A question that nobody has answered. */
    JournalEntry.@Nullable Asked open(StepId step) {
        return open.get(step);
    }

    /** The next turn of a scope; null where there is none any more. For the scope's thread. */
    @Nullable
    RecordedTurn peekTurn(String scope) {
        Deque<RecordedTurn> left = turns.isEmpty() ? null : turns.get(scope);
        return left == null ? null : left.peek();
    }

    /** Takes the turn that was peeked at. */
    void takeTurn(String scope) {
        Deque<RecordedTurn> left = turns.get(scope);
        if (left != null) {
            left.remove();
        }
    }

    /** The outcomes of a scope that came too late to be decided on. */
    Map<ActivationId, ActivationOutcome<?>> undecided(String scope) {
        return undecided.isEmpty() ? Map.of() : undecided.getOrDefault(scope, Map.of());
    }

    /** The failed attempts of an activation that were followed by another. */
    List<JournalEntry.Retried> retries(String path) {
        Deque<JournalEntry.Retried> known = retries.get(path);
        return known == null ? List.of() : List.copyOf(known);
    }

    /** What is recorded of a step; null where nothing is. */
    @Nullable
    RecordedStep recorded(StepId step) {
        return steps.get(step);
    }

    /** Whether an activation waits for an answer, or something within it does, and nothing there has had one since the run was suspended. */
    boolean isWaiting(String path) {
        if (open.isEmpty()) {
            return false;
        }
        boolean asks = open.keySet().stream().anyMatch(step -> isWithin(step.activation(), path));
        return asks && answered.stream().noneMatch(activation -> isWithin(activation, path));
    }

    private static boolean isWithin(String activation, String path) {
        return activation.startsWith(path)
                && (activation.length() == path.length()
                        || activation.charAt(path.length()) == '!'
                        || activation.charAt(path.length()) == '/');
    }

    /** Spends what the run has spent so far. What was set aside for a call of which no end is recorded stays spent. */
    void spend(Budget budget, LlmPricing pricing) {
        List<JournalEntry.Intended> calls = new ArrayList<>();
        int activations = 0;
        int tools = 0;
        for (JournalEntry entry : entries) {
            switch (entry) {
                case JournalEntry.Decided e ->
                    activations += (int) e.decision().starts().stream()
                            .filter(start -> start.skipReason().isEmpty())
                            .count();
                case JournalEntry.Called e -> activations++;
                case JournalEntry.Retried e -> activations++;
                case JournalEntry.Stepped e when e.kind() == JournalEntry.StepKind.TOOL -> tools++;
                case JournalEntry.Stepped e
                when e.kind() == JournalEntry.StepKind.LLM && step(e.step()).intended() == null ->
                    RecordedLlm.spend(budget, e, pricing);
                case JournalEntry.Intended e -> {
                    if (e.kind() == JournalEntry.StepKind.LLM) {
                        calls.add(e);
                    } else if (e.kind() == JournalEntry.StepKind.TOOL
                            && step(e.step()).stepped() == null) {
                        tools++;
                    }
                }
                default -> {
                    // costs nothing
                }
            }
        }
        budget.spent(activations, tools);
        for (JournalEntry.Intended call : calls) {
            JournalEntry.Stepped end =
                    step(call.step()).isOf(call) ? step(call.step()).stepped() : null;
            LlmCharge charge = LlmCharge.of(call.name(), call.inputTokens(), call.outputTokens(), pricing);
            RecordedLlm.spend(budget, charge, end, pricing);
        }
    }
}
