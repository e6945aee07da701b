package io.github.metricstcp.client.recording;

import java.nio.file.Path;

/**
 * The progress of a recording that is being written.
 *
 * @param file the file that is written now
 * @param bytes the size of that file so far, in bytes
 * @since 0.1.0
 */
public record RecordingProgress(Path file, long bytes) {
}
