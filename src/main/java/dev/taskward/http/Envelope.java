package dev.taskward.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The shape of every success that has a body. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Envelope<T>(boolean success, T data, String message, Meta meta) {

    public static <T> Envelope<T> of(T data) {
        return new Envelope<>(true, data, null, null);
    }

    public static <T> Envelope<T> of(T data, String message) {
        return new Envelope<>(true, data, message, null);
    }
}
