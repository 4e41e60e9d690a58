package dev.taskward.data;

/**
 * What a client asked of a list.
 *
 * @param filter its filters
 * @param order the order
 * @param limit rows a page, 1 to 100
 * @param page the page by number, from 1, or 0 when the list is walked by cursor
 * @param cursor where the walk stands; null at its start
 */
public record Listing<E extends BaseEntity, F>(F filter, Order<E> order, int limit, int page, Cursor cursor) {
    public boolean byPage() {
        return page > 0;
    }
}
