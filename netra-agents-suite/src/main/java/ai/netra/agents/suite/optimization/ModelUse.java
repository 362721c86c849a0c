package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * What one of the models in use serves.
 *
 * @param model the model, by its name in the catalog
 * @param requests how many of the requests it serves
 * @param inputTokens the tokens they sent
 * @param outputTokens the tokens they were answered with
 * @param cost tokens times price
 * @param quality its quality score, where the catalog has one
 */
public record ModelUse(
        String model,
        Quantity requests,
        Quantity inputTokens,
        Quantity outputTokens,
        Quantity cost,
        Optional<Quantity> quality) {}
