package ai.netra.agents.suite.guard;

import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunRequest;

/** Refuses messages in which there is nothing to read: only blanks, control and invisible characters, or broken text. Stateless. */
public final class RequestStructure implements RequestGuard {
    /** The only kind there is. */
    public RequestStructure() {}

    @Override
    public Verdict check(RunRequest request) {
        String message = request.message();
        if (message.codePoints().noneMatch(Character::isLetterOrDigit)) {
            return RequestGuard.refused(
                    "The request has no letters or digits; say in words what you want to know or change about the"
                            + " workload.");
        }
        if (message.codePoints().anyMatch(RequestStructure::isBroken)) {
            return RequestGuard.refused(
                    "The request holds control characters or broken text (a NUL or a lone surrogate);"
                            + " send plain text in UTF-8.");
        }
        return RequestGuard.allowed();
    }

    /** Tabs and line ends are text; other control characters, unpaired surrogates and noncharacters are not. */
    private static boolean isBroken(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.SURROGATE
                || (type == Character.CONTROL && codePoint != '\t' && codePoint != '\n' && codePoint != '\r');
    }
}
