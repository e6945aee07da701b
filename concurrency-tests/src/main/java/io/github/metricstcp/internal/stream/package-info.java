/**
 * jcstress tests, in the package of what they test.
 */
package io.github.metricstcp.internal.stream;
