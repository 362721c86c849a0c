package ai.netra.agents.suite.internal;

import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Failure;
import ai.netra.agents.suite.llm.DraftedBy;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a model chooses and words of an agent's output: what it is shown, what it may answer, and what becomes of that. Implement me.
 *
 * @param <O> the output
 * @param <F> what the model is shown, which has a JSON form
 * @param <D> what the model answers, which has a JSON form
 */
public interface Drafting<O, F, D> {
    /** Does by rules what rules do: calls of tools, figures, and an output that stands if the model gives none. */
    Basis<O, F, D> basis(AgentInput input, AgentContext context) throws InterruptedException;

    /** What is wrong with a draft, for the model to read; figures are checked elsewhere. */
    Optional<String> problem(F facts, D draft);

    /**
     * The output by rules, and how a draft changes it.
     *
     * @param byRules the output that stands where no draft is wanted
     * @param undrafted the output that stands where none could be had, for this reason; pure
     * @param facts what the model is shown; absent where there is nothing to choose or word
     * @param drafted the output with a draft; pure
     */
    record Basis<O, F, D>(
            O byRules, Function<Failure, O> undrafted, Optional<F> facts, BiFunction<D, DraftedBy, O> drafted) {
        /** An output that a model can make more of. */
        public static <O, F, D> Basis<O, F, D> of(O byRules, F facts, BiFunction<D, DraftedBy, O> drafted) {
            return new Basis<>(byRules, failure -> byRules, Optional.of(facts), drafted);
        }

        /** An output in which nothing is left open. */
        public static <O, F, D> Basis<O, F, D> closed(O byRules) {
            return new Basis<>(byRules, failure -> byRules, Optional.empty(), (draft, by) -> byRules);
        }
    }
}
