package dev.taskward.data;

/** How rows that are past their time go: a few with each new one, so that none stay and no job is needed. */
public final class Sweep {
    private Sweep() {
    }

    /**
     * What another transaction is deleting does not hold this one up.
     *
     * @param key the columns of the primary key
     * @param time when a row began to age
     * @param before what that is compared with, in SQL
     * @param rows more than come at a time
     */
    public static String sql(String table, String key, String time, String before, int rows) {
        return "delete from %1$s where (%2$s) in (select %2$s from %1$s where %3$s < %4$s order by %3$s limit %5$d for update skip locked)"
                .formatted(table, key, time, before, rows);
    }
}
