package ai.netra.agents.suite.triage;

import static ai.netra.agents.suite.triage.ChangeDirection.DOWN;
import static ai.netra.agents.suite.triage.Metric.CACHING;
import static ai.netra.agents.suite.triage.Metric.COST;
import static ai.netra.agents.suite.triage.Metric.ERRORS;
import static ai.netra.agents.suite.triage.Metric.LATENCY;
import static ai.netra.agents.suite.triage.Metric.QUALITY;
import static ai.netra.agents.suite.triage.Metric.RATE_LIMIT;
import static ai.netra.agents.suite.triage.Metric.THROUGHPUT;
import static ai.netra.agents.suite.triage.Metric.TIME_TO_FIRST_TOKEN;
import static ai.netra.agents.suite.triage.Metric.TOKENS;
import static ai.netra.agents.suite.triage.Metric.USAGE;
import static ai.netra.agents.suite.triage.Metric.UTILIZATION;
import static ai.netra.agents.suite.triage.RequestCategory.CONFIGURATION;
import static ai.netra.agents.suite.triage.RequestCategory.COST_OPTIMIZATION;
import static ai.netra.agents.suite.triage.RequestCategory.MODEL_SELECTION;
import static ai.netra.agents.suite.triage.RequestCategory.MONITORING_REPORTING;
import static ai.netra.agents.suite.triage.RequestCategory.PERFORMANCE_OPTIMIZATION;
import static ai.netra.agents.suite.triage.RequestCategory.QUALITY_OPTIMIZATION;
import static ai.netra.agents.suite.triage.RequestCategory.SUPPLY_CATALOG;
import static ai.netra.agents.suite.triage.RequestCategory.WORKLOAD_ANALYSIS;
import static ai.netra.agents.suite.triage.RequestIntent.ADMIN;
import static ai.netra.agents.suite.triage.RequestIntent.ANALYZE;
import static ai.netra.agents.suite.triage.RequestIntent.COMPARE;
import static ai.netra.agents.suite.triage.RequestIntent.CONFIGURE;
import static ai.netra.agents.suite.triage.RequestIntent.MONITOR;
import static ai.netra.agents.suite.triage.RequestIntent.OPTIMIZE;
import static ai.netra.agents.suite.triage.RequestIntent.PREDICT;
import static ai.netra.agents.suite.triage.RequestIntent.RECOMMEND;
import static ai.netra.agents.suite.triage.RequestIntent.TROUBLESHOOT;

import java.util.List;

