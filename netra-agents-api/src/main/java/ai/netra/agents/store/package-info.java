/** Where runs and conversations are kept: what a store implements, and what is kept in it. */
package ai.netra.agents.store;
