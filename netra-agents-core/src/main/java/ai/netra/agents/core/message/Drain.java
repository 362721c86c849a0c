package ai.netra.agents.core.message;

import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits until closed mailboxes are empty, or for as long as it may, and then until their threads have ended. Thread-safe. */
final class Drain {
    private final Scheduler scheduler;
    private final Optional<Duration> limit;

    Drain(Scheduler scheduler, Optional<Duration> limit) {
        this.scheduler = scheduler;
        this.limit = limit;
    }

    /** Waits on the calling thread, which is no handler's; an interrupt ends the time there is, and is restored. */
    void await(List<Mailbox> mailboxes) {
        Optional<Timer> bound = limit.map(time -> scheduler.schedule(time, () -> mailboxes.forEach(Mailbox::abandon)));
        boolean interrupted = false;
        for (Mailbox mailbox : mailboxes) {
            while (!joined(mailbox)) {
                interrupted = true;
                mailboxes.forEach(Mailbox::abandon);
            }
        }
        bound.ifPresent(Timer::cancel);
        if (interrupted) {
            scheduler.adopt("bus close").releaseInterrupted();
        }
    }

    private static boolean joined(Mailbox mailbox) {
        try {
            mailbox.join();
            return true;
        } catch (InterruptedException e) {
            return false; // restored at the end: until then it would end every wait
        }
    }
}
