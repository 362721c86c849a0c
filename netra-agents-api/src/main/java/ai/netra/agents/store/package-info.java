/** Where runs and conversations are kept: what a store implements, and what is kept in it. */
@NullMarked
package ai.netra.agents.store;

import org.jspecify.annotations.NullMarked;
