package io.github.metricstcp.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says that a test needs programs that not every machine has. Where one is missing the
 * test is skipped, with its name; with the system property {@code requireTools=true} (in
 * Maven: {@code -DrequireTools}) it fails.
 */
@Documented
@ExtendWith(RequiresToolCondition.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
public @interface RequiresTool {

	/**
	 * The names of the programs, as they are looked up on the {@code PATH}.
	 */
	String[] value();

}
