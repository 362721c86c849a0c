package ai.netra.agents.core.json;

import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.Usage;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.tools.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The forms of journal entries in JSON: their components are its members, in this order. What they say is kept for as long as there are journals; who
 * changes one raises its schema by an upcaster in {@link JournalJson}.
 */
sealed interface EntryForm {
    JournalEntry entry(JournalValues values);

    static EntryForm of(JournalEntry entry, JournalValues values) {
        return switch (entry) {
            case JournalEntry.Began e ->
                new BeganForm(
                        e.user(),
                        e.thread(),
                        e.run(),
                        RequestForm.of(e.request()),
                        e.agent().name(),
                        e.version(),
                        e.at());
            case JournalEntry.Owned e -> new OwnedForm(e.runner(), e.epoch(), e.at());
            case JournalEntry.Joined e -> new JoinedForm(e.generation(), e.version(), e.at());
            case JournalEntry.Decided e -> new DecidedForm(e.scope(), DecisionForm.of(e.decision(), values), e.at());
            case JournalEntry.Retried e ->
                new RetriedForm(e.path(), e.agent().name(), e.attempt(), e.failure(), e.delay(), e.at());
            case JournalEntry.Ended e -> {
                ActivationOutcome<?> ended = e.outcome();
                AgentKey<?> key = ended.key();
                yield new EndedForm(
                        e.scope(), ended.id(), key.name(), OutcomeForm.of(ended.outcome(), key.type(), values), e.at());
            }
            case JournalEntry.Intended e ->
                new IntendedForm(
                        e.step().toString(),
                        e.kind(),
                        e.name(),
                        e.requestHash(),
                        e.inputTokens(),
                        e.outputTokens(),
                        e.at());
            case JournalEntry.Stepped e ->
                new SteppedForm(
                        e.step().toString(),
                        e.kind(),
                        e.name(),
                        e.requestHash(),
                        e.result().map(result -> ResultForm.of(result, values)),
                        e.failure(),
                        e.at());
            case JournalEntry.Called e ->
                new CalledForm(e.step().toString(), e.agent().name(), e.requestHash(), e.at());
            case JournalEntry.Returned e ->
                new ReturnedForm(
                        e.step().toString(),
                        e.agent().name(),
                        OutcomeForm.of(e.outcome(), e.agent().type(), values),
                        e.at());
            case JournalEntry.Finished e ->
                new FinishedForm(OutcomeForm.of(e.outcome(), Object.class, values), e.usage(), e.at());
            case JournalEntry.Asked e ->
                new AskedForm(
                        e.step().toString(),
                        e.agent().name(),
                        QuestionForm.of(e.question()),
                        e.schema(),
                        e.expires(),
                        e.at());
            case JournalEntry.Answered e ->
                new AnsweredForm(e.step().toString(), e.answer().map(values::text), e.by(), e.at());
            case JournalEntry.Suspended e -> new SuspendedForm(e.usage(), e.at());
        };
    }

    /** {@link JournalEntry.Began}. */
    record BeganForm(
            UserId user, ThreadId thread, RunId run, RequestForm request, String agent, String version, Instant at)
            implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Began(user, thread, run, request.request(), values.key(agent), version, at);
        }
    }

    /** {@link JournalEntry.Owned}. */
    record OwnedForm(String runner, long epoch, Instant at) implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Owned(runner, epoch, at);
        }
    }

    /** {@link JournalEntry.Joined}. */
    record JoinedForm(long generation, long version, Instant at) implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Joined(generation, version, at);
        }
    }

    /** {@link JournalEntry.Decided}. */
    record DecidedForm(String scope, DecisionForm decision, Instant at) implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Decided(scope, decision.decision(values), at);
        }
    }

    /** {@link JournalEntry.Retried}. */
    record RetriedForm(String path, String agent, int attempt, Failure failure, Duration delay, Instant at)
            implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Retried(path, values.key(agent), attempt, failure, delay, at);
        }
    }

    /** {@link JournalEntry.Ended}. */
    record EndedForm(String scope, ActivationId activation, String agent, OutcomeForm outcome, Instant at)
            implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Ended(scope, ended(activation, values.key(agent), outcome.outcome(values)), at);
        }

        @SuppressWarnings("unchecked") // a key that was read back is of any type
        private static ActivationOutcome<?> ended(ActivationId id, AgentKey<?> key, Outcome<Object> outcome) {
            return new ActivationOutcome<>(id, (AgentKey<Object>) key, outcome);
        }
    }

    /** {@link JournalEntry.Intended}. */
    record IntendedForm(
            String step,
            JournalEntry.StepKind kind,
            String name,
            String requestHash,
            long inputTokens,
            long outputTokens,
            Instant at)
            implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Intended(values.step(step), kind, name, requestHash, inputTokens, outputTokens, at);
        }
    }

    /** {@link JournalEntry.Stepped}. */
    record SteppedForm(
            String step,
            JournalEntry.StepKind kind,
            String name,
            String requestHash,
            Optional<ResultForm> result,
            Optional<Failure> failure,
            Instant at)
            implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Stepped(
                    values.step(step), kind, name, requestHash, result.map(given -> given.result(values)), failure, at);
        }
    }

    /** {@link JournalEntry.Called}. */
    record CalledForm(String step, String agent, String requestHash, Instant at) implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Called(values.step(step), values.key(agent), requestHash, at);
        }
    }

    /** {@link JournalEntry.Returned}. */
    record ReturnedForm(String step, String agent, OutcomeForm outcome, Instant at) implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Returned(values.step(step), values.key(agent), outcome.outcome(values), at);
        }
    }

    /** {@link JournalEntry.Finished}. */
    record FinishedForm(OutcomeForm outcome, Usage usage, Instant at) implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Finished(outcome.outcome(values), usage, at);
        }
    }

    /** {@link JournalEntry.Asked}. */
    record AskedForm(
            String step, String agent, QuestionForm question, String schema, Optional<Instant> expires, Instant at)
            implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Asked(
                    values.step(step), values.key(agent), question.question(), schema, expires, at);
        }
    }

    /** {@link JournalEntry.Answered}. */
    record AnsweredForm(String step, Optional<JsonText> answer, UserId by, Instant at) implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Answered(values.step(step), answer.map(values::encoded), by, at);
        }
    }

    /** {@link JournalEntry.Suspended}. */
    record SuspendedForm(Usage usage, Instant at) implements EntryForm {
        @Override
        public JournalEntry entry(JournalValues values) {
            return new JournalEntry.Suspended(usage, at);
        }
    }
}
