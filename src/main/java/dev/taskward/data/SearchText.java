package dev.taskward.data;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/** A text to search for: 3 to 200 characters, since the index has nothing shorter. Null and empty search for nothing. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = SearchText.Check.class)
public @interface SearchText {
    int MIN_LENGTH = 3;
    int MAX_LENGTH = 200;

    String message() default "must be 3 to 200 characters long";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Counts characters, however they are encoded. */
    class Check implements ConstraintValidator<SearchText, String> {
        @Override
        public boolean isValid(String text, ConstraintValidatorContext context) {
            if (text == null || text.isEmpty()) {
                return true;
            }
            int length = text.codePointCount(0, text.length());
            return length >= MIN_LENGTH && length <= MAX_LENGTH;
        }
    }
}
