package ai.netra.agents;

import java.util.regex.Pattern;

/**
 * The id of one activation, unique among the activations of one orchestrator's run: {@code draft}, {@code draft~2} for a later round,
 * {@code draft[3]} for an item. Chosen by {@link Orchestrator#decide}, never by the engine.
 *
 * @param value the id's text: an agent's name, then at most one round or item
 */
public record ActivationId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}(\\[\\d{1,9}]|~\\d{1,9})?");

    /**
     * Checks the form.
     *
     * @throws InvalidDefinitionException if the text is not an agent's name with at most one round or item
     */
    public ActivationId {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidDefinitionException(
                    "activation id '" + value + "' is malformed; use name, name~round or name[item], such as draft~2");
        }
    }

    /** The only, or first, activation of an agent. */
    public static ActivationId of(AgentKey<?> key) {
        return key.firstActivation();
    }

    /**
     * The activation of a round, from 1; round 1 is the bare name.
     *
     * @throws InvalidDefinitionException if the round is below 1
     */
    public static ActivationId round(AgentKey<?> key, int round) {
        if (round < 1) {
            throw new InvalidDefinitionException(
                    "round " + round + " of agent " + key.name() + " is below 1; rounds count from 1");
        }
        return round == 1 ? key.firstActivation() : new ActivationId(key.name() + "~" + round);
    }

    /**
     * The activation for an item of a list, from 0.
     *
     * @throws InvalidDefinitionException if the index is negative
     */
    public static ActivationId item(AgentKey<?> key, int index) {
        if (index < 0) {
            throw new InvalidDefinitionException(
                    "item " + index + " of agent " + key.name() + " is negative; items count from 0");
        }
        return new ActivationId(key.name() + "[" + index + "]");
    }

    @Override
    public String toString() {
        return value;
    }
}
