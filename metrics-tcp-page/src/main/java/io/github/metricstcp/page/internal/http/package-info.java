/**
 * The server of the page: what may be asked, by whom, and how it is answered.
 */
@NullMarked
package io.github.metricstcp.page.internal.http;

import org.jspecify.annotations.NullMarked;
