/** Runs and conversations kept in H2 or PostgreSQL. */
module ai.netra.agents.jdbc {
    requires static transitive org.jspecify;
    requires transitive ai.netra.agents;
    requires transitive java.sql;

    exports ai.netra.agents.jdbc;
}
