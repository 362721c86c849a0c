package ai.netra.agents.core.llm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.llm.CircuitBreaker.State;
import ai.netra.agents.core.llm.ModelCircuit.Pass;
import ai.netra.agents.core.llm.ModelCircuit.Verdict;
import ai.netra.agents.llm.LlmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The circuit against a model of it that remembers everything and works out the rest each time it is asked. */
class ModelCircuitLawsTest {
    private static final long OPEN = 60;
    private static final long PATIENCE = 30;
    private static final int FAILURES = 3;
    private static final int PROBES = 2;

    /** What happens: a call begins, the nth call on its way ends, or time passes. */
    private sealed interface Step {
        record Begin() implements Step {}

        record End(int call, Verdict verdict) implements Step {}

        record Advance(long time) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> begin = Arbitraries.just(new Step.Begin());
        Arbitrary<Step> end = Arbitraries.integers()
                .between(0, 5)
                .flatMap(call -> Arbitraries.frequencyOf(
                                Tuple.of(5, Arbitraries.just(Verdict.DOWN)),
                                Tuple.of(2, Arbitraries.just(Verdict.UP)),
                                Tuple.of(1, Arbitraries.just(Verdict.NOTHING)))
                        .map(verdict -> new Step.End(call, verdict)));
        Arbitrary<Step> advance =
                Arbitraries.of(0L, 1L, 10L, PATIENCE, OPEN - 1, OPEN).map(Step.Advance::new);
        return Arbitraries.frequencyOf(Tuple.of(5, begin), Tuple.of(5, end), Tuple.of(2, advance))
                .list()
                .ofMaxSize(60);
    }

    /** A call on its way, as the circuit and as the model know it. */
    private record Flight(Pass pass, int number) {}

    @Property(tries = 2_000)
    void admits_and_changes_as_its_model_does(@ForAll("steps") List<Step> steps) {
        ModelCircuit circuit = circuit();
        History history = new History();
        List<Flight> flights = new ArrayList<>();
        long now = -20; // a scheduler's time may begin anywhere
        for (Step step : steps) {
            switch (step) {
                case Step.Begin begin -> {
                    Optional<Pass> pass = admitted(circuit, now);
                    Optional<Integer> number = history.begin(now);
                    assertThat(pass.isPresent()).isEqualTo(number.isPresent());
                    pass.ifPresent(given -> flights.add(new Flight(given, number.orElseThrow())));
                }
                case Step.End end
                when end.call() < flights.size() -> {
                    Flight flight = flights.remove(end.call());
                    circuit.end(flight.pass(), end.verdict(), now);
                    history.end(flight.number(), end.verdict(), now);
                }
                case Step.End nothingToEnd -> {}
                case Step.Advance advance -> now += advance.time();
            }
            assertThat(circuit.snapshot(now).state()).isEqualTo(history.state(now));
        }
    }

    @Property
    void comes_to_be_closed_again_whatever_happened_before(@ForAll("steps") List<Step> steps) {
        ModelCircuit circuit = circuit();
        List<Pass> flights = new ArrayList<>();
        long now = 0;
        for (Step step : steps) {
            switch (step) {
                case Step.Begin begin -> admitted(circuit, now).ifPresent(flights::add);
                case Step.End end
                when end.call() < flights.size() -> circuit.end(flights.remove(end.call()), end.verdict(), now);
                case Step.End nothingToEnd -> {}
                case Step.Advance advance -> now += advance.time();
            }
        }
        now += OPEN + PATIENCE; // and whatever was on its way never comes back

        circuit.end(admitted(circuit, now).orElseThrow(), Verdict.UP, now);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    private static ModelCircuit circuit() {
        return new ModelCircuit("m", new ModelCircuit.Settings(FAILURES, OPEN, PROBES, PATIENCE));
    }

    private static Optional<Pass> admitted(ModelCircuit circuit, long now) {
        try {
            return Optional.of(circuit.admit(now));
        } catch (LlmException.Unavailable refused) {
            return Optional.empty();
        }
    }

    /** All that happened since the state last changed. */
    private static final class History {
        private record Call(int number, long begunAt) {}

        private final List<Call> onTheirWay = new ArrayList<>();
        private final List<Verdict> ended = new ArrayList<>();
        private State since = State.CLOSED;
        private long changedAt;
        private int calls;

        State state(long now) {
            return since == State.OPEN && now - changedAt >= OPEN ? State.HALF_OPEN : since;
        }

        Optional<Integer> begin(long now) {
            if (state(now) == State.HALF_OPEN && since == State.OPEN) {
                change(State.HALF_OPEN, now);
            }
            boolean passes = switch (since) {
                case CLOSED -> true;
                case OPEN -> false;
                case HALF_OPEN ->
                    onTheirWay.stream()
                                    .filter(call -> now - call.begunAt() < PATIENCE)
                                    .count()
                            < PROBES;
            };
            if (!passes) {
                return Optional.empty();
            }
            onTheirWay.add(new Call(++calls, now));
            return Optional.of(calls);
        }

        void end(int number, Verdict verdict, long now) {
            if (!onTheirWay.removeIf(call -> call.number() == number)) {
                return; // begun before the last change
            }
            if (verdict != Verdict.NOTHING) {
                ended.add(verdict);
            }
            int from = Math.max(0, ended.size() - FAILURES);
            boolean down = since == State.HALF_OPEN
                    ? ended.contains(Verdict.DOWN)
                    : ended.size() >= FAILURES
                            && !ended.subList(from, ended.size()).contains(Verdict.UP);
            if (down) {
                change(State.OPEN, now);
            } else if (since == State.HALF_OPEN && ended.contains(Verdict.UP)) {
                change(State.CLOSED, now);
            }
        }

        private void change(State next, long now) {
            since = next;
            changedAt = now;
            onTheirWay.clear();
            ended.clear();
        }
    }
}
