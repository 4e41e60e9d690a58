package dev.taskward.data;

import java.util.List;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.hibernate.query.SelectionQuery;

/**
 * A page of rows, read in one statement, with the total if the list is paged by number: at most one statement more, and
 * none where the page itself shows how many there are.
 *
 * @param rows the rows, in order
 * @param total all rows that match; null when walked by cursor
 * @param next where the next page begins; null on the last
 */
public record Slice<E extends BaseEntity>(List<E> rows, Long total, Cursor next) {

    /** What was asked for of the rows that match. */
    public static <E extends BaseEntity> Slice<E> read(Class<E> entity, Listing<E, ?> asked, Where where) {
        return where.isSearch()
                ? QuarkusTransaction.joiningExisting().call(() -> {
                    planForThisText();
                    return page(entity, asked, where);
                })
                : page(entity, asked, where);
    }

    /**
     * A prepared statement is soon given one plan for all values, which for a text that is rare would walk through all
     * rows in their order instead of looking it up. Until the transaction ends each statement is planned for its own.
     */
    private static void planForThisText() {
        Panache.getSession().createNativeQuery("select set_config('plan_cache_mode', 'force_custom_plan', true)",
                String.class).getSingleResult();
    }

    private static <E extends BaseEntity> Slice<E> page(Class<E> entity, Listing<E, ?> asked, Where where) {
        return asked.byPage() ? byPage(entity, asked, where) : byCursor(entity, asked, where);
    }

    private static <E extends BaseEntity> Slice<E> byPage(Class<E> entity, Listing<E, ?> asked, Where where) {
        long offset = (long) (asked.page() - 1) * asked.limit();
        if (offset > Integer.MAX_VALUE - asked.limit()) {
            return new Slice<>(List.of(), count(entity, where), null);
        }
        List<E> rows = rows(entity, asked, where, (int) offset, asked.limit());
        boolean last = rows.size() < asked.limit() && (offset == 0 || !rows.isEmpty());
        long total = last ? offset + rows.size() : count(entity, where);
        boolean more = !rows.isEmpty() && offset + rows.size() < total;
        return new Slice<>(rows, total, more ? asked.order().cursorAt(rows.get(rows.size() - 1)) : null);
    }

    private static <E extends BaseEntity> Slice<E> byCursor(Class<E> entity, Listing<E, ?> asked, Where where) {
        Where rest = asked.cursor() == null ? where : asked.order().after(asked.cursor(), where);
        // One row more than asked for tells whether there is a next page.
        List<E> rows = rows(entity, asked, rest, 0, asked.limit() + 1);
        if (rows.size() <= asked.limit()) {
            return new Slice<>(rows, null, null);
        }
        List<E> page = rows.subList(0, asked.limit());
        return new Slice<>(page, null, asked.order().cursorAt(page.get(page.size() - 1)));
    }

    private static <E extends BaseEntity> List<E> rows(Class<E> entity, Listing<E, ?> asked, Where where, int offset,
            int limit) {
        return select("", entity, where, " order by " + asked.order().orderBy(), entity).setFirstResult(offset)
                .setMaxResults(limit).setReadOnly(true).getResultList();
    }

    /** In words, since Panache's own count is not kept: Hibernate would make its SQL anew for each request. */
    private static long count(Class<?> entity, Where where) {
        return select("select count(*) ", entity, where, "", Long.class).getSingleResult();
    }

    private static <R> SelectionQuery<R> select(String what, Class<?> entity, Where where, String order,
            Class<R> result) {
        String condition = where.hql().isEmpty() ? "" : " where " + where.hql();
        SelectionQuery<R> query = Panache.getSession()
                .createSelectionQuery(what + "from " + entity.getName() + condition + order, result);
        where.parameters().forEach(query::setParameter);
        return query;
    }
}
