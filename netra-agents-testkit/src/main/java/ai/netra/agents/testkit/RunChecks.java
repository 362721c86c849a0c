package ai.netra.agents.testkit;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import ai.netra.agents.RunId;
import ai.netra.agents.core.RunInspector;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.core.journal.Replay;
import ai.netra.agents.core.json.JournalJson;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** What a {@link TestRuntime} checks in the engine, and what it found. Thread-safe; throws nothing itself. */
final class RunChecks implements RunInspector {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> violations = new ArrayList<>();
    private final JsonCodec codec;
    private final Set<Check> checks;

    RunChecks(JsonCodec codec, Set<Check> checks) {
        this.codec = codec;
        this.checks = EnumSet.copyOf(checks);
    }

    boolean has(Check check) {
        return checks.contains(check);
    }

    List<String> violations() {
        lock.lock();
        try {
            return List.copyOf(violations);
        } finally {
            lock.unlock();
        }
    }

    private void violate(String violation) {
        lock.lock();
        try {
            violations.add(violation);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <O> O output(String path, AgentKey<O> key, O output) {
        if (!has(Check.ENCODING)) {
            return output;
        }
        try {
            String json = codec.encode(output, key.type());
            @SuppressWarnings("unchecked") // read back by the type of its key
            O copy = (O) codec.decode(json, key.type());
            if (!output.equals(copy)) {
                violate("output of agent " + key + " at " + path + " does not equal its copy, read back from JSON "
                        + Texts.quoted(json) + ": "
                        + Texts.quoted(output.toString()) + " became " + Texts.quoted(copy.toString())
                        + "; make it a record of values with equals, or turn this off with withoutEncoding()");
            }
            return copy;
        } catch (JsonException e) {
            violate("output of agent " + key + " at " + path + " cannot be written to JSON and read back: "
                    + e.getMessage() + "; give its type a JSON form, or turn this off with withoutEncoding()");
            return output;
        }
    }

    @Override
    public void decided(String scope, Orchestrator<?> orchestrator, Progress progress, Decision<?> decision) {
        if (!has(Check.PURITY)) {
            return;
        }
        RecordedDecision first = RecordedDecision.of(decision, progress);
        try {
            RecordedDecision second = RecordedDecision.of(orchestrator.decide(progress), progress);
            if (!first.equals(second)) {
                violate("orchestrator " + scope + " is not pure: asked twice about the same progress of "
                        + progress.ended() + " outcomes it decided "
                        + describe(first) + ", then " + describe(second)
                        + "; keep decide free of clocks, randomness, I/O and changing fields, or turn this off"
                        + " with withoutPurityCheck()");
            }
        } catch (RuntimeException | Error thrown) {
            violate("orchestrator " + scope + " is not pure: asked again about the same progress of " + progress.ended()
                    + " outcomes it threw " + thrown
                    + "; keep decide free of changing fields, or turn this off with withoutPurityCheck()");
        }
    }

    private static String describe(RecordedDecision decision) {
        return switch (decision.kind()) {
            case START ->
                "to start "
                        + decision.starts().stream()
                                .map(start -> start.id().value())
                                .toList();
            case WAIT -> "to wait";
            case FINISH ->
                "to finish with "
                        + Texts.quoted(decision.output().map(Object::toString).orElse(""));
            case FAIL ->
                "to fail with " + decision.failure().map(Object::toString).orElse("");
        };
    }

    @Override
    public void ended(RunId run, Agent<?> agent, List<JournalEntry> journal) {
        if (!has(Check.PURITY)) {
            return;
        }
        try {
            Replay.verify(agent, journal, new JournalJson(codec)::same);
        } catch (RuntimeException | Error thrown) {
            violate("the journal of run " + run + " does not replay: " + thrown.getMessage()
                    + "; turn this off with withoutPurityCheck()");
        }
    }

    /** What is checked. */
    enum Check {
        LIFECYCLE,
        PURITY,
        ENCODING
    }
}
