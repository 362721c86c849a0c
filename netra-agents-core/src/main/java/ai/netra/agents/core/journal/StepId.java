package ai.netra.agents.core.journal;

/**
 * Where an inner step of an activation stands.
 *
 * @param activation the activation's path
 * @param attempt the attempt of the activation, from 1
 * @param ordinal the step within the attempt, from 1, given out on the agent's thread
 */
public record StepId(String activation, int attempt, int ordinal) {
    /** As it is written: {@code flow/draft!1/3}. */
    @Override
    public String toString() {
        return activation + "!" + attempt + "/" + ordinal;
    }
}
