package io.github.metricstcp.client.wire;

/**
 * The identity of a family: all series of one kind and name, which share their metadata.
 *
 * @param kind the kind of the series
 * @param name their name
 * @since 0.1.0
 */
public record FamilyKey(Kind kind, String name) {
}
