package dev.taskward.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A total order: the keys asked for, then the id, in the direction of the last key. Besides the ORDER BY it makes the
 * condition "after this row", by which a cursor goes on at the cost of one index descent, however deep it is.
 */
public final class Order<E extends BaseEntity> {
    record Term<E>(SortKey<E> key, boolean descending) {}

    private final List<Term<E>> terms;
    private final String text;
    private final boolean idDescending;

    Order(List<Term<E>> terms, String text) {
        this.terms = terms;
        this.text = text;
        this.idDescending = terms.get(terms.size() - 1).descending();
    }

    /** The order as a client writes it. */
    public String text() {
        return text;
    }

    String orderBy() {
        return terms.stream().map(Order::orderBy).collect(Collectors.joining(", ", "", ", "))
                + (idDescending ? "id desc" : "id");
    }

    private static String orderBy(Term<?> term) {
        return term.key().expression() + (term.descending() ? " desc" : "")
                + (term.key().nullable() ? " nulls last" : "");
    }

    /** Where the list stands at this row. */
    Cursor cursorAt(E row) {
        return new Cursor(text, terms.stream().map(term -> term.key().write(row)).toList(), row.id);
    }

    /** @throws RuntimeException if the cursor was made under another order, or is none of ours */
    public void check(Cursor cursor) {
        if (cursor == null || !text.equals(cursor.order()) || cursor.id() == null || cursor.values() == null) {
            throw new IllegalArgumentException("cursor");
        }
        values(cursor);
    }

    private List<Object> values(Cursor cursor) {
        if (cursor.values().size() != terms.size()) {
            throw new IllegalArgumentException("cursor");
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            values.add(terms.get(i).key().read(cursor.values().get(i)));
        }
        return values;
    }

    /**
     * Adds "after the cursor's row". Rows come after it that have the same first keys and are beyond it in the next one.
     * The plain bound on the first key in front is what an index on it can start from.
     */
    Where after(Cursor cursor, Where where) {
        List<Object> values = values(cursor);
        StringBuilder same = new StringBuilder();
        List<String> beyond = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            String name = "after" + i;
            if (values.get(i) != null) {
                where.bind(name, values.get(i));
                beyond.add(same + beyond(terms.get(i), name));
            }
            same.append(same(terms.get(i), values.get(i), name)).append(" and ");
        }
        where.bind("afterId", cursor.id());
        beyond.add(same + (idDescending ? "id < :afterId" : "id > :afterId"));
        Term<E> first = terms.get(0);
        if (!first.key().nullable()) {
            where.and(first.key().expression() + (first.descending() ? " <= " : " >= ") + ":after0");
        }
        return where.and("(" + String.join(" or ", beyond) + ")");
    }

    private static String beyond(Term<?> term, String name) {
        String expression = term.key().expression();
        String compared = expression + (term.descending() ? " < :" : " > :") + name;
        return term.key().nullable() ? "(" + compared + " or " + expression + " is null)" : compared;
    }

    private static String same(Term<?> term, Object value, String name) {
        return term.key().expression() + (value == null ? " is null" : " = :" + name);
    }
}
