package dev.taskward.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is in the database, to see that nothing of it has changed. */
public final class Tables {
    private Tables() {
    }

    /** The rows of every table, as text, but of the one that the service tidies by itself at times of its own. */
    public static Map<String, List<String>> contents() {
        Map<String, List<String>> contents = new TreeMap<>();
        try (Connection connection = Environment.connect(); Statement sql = connection.createStatement()) {
            for (String table : strings(sql, "select table_name from information_schema.tables "
                    + "where table_schema = 'public' and table_type = 'BASE TABLE' "
                    + "and table_name <> 'revoked_sessions'")) {
                contents.put(table, strings(sql, "select t::text from \"" + table + "\" t order by 1"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return contents;
    }

    private static List<String> strings(Statement sql, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
