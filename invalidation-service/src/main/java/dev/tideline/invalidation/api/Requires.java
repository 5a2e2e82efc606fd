package dev.tideline.invalidation.api;

import dev.tideline.invalidation.token.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Only a caller with one of these roles gets in; with none named, any known caller. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    Role[] value() default {};
}
