package io.github.metricstcp;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * Access to the announcement of an exporter, for tests in other packages.
 */
public final class AnnouncementAccess {

	private AnnouncementAccess() {
	}

	/**
	 * Announces a stream.
	 * @param place the directory of the file
	 * @param address where it listens
	 * @return whether the directory was accepted
	 */
	public static boolean publish(Path place, InetSocketAddress address) {
		return new Announcement("shop", List.of(place.toFile())).publish(address, false);
	}

	/**
	 * Returns the directories in which a stream is announced, the best one first.
	 */
	public static List<Path> places() {
		return Announcement.places().stream().map(File::toPath).toList();
	}

}
