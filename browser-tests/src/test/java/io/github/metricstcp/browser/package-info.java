/**
 * Tests of the live page in a real browser.
 */
@NullMarked
package io.github.metricstcp.browser;

import org.jspecify.annotations.NullMarked;
