package ai.netra.agents.tools.json;

/**
 * One thing in a JSON text that its schema does not allow. Holds no contents, only paths, types and what the schema itself says.
 *
 * @param path where: {@code $} is the whole, {@code $.window.start} a member
 * @param found what is there, in type terms
 * @param expected what the schema wants there
 */
public record SchemaProblem(String path, String found, String expected) {
    /** Path, found and expected as a clause of a message. */
    @Override
    public String toString() {
        return path + " " + found + "; expected " + expected;
    }
}
