package io.github.metricstcp;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The announcements in a directory whose programs are certain to have ended, such as
 * those that were killed. The numbers of processes of another container, which may share
 * the directory, mean nothing here.
 */
final class StaleAnnouncements {

	private static final Logger logger = LoggerFactory.getLogger(StaleAnnouncements.class);

	private final Path place;

	private final Properties ours;

	/**
	 * Creates the announcements of a directory.
	 * @param place the directory, which only this user can use
	 * @param ours an announcement of this process
	 */
	StaleAnnouncements(Path place, Properties ours) {
		this.place = place;
		this.ours = ours;
	}

	/**
	 * Deletes them.
	 */
	void delete() {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.place, "*" + Announcement.FINISHED)) {
			for (Path file : files) {
				if (isStale(file)) {
					Files.deleteIfExists(file);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("Old announcements in {} are not deleted: {}", this.place, ex.toString());
		}
	}

	private boolean isStale(Path file) {
		Properties content = new Properties();
		// A channel would be closed by the interrupt that the caller may have pending
		try (InputStream in = new FileInputStream(file.toFile())) {
			content.load(in);
			long pid = Long.parseLong(content.getProperty(Announcement.PID));
			if (!isSame(Announcement.NAMESPACE, content)) {
				return false;
			}
			// The first process of a container has the same number each time. This one's
			// start is exactly the same for as long as it runs, and another one's is not,
			// once the clock was set
			return isSame(Announcement.PID, content) ? !isSame(Announcement.STARTED, content)
					: ProcessHandle.of(pid).isEmpty();
		}
		catch (IOException | IllegalArgumentException ex) {
			// It has just been deleted, or is not an announcement
			return false;
		}
	}

	private boolean isSame(String key, Properties content) {
		return this.ours.getProperty(key, "").equals(content.getProperty(key, ""));
	}

}
