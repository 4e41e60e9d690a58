package dev.taskward.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How PostgreSQL goes about a statement. The statement is taken as the service sent it, and explained with a generic plan,
 * which is the one that has to do for everyone who asks.
 */
public final class Plan {
    private static final int SEARCHES = 12;

    private Plan() {
    }

    /** @param path a list; of the statements that it leads to, the one that reads rows of this table */
    public static String ofList(Account caller, String table, String path) {
        return of(caller, path, "query ilike 'select%from " + table + " %' and query not ilike 'select count(%'");
    }

    /** Of what counts the rows of this table for the list. */
    public static String ofTotal(Account caller, String table, String path) {
        return of(caller, path, "query ilike 'select count(%from " + table + " %'");
    }

    private static String of(Account caller, String path, String which) {
        sql("create extension if not exists pg_stat_statements");
        sql("select pg_stat_statements_reset()::text");
        caller.request().get(path).then().statusCode(200);
        List<String> statements = sql("select query from pg_stat_statements where " + which);
        assertThat(statements).hasSize(1);
        return String.join("\n", sql("explain (generic_plan) " + statements.get(0)));
    }

    /** Searches by this index: the first five times, and when the server has a plan for all texts that it could use. */
    public static void assertSearched(Account caller, String index, String path) {
        int before = scans(index);
        for (int i = 0; i < SEARCHES; i++) {
            caller.request().get(path).then().statusCode(200);
        }
        // Backends tell what they did when they have been idle for ten seconds.
        await(index).atMost(Duration.ofSeconds(30)).until(() -> scans(index) >= before + SEARCHES);
    }

    private static int scans(String index) {
        return Integer.parseInt(sql("select idx_scan from pg_stat_user_indexes where indexrelname = '" + index + "'")
                .get(0));
    }

    /** In simple mode, since the placeholders of what is explained are not to be filled. */
    public static List<String> sql(String text) {
        String url = "jdbc:" + Environment.databaseUrl().replaceFirst("//[^@]*@", "//") + "?preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            List<String> column = new ArrayList<>();
            if (statement.execute(text)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        column.add(rows.getString(1));
                    }
                }
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
