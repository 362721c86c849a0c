package ai.netra.agents.suite.data;

import java.util.List;

/**
 * What a model makes of data.
 *
 * @param meanings what the findings mean for the request, a sentence or two each
 * @param limits what the limitations mean for the answer, a sentence or two each
 */
record DataDraft(List<String> meanings, List<String> limits) {}
