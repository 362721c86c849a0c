/** State, and caches of streams and of agents' outputs, on Redis. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // Jedis declares no more than its module's name
module ai.netra.agents.redis {
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents;
    requires transitive ai.netra.agents.tools;
    requires transitive redis.clients.jedis;

    exports ai.netra.agents.redis;
}
