package dev.taskward.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/** A time that is yet to come, at most so many days from now. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = FutureWithin.Check.class)
public @interface FutureWithin {
    int days();

    String message() default "must be in the future, at most {days} days from now";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Passes a time that was not given, too. */
    class Check implements ConstraintValidator<FutureWithin, Instant> {
        private Duration most;

        @Override
        public void initialize(FutureWithin within) {
            most = Duration.ofDays(within.days());
        }

        @Override
        public boolean isValid(Instant time, ConstraintValidatorContext context) {
            Instant now = Instant.now();
            return time == null || time.isAfter(now) && !time.isAfter(now.plus(most));
        }
    }
}
