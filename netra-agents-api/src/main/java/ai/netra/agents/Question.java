package ai.netra.agents;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What an agent asks of people, by {@link AgentContext#await}. Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * boolean approved = context.await(Question.of("Refund 120 EUR to order 4711?", Boolean.class).expiresIn(Duration.ofDays(3)));
 * }</pre>
 *
 * @param <T> the type of the answer
 * @param text what is asked, for people
 * @param type the type of the answer, which has a JSON form
 * @param details what goes with it: amounts, names, links
 * @param expiry how long it can be answered, from when it was asked; for ever by default
 * @param answeredBy who may answer; the run's own user by default
 */
public record Question<T>(
        String text, Type type, Attributes details, Optional<Duration> expiry, Optional<UserId> answeredBy) {
    /** Refuses a blank text, and an expiry that is not positive. */
    public Question {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(details, "details");
        Objects.requireNonNull(answeredBy, "answeredBy");
        if (text.isBlank()) {
            throw new InvalidDefinitionException("a question has no text; say what is to be decided");
        }
        if (expiry.filter(time -> time.isZero() || time.isNegative()).isPresent()) {
            throw new InvalidDefinitionException(
                    "a question expires in " + expiry.get() + "; use a positive time, or none");
        }
    }

    /** A question with an answer of a type. */
    public static <T> Question<T> of(String text, Class<T> type) {
        return new Question<>(text, type, Attributes.empty(), Optional.empty(), Optional.empty());
    }

    /** A question with an answer of a type that has arguments. */
    public static <T> Question<T> of(String text, TypeRef<T> type) {
        return new Question<>(text, type.type(), Attributes.empty(), Optional.empty(), Optional.empty());
    }

    /** With these details in place of all others. */
    public Question<T> details(Attributes newDetails) {
        return new Question<>(text, type, newDetails, expiry, answeredBy);
    }

    /** To be answered within this time, after which {@link AgentContext#await} throws {@link QuestionExpiredException}. */
    public Question<T> expiresIn(Duration time) {
        return new Question<>(text, type, details, Optional.of(time), answeredBy);
    }

    /** To be answered by this user, and not by the run's own. */
    public Question<T> answeredBy(UserId user) {
        return new Question<>(text, type, details, expiry, Optional.of(user));
    }

    /** The length of the text, not the text. */
    @Override
    public String toString() {
        return "Question[" + text.length() + " characters, answer " + type.getTypeName() + "]";
    }
}
