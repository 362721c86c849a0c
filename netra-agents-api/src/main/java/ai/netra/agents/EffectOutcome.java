package ai.netra.agents;

/** What people say of an effect that was begun, must not be repeated, and of which it is not known whether it took place. */
public enum EffectOutcome {
    /** It took place; what came back is lost. */
    HAPPENED,
    /** It did not, so it takes place now. */
    DID_NOT_HAPPEN
}
