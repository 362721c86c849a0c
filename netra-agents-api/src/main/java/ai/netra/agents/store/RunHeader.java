package ai.netra.agents.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What a store knows of a run without its records.
 *
 * @param key the run's journal
 * @param end how far it has come
 * @param phase where it stands
 * @param writer who appended last
 * @param begun when the first record was appended, by the store's clock, as are the next
 * @param changed when the last one was
 * @param leasedUntil of a running one, until when its writer is taken to be alive
 */
public record RunHeader(
        StreamKey.OfRun key,
        StreamPosition end,
        RunPhase phase,
        String writer,
        Instant begun,
        Instant changed,
        Optional<Instant> leasedUntil) {}
