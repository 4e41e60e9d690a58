package dev.taskward.data;

import java.util.ArrayList;
import java.util.List;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.SelectionQuery;

/**
 * A page of rows, read in one statement, with the total if the list is paged by number: at most one statement more, and
 * none where the page itself shows how many there are.
 *
 * @param rows the rows, in order
 * @param total all rows that match; null when walked by cursor
 * @param next where the next page begins; null on the last
 */
public record Slice<E extends BaseEntity>(List<E> rows, Total total, Cursor next) {
    /** As far as pages by number reach and totals are exact: PostgreSQL walks through all rows before a page. */
    public static final int MAX_REACH = 100_000;
    /** Most characters of text in a page: 1.5 MiB in UTF-8 at the most. */
    private static final int MAX_TEXT = 512 * 1024;
    /** Rows that are read at a time where a page may hold more; so many of the longest tasks have that much text. */
    public static final int FETCH = 25;

    /**
     * How many rows match.
     *
     * @param exact false if there are more than these
     */
    public record Total(long rows, boolean exact) {}

    /**
     * Reads what was asked for of the rows that match. A page by cursor may end early if its rows hold much text.
     *
     * @throws PageTooLargeException if a page by number holds too much text
     */
    public static <E extends BaseEntity> Slice<E> read(Class<E> entity, Listing<E, ?> asked, Where where) {
        if (where.isSearch()) {
            return QuarkusTransaction.joiningExisting().call(() -> {
                planForThisText();
                return page(entity, asked, where);
            });
        }
        // Only within a transaction does the driver fetch a few rows at a time.
        return asked.limit() > FETCH
                ? QuarkusTransaction.joiningExisting().call(() -> page(entity, asked, where))
                : page(entity, asked, where);
    }

    /**
     * A prepared statement is soon given one plan for all values, which for a text that is rare would walk through all
     * rows in their order instead of looking it up. Until the transaction ends each statement is planned for its own, and
     * ended sooner than others.
     */
    private static void planForThisText() {
        Panache.getSession().createNativeQuery("select set_config('plan_cache_mode', 'force_custom_plan', true), "
                + "set_config('statement_timeout', '2s', true)", Object[].class).getSingleResult();
    }

    private static <E extends BaseEntity> Slice<E> page(Class<E> entity, Listing<E, ?> asked, Where where) {
        return asked.byPage() ? byPage(entity, asked, where) : byCursor(entity, asked, where);
    }

    private static <E extends BaseEntity> Slice<E> byPage(Class<E> entity, Listing<E, ?> asked, Where where) {
        int offset = (asked.page() - 1) * asked.limit();
        List<E> rows = rows(entity, asked, where, offset, asked.limit());
        if (asked.limit() > FETCH && hasTooMuchText(rows)) {
            throw new PageTooLargeException(rows.size());
        }
        boolean last = rows.size() < asked.limit() && (offset == 0 || !rows.isEmpty());
        Total total = last ? new Total(offset + rows.size(), true) : count(entity, where);
        boolean more = !rows.isEmpty() && offset + rows.size() < total.rows();
        return new Slice<>(rows, total, more ? asked.order().cursorAt(rows.get(rows.size() - 1)) : null);
    }

    private static <E extends BaseEntity> Slice<E> byCursor(Class<E> entity, Listing<E, ?> asked, Where where) {
        Where rest = asked.cursor() == null ? where : asked.order().after(asked.cursor(), where);
        // One row more than asked for tells whether there is a next page.
        List<E> rows = rows(entity, asked, rest, 0, asked.limit() + 1);
        if (rows.size() <= asked.limit() && (asked.limit() <= FETCH || !hasTooMuchText(rows))) {
            return new Slice<>(rows, null, null);
        }
        List<E> page = rows.subList(0, Math.min(rows.size(), asked.limit()));
        return new Slice<>(page, null, asked.order().cursorAt(page.get(page.size() - 1)));
    }

    /** Ends with the row whose text is too much for a page. */
    private static <E extends BaseEntity> List<E> rows(Class<E> entity, Listing<E, ?> asked, Where where, int offset,
            int limit) {
        SelectionQuery<E> query = select(entity, where, " order by " + asked.order().orderBy()).setFirstResult(offset)
                .setMaxResults(limit).setReadOnly(true);
        if (asked.limit() <= FETCH) {
            return query.getResultList();
        }
        List<E> rows = new ArrayList<>();
        long text = 0;
        try (ScrollableResults<E> results = query.setFetchSize(FETCH).scroll(ScrollMode.FORWARD_ONLY)) {
            while (text <= MAX_TEXT && results.next()) {
                rows.add(results.get());
                text += textLength(results.get());
            }
        }
        return rows;
    }

    private static boolean hasTooMuchText(List<? extends BaseEntity> rows) {
        return rows.stream().mapToLong(Slice::textLength).sum() > MAX_TEXT;
    }

    private static long textLength(BaseEntity row) {
        long length = 0;
        for (Object value : Panache.getSession().getFactory().unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .getEntityDescriptor(row.getClass()).getValues(row)) {
            length += value instanceof String text ? text.length() : 0;
        }
        return length;
    }

    /** HQL wants a limit to come with an order: by a constant, which PostgreSQL leaves out of its plan. */
    private static Total count(Class<?> entity, Where where) {
        String condition = where.hql().isEmpty() ? "" : " where " + where.hql();
        String matching = "select id as id from " + entity.getName() + condition + " order by current_date limit "
                + (MAX_REACH + 1);
        SelectionQuery<Long> query = Panache.getSession()
                .createSelectionQuery("select count(*) from (" + matching + ") as counted", Long.class);
        where.parameters().forEach(query::setParameter);
        long rows = query.getSingleResult();
        return new Total(Math.min(rows, MAX_REACH), rows <= MAX_REACH);
    }

    private static <E> SelectionQuery<E> select(Class<E> entity, Where where, String order) {
        String condition = where.hql().isEmpty() ? "" : " where " + where.hql();
        SelectionQuery<E> query = Panache.getSession().createSelectionQuery(
                "from " + entity.getName() + condition + order,
                entity);
        where.parameters().forEach(query::setParameter);
        return query;
    }
}
