package io.github.metricstcp.sample;

import java.math.BigDecimal;

/**
 * Something the shop sells.
 *
 * @param id its name in URLs and tags
 * @param name its name for customers
 * @param price in euros
 */
record Product(String id, String name, BigDecimal price) {

}
