/**
 * The bridge to LangChain4j, both ways: any of its models as an {@link ai.netra.agents.llm.LlmClient}, and {@link ai.netra.agents.tool.Tool}s as its tools.
 * What passes over the bridge, and what does not, is said here and nowhere else.
 */
@NullMarked
package ai.netra.agents.langchain4j;

import org.jspecify.annotations.NullMarked;
