package dev.taskward.data;

/** The rows of a page by number hold more text than an answer may have. */
public class PageTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int rows;

    PageTooLargeException(int rows) {
        super("The page is too large", null, false, false);
        this.rows = rows;
    }

    /** How many of its rows would fit. */
    public int rows() {
        return Math.max(1, rows - 1);
    }
}
