package io.github.metricstcp.client.model;

/**
 * An occurrence at a target that may explain what its series show at that time. It does
 * not change: if more becomes known, another one of the same identity takes its place.
 *
 * @param id the identity of the occurrence among all of a model
 * @param revision a number that is greater than that of each mark that was made before,
 * of the same occurrence or of another one
 * @param time the time at which it was noticed, in nanoseconds since the epoch
 * @param kind the kind of the occurrence
 * @param target the target as the user named it
 * @param sentence the occurrence in words, without a full stop
 * @since 0.1.0
 */
public record Mark(long id, long revision, long time, MarkKind kind, String target, String sentence) {
}
