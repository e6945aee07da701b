package io.github.metricstcp.observer.internal.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.recording.Playback;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.recording.ReplayPosition;

/**
 * The part of the status line that says where a replay is: the date and time of the
 * recording, how much of it has passed, and the speed.
 */
final class ReplayStatus {

	private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

	private final RunControls controls;

	private final Theme theme;

	private final ZoneId zone;

	ReplayStatus(RunControls controls, Theme theme, ZoneId zone) {
		this.controls = controls;
		this.theme = theme;
		this.zone = zone;
	}

	/**
	 * Whether the replay is on its way to another time, and the model has the values of
	 * none.
	 */
	boolean seeking() {
		Playback replay = this.controls.replay();
		return replay != null && replay.position().seeking();
	}

	void draw(Pen pen) {
		Playback replay = this.controls.replay();
		if (replay == null) {
			return;
		}
		ReplayPosition position = replay.position();
		Instant time = Instant.ofEpochSecond(0, position.time());
		pen.write(CLOCK.format(time.atZone(this.zone)), this.theme.heading());
		pen.write("  " + passed(position), this.theme.text());
		pen.write("  " + pace(position),
				(position.paused() || position.seeking()) ? this.theme.waiting() : this.theme.text());
		pen.skip(2);
	}

	private static String passed(ReplayPosition position) {
		String passed = clock(position.time() - position.beginning());
		if (Double.isNaN(position.progress())) {
			return passed;
		}
		return "%s of %s (%d %%)".formatted(passed,
				clock(Math.max(position.end(), position.time()) - position.beginning()),
				(int) (100 * position.progress()));
	}

	private static String pace(ReplayPosition position) {
		if (position.ended()) {
			return "ended";
		}
		if (position.seeking()) {
			return "seeking";
		}
		if (position.paused()) {
			return "paused";
		}
		double speed = position.speed();
		if (speed == ReplayClock.MAX_SPEED) {
			return "as fast as it goes";
		}
		return (speed == Math.rint(speed)) ? "x" + (long) speed : "x" + speed;
	}

	private static String clock(long nanos) {
		long seconds = TimeUnit.NANOSECONDS.toSeconds(Math.max(0, nanos));
		long hours = seconds / 3600;
		return (hours > 0) ? "%d:%02d:%02d".formatted(hours, seconds / 60 % 60, seconds % 60)
				: "%d:%02d".formatted(seconds / 60, seconds % 60);
	}

}
