package dev.taskward.http;

/** What is wrong with one field of a body, or one parameter. */
public record FieldError(String field, String message) {}
