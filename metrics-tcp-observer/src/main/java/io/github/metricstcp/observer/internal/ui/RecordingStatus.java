package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import io.github.metricstcp.client.recording.RecordingProgress;

/**
 * The part of the status line that says what is being recorded: the file and its size, or
 * the number of files.
 */
final class RecordingStatus {

	private static final int NAME_WIDTH = 40;

	private final RunControls controls;

	private final Theme theme;

	RecordingStatus(RunControls controls, Theme theme) {
		this.controls = controls;
		this.theme = theme;
	}

	void draw(Pen pen) {
		List<RecordingProgress> recordings = this.controls.recordings().get();
		if (recordings.isEmpty()) {
			return;
		}
		long bytes = recordings.stream().mapToLong(RecordingProgress::bytes).sum();
		String what = (recordings.size() == 1) ? name(recordings.get(0)) : recordings.size() + " files";
		pen.write("REC", this.theme.bad());
		pen.write(" " + what + " " + UnitFormat.BYTES.value((double) bytes), this.theme.text());
		pen.skip(2);
	}

	private static String name(RecordingProgress recording) {
		String name = DisplayText.clean(String.valueOf(recording.file().getFileName()));
		return DisplayText.fit(name, NAME_WIDTH);
	}

}
