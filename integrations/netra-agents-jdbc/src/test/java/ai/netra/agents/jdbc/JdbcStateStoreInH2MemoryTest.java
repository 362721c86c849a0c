package ai.netra.agents.jdbc;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class JdbcStateStoreInH2MemoryTest extends JdbcStateStoreScenarios {
    @Override
    DataSource source() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:scenarios;DB_CLOSE_DELAY=-1");
        return source;
    }
}
