package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * What the requests looked at would cost on one option of the catalog.
 *
 * @param model the option's name
 * @param provider who offers it
 * @param cost tokens times price
 * @param costPerMonth the same for 30 days at the observed pace; absent for requests that all came at one instant
 * @param inputPrice the price of a million input tokens
 * @param outputPrice the price of a million output tokens
 */
public record OptionCost(
        String model,
        String provider,
        Quantity cost,
        Optional<Quantity> costPerMonth,
        Quantity inputPrice,
        Quantity outputPrice) {}
