/**
 * The workload tools that agents call by name, with the records they take and return. They stand on {@code WorkloadRepository} and {@code SupplyCatalog};
 * anything that computes belongs to the packages beneath.
 */
@NullMarked
package ai.netra.agents.suite.tool;

import org.jspecify.annotations.NullMarked;
