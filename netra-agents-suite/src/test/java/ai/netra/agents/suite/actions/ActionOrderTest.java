package ai.netra.agents.suite.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.optimization.RecommendationType;
import ai.netra.agents.suite.triage.RequestPriority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ActionOrderTest {
    @Property(tries = 300)
    void every_action_comes_after_those_it_depends_on(
            @ForAll @IntRange(min = 0, max = 12) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<PlannedAction> actions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> dependsOn = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(3) == 0) {
                    dependsOn.add("a" + j);
                }
            }
            actions.add(action(
                    "a" + i,
                    dependsOn,
                    random.nextBoolean() ? RecommendationType.ROUTING : RecommendationType.SCALING));
        }
        Collections.shuffle(actions, random);

        List<PlannedAction> sorted = ActionOrder.sorted(actions);
        assertThat(sorted).containsExactlyInAnyOrderElementsOf(actions);
        Set<String> done = new HashSet<>();
        String previous = "";
        for (ExecutionStep step : ActionOrder.steps(sorted)) {
            assertThat(done).containsAll(step.dependsOn());
            assertThat(done.contains(step.action()) && !step.action().equals(previous))
                    .isFalse();
            done.add(step.action());
            previous = step.action();
        }
        assertThat(done).hasSize(count);
    }

    @Test
    void refuses_actions_that_wait_for_each_other() {
        List<PlannedAction> circle = List.of(
                action("a", List.of("b"), RecommendationType.ROUTING),
                action("b", List.of("a"), RecommendationType.ROUTING));

        assertThatThrownBy(() -> ActionOrder.sorted(circle))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("a, b depend on each other");
    }

    @Test
    void refuses_two_actions_of_one_id() {
        List<PlannedAction> twice = List.of(
                action("a", List.of(), RecommendationType.ROUTING), action("a", List.of(), RecommendationType.SCALING));

        assertThatThrownBy(() -> ActionOrder.sorted(twice)).hasMessageContaining("two actions have the id 'a'");
    }

    private static PlannedAction action(String id, List<String> dependsOn, RecommendationType type) {
        return new PlannedAction(
                id,
                type,
                "Do it.",
                Map.of(),
                RequestPriority.MEDIUM,
                List.of(),
                List.of(),
                dependsOn,
                List.of(),
                "Undo it.");
    }
}