/** The words that requests about AI workloads are read by. Weights: 3 names the thing itself, 2 belongs to it, 1 is a hint. */
final class Lexicon {
    static final List<Clue> CLUES = List.of(
            Clue.of("costs?|costing|costly|spend(?:s|ing)?|spent")
                    .about(COST_OPTIMIZATION, 3)
                    .names(COST),
            Clue.of("bills?|billing|budgets?|pric(?:e|es|ing)|money|expenses?")
                    .about(COST_OPTIMIZATION, 2)
                    .names(COST),
            Clue.of("cheap(?:er|est|ly)?|expensive|pricey|overpay\\w*|overspend\\w*")
                    .about(COST_OPTIMIZATION, 3)
                    .asks(OPTIMIZE, 2)
                    .names(COST)
                    .wants(DOWN),
            Clue.of("sav(?:e|es|ing|ings)")
                    .about(COST_OPTIMIZATION, 2)
                    .asks(OPTIMIZE, 2)
                    .names(COST)
                    .wants(DOWN),
            Clue.of("latenc(?:y|ies)|response times?|delays?|responsiveness")
                    .about(PERFORMANCE_OPTIMIZATION, 3)
                    .names(LATENCY),
            Clue.of("slow(?:er|ness|ly|s)?|lag(?:s|gy|ging)?|sluggish")
                    .about(PERFORMANCE_OPTIMIZATION, 3)
                    .asks(TROUBLESHOOT, 2)
                    .names(LATENCY)
                    .wants(DOWN),
            Clue.of("fast(?:er|est)?|quick(?:er|ly)?|speed(?:s|ing)?(?: up)?")
                    .about(PERFORMANCE_OPTIMIZATION, 3)
                    .asks(OPTIMIZE, 2)
                    .names(LATENCY)
                    .wants(DOWN),
            Clue.of("performance").about(PERFORMANCE_OPTIMIZATION, 3),
            Clue.of("ttft|(?:time to )?first token")
                    .about(PERFORMANCE_OPTIMIZATION, 3)
                    .names(TIME_TO_FIRST_TOKEN),
            Clue.of("throughput|requests per second|rps|qps|concurrency")
                    .about(PERFORMANCE_OPTIMIZATION, 3)
                    .names(THROUGHPUT),
            Clue.of("timeouts?|timing out|time outs?")
                    .about(PERFORMANCE_OPTIMIZATION, 2)
                    .asks(TROUBLESHOOT, 2)
                    .names(LATENCY),
            Clue.of("quality|accuracy|accurate|correctness")
                    .about(QUALITY_OPTIMIZATION, 3)
                    .names(QUALITY),
            Clue.of("hallucinat\\w*|wrong answers?")
                    .about(QUALITY_OPTIMIZATION, 3)
                    .asks(TROUBLESHOOT, 1)
                    .names(QUALITY),
            Clue.of("errors?|error rates?|failures?")
                    .about(QUALITY_OPTIMIZATION, 3)
                    .asks(TROUBLESHOOT, 2)
                    .names(ERRORS),
            Clue.of("fail(?:s|ed|ing)?|crash\\w*")
                    .about(QUALITY_OPTIMIZATION, 2)
                    .asks(TROUBLESHOOT, 2)
                    .names(ERRORS),
            Clue.of("usage|traffic|load|volume|demand")
                    .about(WORKLOAD_ANALYSIS, 2)
                    .names(USAGE),
            Clue.of("requests?|users|uses").about(WORKLOAD_ANALYSIS, 1),
            Clue.of("workloads?").about(WORKLOAD_ANALYSIS, 1),
            Clue.of("patterns?|trends?|seasonal\\w*|peaks?|distributions?|anomal(?:y|ies)")
                    .about(WORKLOAD_ANALYSIS, 2),
            Clue.of("grow(?:s|th|ing|n)?").about(WORKLOAD_ANALYSIS, 2).asks(PREDICT, 2),
            Clue.of("tokens?").about(WORKLOAD_ANALYSIS, 1).names(TOKENS),
            Clue.of("utili[sz]ation").about(WORKLOAD_ANALYSIS, 2).names(UTILIZATION),
            Clue.of("(?:kv[- ]?)?cach(?:e|es|ed|ing)")
                    .about(WORKLOAD_ANALYSIS, 1)
                    .names(CACHING),
            Clue.of("audit(?:s|ed|ing)?").about(WORKLOAD_ANALYSIS, 2).asks(ANALYZE, 3),
            Clue.of("models?|llms?").about(MODEL_SELECTION, 2),
            Clue.of("(?:switch|migrat\\w+|mov(?:e|ed|ing))(?: \\w+){0,3} to").about(MODEL_SELECTION, 2),
            Clue.of("upgrad(?:e|es|ed|ing)|downgrad\\w+").about(MODEL_SELECTION, 3),
            Clue.of("newer|versions?").about(MODEL_SELECTION, 1),
            Clue.of("catalog(?:ue)?s?").about(SUPPLY_CATALOG, 4),
            Clue.of("supply|providers?|vendors?|instance types?|gpu types?").about(SUPPLY_CATALOG, 2),
            Clue.of("available|offer(?:s|ed|ings?)?").about(SUPPLY_CATALOG, 1),
            Clue.of("monitor\\w*|alert(?:s|ing)?|dashboards?|observability")
                    .about(MONITORING_REPORTING, 3)
                    .asks(MONITOR, 3),
            Clue.of("track(?:s|ing)?|watch(?:ing)?")
                    .about(MONITORING_REPORTING, 2)
                    .asks(MONITOR, 2),
            Clue.of("reports?|reporting").about(MONITORING_REPORTING, 2).asks(MONITOR, 1),
            Clue.of("config(?:s|ure|ured|uring|urations?)?")
                    .about(CONFIGURATION, 3)
                    .asks(CONFIGURE, 3),
            Clue.of("set ?up|setting up|enabl(?:e|ing)|disabl(?:e|ing)|deploy(?:ing|ment)?|install(?:ing)?")
                    .about(CONFIGURATION, 2)
                    .asks(CONFIGURE, 2),
            Clue.of("settings?|parameters?|verbosity|temperature")
                    .about(CONFIGURATION, 1)
                    .asks(CONFIGURE, 1),
            Clue.of("rate[- ]limits?|quotas?").about(CONFIGURATION, 1).names(RATE_LIMIT),
            Clue.of("roll(?:s|ed|ing)?[- ]?backs?|revert(?:s|ed|ing)?")
                    .about(MODEL_SELECTION, 1)
                    .asks(CONFIGURE, 2),
            Clue.of("optimi[sz](?:e|es|ed|ing|ations?)|reduc(?:e|es|ed|ing|tions?)|lower(?:s|ed|ing)?|cut(?:s|ting)?")
                    .asks(OPTIMIZE, 3),
            Clue.of("minimi[sz](?:e|es|ing)|improv(?:e|es|ed|ing|ements?)|decreas(?:e|es|ing)|slash(?:ing)?")
                    .asks(OPTIMIZE, 3),
            Clue.of("tun(?:e|ing)|efficien(?:t|cy)|shrink(?:ing)?").asks(OPTIMIZE, 2),
            Clue.of("better").asks(OPTIMIZE, 1),
            Clue.of("analy[sz](?:e|es|ed|ing)|analys[ei]s")
                    .about(WORKLOAD_ANALYSIS, 1)
                    .asks(ANALYZE, 3),
            Clue.of("examin\\w+|inspect\\w*|investigat\\w+|understand|break(?: it)?"
                            + " ?down|show|summari[sz]e|describe|explain|list")
                    .asks(ANALYZE, 2),
            Clue.of("what (?:is|are|was|were)|how (?:many|much)").asks(ANALYZE, 2),
            Clue.of("compar(?:e|es|ed|ing|isons?)|versus|vs|worth(?: it)?").asks(COMPARE, 3),
            Clue.of("differences?|suit(?:s|able|ed)?|how effective|better (?:fit|than)")
                    .asks(COMPARE, 2),
            Clue.of("predict(?:s|ed|ing|ions?)?|forecast(?:s|ing)?|project(?:ed|ions?)|what if")
                    .asks(PREDICT, 3),
            Clue.of("expect(?:s|ed|ing)?|impacts?|effects?|affects?").asks(PREDICT, 2),
            Clue.of("will|next (?:week|month|quarter|year)").asks(PREDICT, 1),
            Clue.of("recommend\\w*|suggest\\w*|advi[cs]e|what should|should (?:we|i)|which(?: [\\w-]+){1,6} should")
                    .asks(RECOMMEND, 3),
            Clue.of("what can (?:we|i)|best").asks(RECOMMEND, 1),
            Clue.of("troubleshoot\\w*|debug\\w*|diagnos(?:e|ing|is)").asks(TROUBLESHOOT, 3),
            Clue.of("why|problems?|issues?|broken|not working|too many").asks(TROUBLESHOOT, 2),
            Clue.of("(?:user )?accounts?|permissions?|passwords?|api keys?|log ?in|invoices?|subscriptions?")
                    .asks(ADMIN, 3));

    private Lexicon() {}
}
