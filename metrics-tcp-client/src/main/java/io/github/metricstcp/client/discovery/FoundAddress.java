package io.github.metricstcp.client.discovery;

import io.github.metricstcp.client.TargetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address that was found, and the names that it is to have.
 *
 * @param address the address
 * @param name the name of its own, {@code null} if it has none
 * @param group the name that it has in common with others, {@code null} if it has none
 */
record FoundAddress(TargetAddress address, @Nullable String name, @Nullable String group) {
}
