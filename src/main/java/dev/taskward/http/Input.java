package dev.taskward.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record that a request is bound to: a body in JSON or as a form, or the filters of a list. {@link Binder}
 * reads it, so that its text is normalized and everything wrong with it is told at once.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Input {
    /** Whether a request without a body is one with no fields, rather than a mistake. */
    boolean optional() default false;
}
