package io.opadpo.feedback.calls;

import io.opadpo.service.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The books of several processes over one new database. */
final class Books {
    final JdbcClient jdbc;
    final Tickets tickets;
    final JobCosts costs;
    final Replies replies;
    final Ledger ledger;

    private Books(String url) {
        DriverManagerDataSource dataSource = new DriverManagerDataSource(url);
        jdbc = JdbcClient.create(dataSource);
        tickets = new Tickets(jdbc);
        costs = new JobCosts(jdbc);
        replies = new Replies(jdbc);
        ledger = new Ledger(jdbc, new DataSourceTransactionManager(dataSource), tickets, replies);
    }

    static Books open() {
        String url = TestDatabase.create();
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/feedback")
                .load()
                .migrate();
        return new Books(url);
    }
}
