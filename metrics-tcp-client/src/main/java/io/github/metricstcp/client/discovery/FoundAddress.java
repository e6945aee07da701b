package io.github.metricstcp.client.discovery;

import io.github.metricstcp.client.TargetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address that was found, and the name that it is to have.
 *
 * @param address the address
 * @param name the name, {@code null} if it has none
 * @param numbered whether others may have that name, so that each has a number behind it
 */
record FoundAddress(TargetAddress address, @Nullable String name, boolean numbered) {
}
