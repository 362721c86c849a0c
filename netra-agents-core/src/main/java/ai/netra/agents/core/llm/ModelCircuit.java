package ai.netra.agents.core.llm;

import ai.netra.agents.core.llm.CircuitBreaker.State;
import ai.netra.agents.llm.LlmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The breaker of one model. Times are a scheduler's {@code nanoTime}. Not thread-safe: the {@link CircuitBreaker} guards all of its circuits.
 *
 * <pre>
 *  CLOSED ──failures in a row──▶ OPEN ──its time is over──▶ HALF_OPEN
 *    ▲                            ▲                          │     │
 *    │                            └───────a failure──────────┘     │
 *    └────────────────────────────a success────────────────────────┘
 * </pre>
 *
 * <p>How a call ended counts only in the period in which it began: one that was on its way when the circuit opened neither opens it again nor closes it.
 */
final class ModelCircuit {
    private final String model;
    private final Settings settings;
    private final List<Pass> probes = new ArrayList<>();
    private State state = State.CLOSED;
    private long period;
    private int failures;
    private long openedAt;

    ModelCircuit(String model, Settings settings) {
        this.model = model;
        this.settings = settings;
    }

    /**
     * What all circuits of a breaker have in common.
     *
     * @param failures how many in a row open it
     * @param openNanos for how long
     * @param probes how many calls pass at once after that
     * @param patienceNanos how long a probe keeps its place
     */
    record Settings(int failures, long openNanos, int probes, long patienceNanos) {}

    /** The leave to make one call. */
    static final class Pass {
        private final ModelCircuit circuit;
        private final long period;
        private final long begunAt;

        private Pass(ModelCircuit circuit, long now) {
            this.circuit = circuit;
            this.period = circuit.period;
            this.begunAt = now;
        }

        ModelCircuit circuit() {
            return circuit;
        }

        /** Whether the call has taken so long by now that whoever gives up on it has reason to. */
        boolean isOverdue(long now) {
            return now - begunAt >= circuit.settings.patienceNanos();
        }
    }

    /** What the end of a call says of the provider. */
    enum Verdict {
        UP,
        DOWN,
        NOTHING
    }

    /**
     * Leave to make a call.
     *
     * @throws LlmException.Unavailable if there is none
     */
    Pass admit(long now) {
        if (state == State.OPEN && remaining(now) <= 0) {
            begin(State.HALF_OPEN);
        }
        return switch (state) {
            case CLOSED -> new Pass(this, now);
            case OPEN -> throw refused(now);
            case HALF_OPEN -> probe(now);
        };
    }

    /** A probe that is overdue does not keep others from being made: it may never come back. */
    private Pass probe(long now) {
        probes.removeIf(probe -> probe.isOverdue(now));
        if (probes.size() >= settings.probes()) {
            throw LlmException.Unavailable.notSent(named() + " is not asked: its provider failed, and " + probes.size()
                    + " other calls are finding out whether it is up again; try later");
        }
        Pass pass = new Pass(this, now);
        probes.add(pass);
        return pass;
    }

    private LlmException refused(long now) {
        Duration retryAfter = Duration.ofNanos(remaining(now));
        return LlmException.Unavailable.notSent(
                named() + " is not asked: its provider failed " + failures + " times in a row; try again in "
                        + retryAfter,
                retryAfter);
    }

    private String named() {
        return AskedModel.named(model);
    }

    void end(Pass pass, Verdict verdict, long now) {
        if (pass.period != period) {
            return;
        }
        probes.remove(pass);
        switch (verdict) {
            case UP -> {
                failures = 0;
                if (state == State.HALF_OPEN) {
                    begin(State.CLOSED);
                }
            }
            case DOWN -> {
                failures++;
                if (state == State.HALF_OPEN || failures >= settings.failures()) {
                    begin(State.OPEN);
                    openedAt = now;
                }
            }
            case NOTHING -> {}
        }
    }

    private void begin(State next) {
        state = next;
        period++;
        probes.clear();
    }

    private long remaining(long now) {
        return settings.openNanos() - (now - openedAt);
    }

    State state() {
        return state;
    }

    CircuitBreaker.Snapshot snapshot(long now) {
        boolean over = state == State.OPEN && remaining(now) <= 0;
        return new CircuitBreaker.Snapshot(
                over ? State.HALF_OPEN : state,
                failures,
                probes.size(),
                state == State.OPEN && !over ? Duration.ofNanos(remaining(now)) : Duration.ZERO);
    }
}
