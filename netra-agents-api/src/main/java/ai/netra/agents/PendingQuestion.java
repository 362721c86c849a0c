package ai.netra.agents;

import java.time.Instant;
import java.util.Optional;

/**
 * A question that a suspended run waits on.
 *
 * @param id to answer it by
 * @param agent who asks
 * @param question what is asked; of one that was read back, the type of the answer is {@link Object}
 * @param schema the JSON Schema of an answer
 * @param expires when it is too late for an answer, where it ever is
 */
public record PendingQuestion(
        String id, String agent, Question<?> question, String schema, Optional<Instant> expires) {}
