package dev.taskward.user;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/**
 * An email address in lower case, as the HTML standard defines it for an email field, with at least two labels in the
 * domain and at most 254 characters. Null is valid.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = EmailAddress.Check.class)
public @interface EmailAddress {
    int MAX_LENGTH = 254;
    /**
     * The same for the OpenAPI document; the service checks by {@link Check}. The backtick is escaped because clients
     * generated for Go quote patterns with it.
     */
    String PATTERN = "^[a-z0-9.!#$%&'*+/=?^_\\x60{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
            + "(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$";

    String message() default "must be an email address";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Reads each character once: a regular expression for this overflows the stack on a long domain. */
    class Check implements ConstraintValidator<EmailAddress, String> {
        private static final String LOCAL_PUNCTUATION = ".!#$%&'*+/=?^_`{|}~-";
        /** RFC 1034 section 3.1. */
        private static final int MAX_LABEL = 63;

        @Override
        public boolean isValid(String address, ConstraintValidatorContext context) {
            return address == null || isValid(address);
        }

        public static boolean isValid(String address) {
            int at = address.indexOf('@');
            return address.length() <= MAX_LENGTH && at > 0 && isLocalPart(address.substring(0, at))
                    && isDomain(address.substring(at + 1));
        }

        private static boolean isLocalPart(String text) {
            return text.chars().allMatch(c -> isLetterOrDigit(c) || LOCAL_PUNCTUATION.indexOf(c) >= 0);
        }

        private static boolean isDomain(String text) {
            String[] labels = text.split("\\.", -1);
            for (String label : labels) {
                if (!isLabel(label)) {
                    return false;
                }
            }
            return labels.length >= 2;
        }

        private static boolean isLabel(String text) {
            return !text.isEmpty() && text.length() <= MAX_LABEL && text.charAt(0) != '-'
                    && text.charAt(text.length() - 1) != '-'
                    && text.chars().allMatch(c -> isLetterOrDigit(c) || c == '-');
        }

        private static boolean isLetterOrDigit(int c) {
            return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
        }
    }
}
