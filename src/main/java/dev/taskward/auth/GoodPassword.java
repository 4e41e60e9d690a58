package dev.taskward.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/** The password of a {@link NewPassword} meets {@link PasswordPolicy}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = GoodPassword.Check.class)
public @interface GoodPassword {
    String message() default "is not acceptable";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Reports each broken rule on the field {@code password}. */
    class Check implements ConstraintValidator<GoodPassword, NewPassword> {
        @Override
        public boolean isValid(NewPassword value, ConstraintValidatorContext context) {
            var broken = PasswordPolicy.violations(value);
            context.disableDefaultConstraintViolation();
            broken.forEach(rule -> context.buildConstraintViolationWithTemplate(rule).addPropertyNode("password")
                    .addConstraintViolation());
            return broken.isEmpty();
        }
    }
}
