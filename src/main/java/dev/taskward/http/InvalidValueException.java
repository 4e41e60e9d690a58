package dev.taskward.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** The value of a field is not valid; the message is for the client. */
final class InvalidValueException extends MismatchedInputException {
    private static final long serialVersionUID = 1L;

    InvalidValueException(JsonParser json, String message) {
        super(json, message);
    }
}
