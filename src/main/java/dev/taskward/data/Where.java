package dev.taskward.data;

import java.util.HashMap;
import java.util.Map;

/** A WHERE clause in HQL with its parameters; conditions without a value are left out. */
public final class Where {
    private final StringBuilder hql = new StringBuilder();
    private final Map<String, Object> parameters = new HashMap<>();
    private boolean search;

    private Where() {
    }

    /** Rows of one owner: the start of every list of an owned resource. */
    public static Where owned(String attribute, Object owner) {
        return new Where().eq(attribute, owner);
    }

    /** All rows, to begin with. */
    public static Where all() {
        return new Where();
    }

    /** A condition of one's own, in HQL, with at most one parameter of this name. */
    public Where matching(String condition, String parameter, Object value) {
        bind(parameter, value);
        return and(condition);
    }

    public Where eq(String attribute, Object value) {
        return compare(attribute, "=", attribute, value);
    }

    public Where before(String attribute, Object value) {
        return compare(attribute, "<", attribute + "Before", value);
    }

    public Where after(String attribute, Object value) {
        return compare(attribute, ">", attribute + "After", value);
    }

    /** Rows that have no such value, if asked for. */
    public Where absent(String attribute, boolean asked) {
        return asked ? and(attribute + " is null") : this;
    }

    /**
     * Rows where one of the attributes contains the text, whatever its case. The index has trigrams, and nothing for a
     * shorter text: that is for the filter's {@link SearchText} to refuse.
     */
    public Where contains(String text, String... attributes) {
        if (text == null || text.isEmpty()) {
            return this;
        }
        search = true;
        bind("search", "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
        return and("(" + String.join(" or ", java.util.Arrays.stream(attributes)
                .map(attribute -> attribute + " ilike :search escape '\\'").toList()) + ")");
    }

    private Where compare(String attribute, String operator, String name, Object value) {
        if (value == null) {
            return this;
        }
        bind(name, value);
        return and(attribute + " " + operator + " :" + name);
    }

    Where bind(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    Where and(String condition) {
        hql.append(hql.isEmpty() ? "" : " and ").append(condition);
        return this;
    }

    /** Whether it looks for a text, which may be anything from rare to common. */
    boolean isSearch() {
        return search;
    }

    String hql() {
        return hql.toString();
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
