package ai.netra.agents.core.json;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Failure;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.tools.json.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A decision in a journal. */
record DecisionForm(
        RecordedDecision.Kind kind, List<StartForm> starts, Optional<JsonText> output, Optional<Failure> failure) {
    static DecisionForm of(RecordedDecision decision, JournalValues values) {
        return new DecisionForm(
                decision.kind(),
                decision.starts().stream()
                        .map(start -> StartForm.of(start, values))
                        .toList(),
                decision.output().map(values::text),
                decision.failure());
    }

    RecordedDecision decision(JournalValues values) {
        return new RecordedDecision(
                kind, starts.stream().map(start -> start.start(values)).toList(), output.map(values::encoded), failure);
    }

    /** An activation to start. */
    record StartForm(
            ActivationId id,
            String agent,
            List<ReadForm> reads,
            Optional<String> message,
            Optional<JsonText> previous,
            Optional<Duration> timeout,
            Optional<String> skipReason) {
        static StartForm of(RecordedDecision.Start start, JournalValues values) {
            return new StartForm(
                    start.id(),
                    start.agent().name(),
                    start.reads().stream().map(ReadForm::of).toList(),
                    start.message(),
                    start.previous().map(values::text),
                    start.timeout(),
                    start.skipReason());
        }

        RecordedDecision.Start start(JournalValues values) {
            return new RecordedDecision.Start(
                    id,
                    values.key(agent),
                    reads.stream().map(read -> read.read(values)).toList(),
                    message,
                    previous.map(values::encoded),
                    timeout,
                    skipReason);
        }
    }

    /** What it reads. */
    record ReadForm(String agent, ActivationId activation, RecordedDecision.From from) {
        static ReadForm of(RecordedDecision.Read read) {
            return new ReadForm(read.agent().name(), read.activation(), read.from());
        }

        RecordedDecision.Read read(JournalValues values) {
            return new RecordedDecision.Read(values.key(agent), activation, from);
        }
    }
}
