package org.springframework.boot.micrometer.metrics.test.autoconfigure;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * A stand-in for Spring Boot's annotation of the same name. The module that has it would
 * switch exports off in tests by itself.
 */
@Retention(RetentionPolicy.RUNTIME)
public @interface AutoConfigureMetrics {

	boolean export() default true;

}
