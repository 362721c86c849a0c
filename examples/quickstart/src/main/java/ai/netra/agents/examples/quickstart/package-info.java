/** The quickstart: one question about one workload, from the command line. */
package ai.netra.agents.examples.quickstart;
