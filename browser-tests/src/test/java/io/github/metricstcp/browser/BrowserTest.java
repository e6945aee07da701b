package io.github.metricstcp.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.metricstcp.testing.RequiresTool;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says that the tests of a class need a browser. They are given one {@link Browser} and
 * one {@link Shop}, which all classes share; after each of them the page must have had no
 * fault.
 */
@RequiresTool({ "chromium", "chromedriver" })
@ExtendWith(BrowserExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface BrowserTest {

}
