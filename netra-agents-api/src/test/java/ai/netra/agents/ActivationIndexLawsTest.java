package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** An index answers as a look along a plain list would, however many activations there are, of however few agents, and whenever it is asked. */
class ActivationIndexLawsTest {
    private static final int AGENTS = 12;

    private static AgentKey<Integer> agent(int number) {
        return AgentKey.of("agent" + number, Integer.class);
    }

    /** Each number is an agent, activated once more; an even step ends the oldest that runs. */
    @Property(tries = 300)
    void answers_as_a_list_does(@ForAll @Size(max = 40) List<@IntRange(max = AGENTS - 1) Integer> steps) {
        ActivationIndex index = new ActivationIndex();
        List<Activation<?>> started = new ArrayList<>();
        List<ActivationOutcome<?>> ended = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            AgentKey<Integer> key = agent(steps.get(i));
            int round = 1
                    + (int) started.stream()
                            .filter(one -> one.key().equals(key))
                            .count();
            Activation<Integer> next = Activation.skip(key, "").id(ActivationId.round(key, round));
            assertThat(index.start(next)).isTrue();
            assertThat(index.start(next)).isFalse();
            started.add(next);
            if (i % 2 == 0) {
                Activation<?> oldest = started.get(ended.size());
                ActivationOutcome<?> outcome = outcome(oldest, i);
                assertThat(index.end(outcome)).isTrue();
                assertThat(index.end(outcome)).isFalse();
                ended.add(outcome);
            }
            if (i % 3 == 0) {
                assertSame(index, started, ended);
            }
        }
        assertSame(index, started, ended);
    }

    private static ActivationOutcome<?> outcome(Activation<?> of, int output) {
        return new ActivationOutcome<>(of.id(), agent(number(of)), new Outcome.Succeeded<>(output));
    }

    private static int number(Activation<?> of) {
        return Integer.parseInt(of.key().name().substring("agent".length()));
    }

    private static void assertSame(
            ActivationIndex index, List<Activation<?>> started, List<ActivationOutcome<?>> ended) {
        assertThat(index.started()).isEqualTo(started.size());
        assertThat(index.ended()).isEqualTo(ended);
        Set<ActivationId> ids = new HashSet<>();
        started.forEach(one -> ids.add(one.id()));
        for (int number = 0; number < AGENTS; number++) {
            AgentKey<Integer> key = agent(number);
            List<ActivationOutcome<?>> ofAgent =
                    ended.stream().filter(one -> one.key().equals(key)).toList();
            assertThat(index.started(key)).isEqualTo((int)
                    started.stream().filter(one -> one.key().equals(key)).count());
            assertThat(index.ended(key)).isEqualTo(ofAgent);
            assertThat(index.newest(key)).isEqualTo(ofAgent.isEmpty() ? null : ofAgent.getLast());
            assertThat(index.isStarted(ActivationId.of(key))).isEqualTo(ids.contains(ActivationId.of(key)));
        }
        for (ActivationOutcome<?> one : ended) {
            assertThat(index.ended(one.id())).isEqualTo(one);
        }
    }
}
