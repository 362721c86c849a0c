/** Formats the Java sources of the build, on the JDK that compiles them. */
package ai.netra.agents.build.format;
