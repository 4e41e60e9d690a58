package dev.taskward.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a list, so that {@link dev.taskward.openapi.ApiDocument} describes its parameters, answer and headers. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ListOf {
    /** What each row is shown as. */
    Class<?> view();

    /** The record of its filters, annotated with {@code @Schema} and with a static {@code SORTING}. */
    Class<? extends Record> filter();
}
