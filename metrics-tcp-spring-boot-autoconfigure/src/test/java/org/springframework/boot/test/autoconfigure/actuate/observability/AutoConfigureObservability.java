package org.springframework.boot.test.autoconfigure.actuate.observability;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * A stand-in for the annotation of the same name in Spring Boot 3.5.
 */
@Retention(RetentionPolicy.RUNTIME)
public @interface AutoConfigureObservability {

	boolean metrics() default true;

}
