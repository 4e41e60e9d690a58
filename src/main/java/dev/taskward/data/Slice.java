package dev.taskward.data;

import java.util.List;
import java.util.Map;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * A page of rows, read in one statement, with the total if the list is paged by number: at most one statement more, and
 * none where the page itself shows how many there are.
 *
 * @param rows the rows, in order
 * @param total all rows that match; null when walked by cursor
 * @param next where the next page begins; null on the last
 */
public record Slice<E extends BaseEntity>(List<E> rows, Long total, Cursor next) {

    /** How an entity's own static finders are reached, as {@code Task::find} and {@code Task::count}. */
    @FunctionalInterface
    public interface Finder<E> {
        PanacheQuery<E> find(String hql, Map<String, Object> parameters);
    }

    @FunctionalInterface
    public interface Counter {
        long count(String hql, Map<String, Object> parameters);
    }

    public static <E extends BaseEntity> Slice<E> read(Listing<E, ?> asked, Where where, Finder<E> finder,
            Counter counter) {
        return where.isSearch()
                ? QuarkusTransaction.joiningExisting().call(() -> {
                    planForThisText();
                    return page(asked, where, finder, counter);
                })
                : page(asked, where, finder, counter);
    }

    /**
     * A prepared statement is soon given one plan for all values, which for a text that is rare would walk through all
     * rows in their order instead of looking it up. Until the transaction ends each statement is planned for its own.
     */
    private static void planForThisText() {
        Panache.getSession().createNativeQuery("select set_config('plan_cache_mode', 'force_custom_plan', true)",
                String.class).getSingleResult();
    }

    private static <E extends BaseEntity> Slice<E> page(Listing<E, ?> asked, Where where, Finder<E> finder,
            Counter counter) {
        return asked.byPage() ? byPage(asked, where, finder, counter) : byCursor(asked, where, finder);
    }

    private static <E extends BaseEntity> Slice<E> byPage(Listing<E, ?> asked, Where where, Finder<E> finder,
            Counter counter) {
        long offset = (long) (asked.page() - 1) * asked.limit();
        if (offset > Integer.MAX_VALUE - asked.limit()) {
            return new Slice<>(List.of(), counter.count(where.hql(), where.parameters()), null);
        }
        List<E> rows = find(asked, where, finder).range((int) offset, (int) offset + asked.limit() - 1).list();
        boolean last = rows.size() < asked.limit() && (offset == 0 || !rows.isEmpty());
        long total = last ? offset + rows.size() : counter.count(where.hql(), where.parameters());
        boolean more = !rows.isEmpty() && offset + rows.size() < total;
        return new Slice<>(rows, total, more ? asked.order().cursorAt(rows.get(rows.size() - 1)) : null);
    }

    private static <E extends BaseEntity> Slice<E> byCursor(Listing<E, ?> asked, Where where, Finder<E> finder) {
        Where rest = asked.cursor() == null ? where : asked.order().after(asked.cursor(), where);
        // One row more than asked for tells whether there is a next page.
        List<E> rows = find(asked, rest, finder).range(0, asked.limit()).list();
        if (rows.size() <= asked.limit()) {
            return new Slice<>(rows, null, null);
        }
        List<E> page = rows.subList(0, asked.limit());
        return new Slice<>(page, null, asked.order().cursorAt(page.get(page.size() - 1)));
    }

    private static <E extends BaseEntity> PanacheQuery<E> find(Listing<E, ?> asked, Where where, Finder<E> finder) {
        return finder.find(where.hql() + " order by " + asked.order().orderBy(), where.parameters())
                .withHint("org.hibernate.readOnly", true);
    }
}
