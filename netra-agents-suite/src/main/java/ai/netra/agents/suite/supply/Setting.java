package ai.netra.agents.suite.supply;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * The value of a parameter: words, or a figure with its provenance. Exactly one of both is there.
 *
 * @param text the words
 * @param figure the figure
 */
public record Setting(Optional<String> text, Optional<Quantity> figure) {
    /** Checks that there is one and only one. */
    public Setting {
        if (text.isPresent() == figure.isPresent()) {
            throw new IllegalArgumentException("A setting has both or neither of text and figure; give exactly one.");
        }
    }

    /** Words. */
    public static Setting of(String text) {
        return new Setting(Optional.of(text), Optional.empty());
    }

    /** A figure. */
    public static Setting of(Quantity figure) {
        return new Setting(Optional.empty(), Optional.of(figure));
    }

    /** The words, or the figure with its unit and provenance. */
    @Override
    public String toString() {
        return text.orElseGet(() -> figure.map(f -> f.value().toPlainString() + " " + f.unit() + " ("
                        + f.provenance().name() + ")")
                .orElse(""));
    }
}
