package ai.netra.agents.core.pool;

/**
 * What a pool holds and has done, all of the same moment.
 *
 * @param idle instances that wait for a borrower
 * @param leased instances that are lent
 * @param waiting borrowers that wait for an instance
 * @param borrowed how many leases there were
 * @param created how many instances were created
 * @param discarded how many instances were given up
 * @param overdue how many leases were held for too long, returned since or not
 * @param leftAtClose how many leases were not returned when the pool was closed
 */
public record PoolCounts(
        int idle,
        int leased,
        int waiting,
        long borrowed,
        long created,
        long discarded,
        long overdue,
        long leftAtClose) {}
