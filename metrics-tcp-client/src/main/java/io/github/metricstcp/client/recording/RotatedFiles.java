package io.github.metricstcp.client.recording;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the files in which a recording goes on: {@code run.bin} is followed by
 * {@code run.bin.1}, and {@code run.bin.gz} by {@code run.bin.1.gz}, which other programs
 * can decompress by its name.
 */
final class RotatedFiles {

	private RotatedFiles() {
	}

	/**
	 * Returns the file of a number.
	 * @param file the first file of the recording
	 */
	static Path file(Path file, int number) {
		return file.resolveSibling(stem(file) + "." + number + Compression.ofName(file).suffix());
	}

	/**
	 * Returns the files that follow the first one and are there, compressed or not.
	 * @param file the first file of the recording
	 * @return the files by their numbers
	 * @throws IOException if its directory cannot be searched
	 */
	static SortedMap<Integer, Path> following(Path file) throws IOException {
		SortedMap<Integer, Path> found = new TreeMap<>();
		Path directory = file.toAbsolutePath().getParent();
		if (directory == null || !Files.isDirectory(directory)) {
			return found;
		}
		Pattern form = Pattern.compile(Pattern.quote(stem(file) + ".") + "(\\d{1,9})(?:\\.gz|\\.zst)?");
		try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
			for (Path each : all) {
				String name = String.valueOf(each.getFileName());
				Matcher matcher = form.matcher(name);
				if (matcher.matches()) {
					// Of a file and its compressed copy the shorter name is the file
					found.merge(Integer.valueOf(matcher.group(1)), file.resolveSibling(name),
							(one, other) -> (one.toString().length() <= other.toString().length()) ? one : other);
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw Objects.requireNonNull(ex.getCause());
		}
		return found;
	}

	/**
	 * Requires that there are no files of an older recording where this one may go on: a
	 * replay would take them for parts of it.
	 */
	static void requireNone(Path file) throws IOException {
		Map<Integer, Path> older;
		try {
			older = following(file);
		}
		catch (IOException ex) {
			throw new IOException("%s can't be searched for files of an older recording: %s"
				.formatted(file.toAbsolutePath().getParent(), FrameFile.reason(ex)), ex);
		}
		if (!older.isEmpty()) {
			throw new IOException("%s already exists, from an older recording: remove it, or record to another file"
				.formatted(older.values().iterator().next()));
		}
	}

	private static String stem(Path file) {
		String name = String.valueOf(file.getFileName());
		return name.substring(0, name.length() - Compression.ofName(file).suffix().length());
	}

}
