package ai.netra.agents;

/** Nobody answered a {@link Question} in its time. */
public final class QuestionExpiredException extends NetraException {
    private static final long serialVersionUID = 1L;

    /** With the question's id. */
    public QuestionExpiredException(String question) {
        super("question " + question + " was not answered in time; ask again, give it more time with"
                + " Question.expiresIn, or go on without");
    }
}
