package ai.netra.agents.state;

import ai.netra.agents.InvalidDefinitionException;
import java.util.Optional;

/**
 * What agents see of the conversation that their run is part of, and how much of it is kept. By default they see the newest 20 messages, nothing is
 * summarized, all is kept, and a runtime remembers what its runs left in the last 1,000. Immutable; each method returns a changed copy.
 */
public final class ConversationPolicy {
    private static final int MOST = 1_000;
    private static final int REMEMBERED = 1_000;
    private static final int MOST_REMEMBERED = 1_000_000;
    private static final ConversationPolicy NONE = new ConversationPolicy(0, 0, Optional.empty(), 0, 0);
    private static final ConversationPolicy DEFAULTS = window(20);

    private final int window;
    private final int every;
    private final Optional<Summarizer> summarizer;
    private final int retained;
    private final int remembered;

    private ConversationPolicy(int window, int every, Optional<Summarizer> summarizer, int retained, int remembered) {
        this.window = window;
        this.every = every;
        this.summarizer = summarizer;
        this.retained = retained;
        this.remembered = remembered;
    }

    /** No conversations: runs leave none, and agents see none. */
    public static ConversationPolicy none() {
        return NONE;
    }

    /** A window of 20 messages. */
    public static ConversationPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * Agents see the newest messages.
     *
     * @param messages how many, from 1 to 1,000
     * @throws InvalidDefinitionException if it is not such a number
     */
    public static ConversationPolicy window(int messages) {
        return new ConversationPolicy(checked("a conversation's window", messages), 0, Optional.empty(), 0, REMEMBERED);
    }

    /**
     * Has what leaves the window summarized, so that agents see the summary first and then all messages since: as many as the window has, and less than
     * this many more. Only where the runtime has a state store.
     *
     * @param messages after how many messages that left the window there is a new summary, from 1 to 1,000
     * @throws InvalidDefinitionException if it is not such a number, or there are no conversations
     */
    public ConversationPolicy summary(int messages, Summarizer by) {
        refuseNone("summary");
        return new ConversationPolicy(
                window,
                checked("the number of messages between summaries", messages),
                Optional.of(by),
                retained,
                remembered);
    }

    /**
     * Forgets turns, of a request and its answer, but for the newest; some more may be there for a while. What agents may see stays.
     *
     * @param turns how many are kept at least, from 1 to 1,000
     * @throws InvalidDefinitionException if it is not such a number, or there are no conversations
     */
    public ConversationPolicy retain(int turns) {
        refuseNone("retain");
        return new ConversationPolicy(
                window, every, summarizer, checked("the number of turns retained", turns), remembered);
    }

    /**
     * Has a runtime with a state store remember, in memory and in the clear, what its runs left in the newest of their conversations, so that the next run
     * of one loads what others have said since, and no more. Of a conversation it is what agents may see, up to 65,536 characters.
     *
     * @param conversations how many, from 0, for none, to 1,000,000; 1,000 by default
     * @throws InvalidDefinitionException if it is not such a number, or there are no conversations
     */
    public ConversationPolicy remember(int conversations) {
        refuseNone("remember");
        if (conversations < 0 || conversations > MOST_REMEMBERED) {
            throw new InvalidDefinitionException("the number of conversations remembered of " + conversations
                    + " is out of range; use 0 to " + MOST_REMEMBERED);
        }
        return new ConversationPolicy(window, every, summarizer, retained, conversations);
    }

    private void refuseNone(String method) {
        if (isNone()) {
            throw new InvalidDefinitionException(
                    method + " of no conversations; begin with ConversationPolicy.window(messages)");
        }
    }

    private static int checked(String what, int number) {
        if (number < 1 || number > MOST) {
            throw new InvalidDefinitionException(what + " of " + number + " is out of range; use 1 to " + MOST);
        }
        return number;
    }

    /** Whether there are no conversations. */
    public boolean isNone() {
        return window == 0;
    }

    /** How many of the newest messages agents see at least; 0 where there are no conversations. */
    public int messages() {
        return window;
    }

    /** How many messages agents see at most, without the summary. */
    public int most() {
        return window + every;
    }

    /** Who summarizes. */
    public Optional<Summarizer> summarizer() {
        return summarizer;
    }

    /** How many turns are kept at least; empty where all are. */
    public Optional<Integer> retained() {
        return retained == 0 ? Optional.empty() : Optional.of(retained);
    }

    /** How many conversations a runtime remembers at most. */
    public int remembered() {
        return remembered;
    }

    @Override
    public String toString() {
        return "ConversationPolicy[window " + window + ", summary every " + every + ", retained " + retained
                + ", remembered " + remembered + "]";
    }
}
