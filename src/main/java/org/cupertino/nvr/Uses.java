package org.cupertino.nvr;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The packages of the program that a package imports, in its {@code package-info}. A test compares
 * them with the real imports, both ways.
 */
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Uses {
    /** Names without {@code org.cupertino.nvr.}, in alphabetical order. */
    String[] value() default {};
}
