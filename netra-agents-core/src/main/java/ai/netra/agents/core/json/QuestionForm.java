package ai.netra.agents.core.json;

import ai.netra.agents.Attributes;
import ai.netra.agents.Question;
import ai.netra.agents.UserId;
import java.time.Duration;
import java.util.Optional;

/** A question in a journal, without the type of its answer, which stands beside it as a schema. */
record QuestionForm(String text, Attributes details, Optional<Duration> expiry, Optional<UserId> answeredBy) {
    static QuestionForm of(Question<?> question) {
        return new QuestionForm(question.text(), question.details(), question.expiry(), question.answeredBy());
    }

    Question<Object> question() {
        return new Question<>(text, Object.class, details, expiry, answeredBy);
    }
}
