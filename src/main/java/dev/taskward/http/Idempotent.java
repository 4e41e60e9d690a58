package dev.taskward.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;

/** A POST that, sent again with the same {@code Idempotency-Key}, does nothing again and answers the same. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {
    String HEADER = "Idempotency-Key";

    /**
     * Whether the key is claimed, and the transaction begun, before the method is called. A method that has slow work to do
     * before its transaction, such as hashing a password, says false and passes the rest to {@link Idempotency#once}.
     */
    @Nonbinding
    boolean begins() default true;
}
