package io.github.metricstcp.page.internal.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file of a report. It is written under another name beside it and then moved, so
 * that nobody ever reads a part of it; a file that is there already is kept.
 */
public final class ReportFile {

	private final Path path;

	/**
	 * Creates a file that is not written yet.
	 * @param path its name
	 */
	public ReportFile(Path path) {
		this.path = path;
	}

	/**
	 * Requires that the file can be written, as far as that is known before.
	 * @throws IOException if it cannot, with a sentence that says why
	 */
	public void require() throws IOException {
		Path directory = this.path.toAbsolutePath().getParent();
		if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			throw alreadyThere();
		}
		if (directory == null || !Files.isDirectory(directory)) {
			throw new IOException("%s can't be written: no such directory".formatted(this.path));
		}
		if (!Files.isWritable(directory)) {
			throw new IOException("%s can't be written: permission denied".formatted(this.path));
		}
	}

	private IOException alreadyThere() {
		return new IOException("%s already exists: remove it, or report to another file".formatted(this.path));
	}

	/**
	 * Writes the file.
	 * @param page what it contains
	 * @return its size in bytes
	 * @throws IOException if it cannot be written, with a sentence that says why; nothing
	 * of it is left then
	 */
	public long write(ReportHtml page) throws IOException {
		require();
		Path part = this.path
			.resolveSibling(".%s.%s.part".formatted(this.path.getFileName(), ProcessHandle.current().pid()));
		try {
			try (OutputStream out = new BufferedOutputStream(
					Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 1 << 16)) {
				page.write(out);
			}
			long size = Files.size(part);
			Files.move(part, this.path);
			return size;
		}
		catch (FileAlreadyExistsException ex) {
			throw alreadyThere();
		}
		catch (IOException ex) {
			throw new IOException("%s can't be written: %s".formatted(this.path, reason(ex)), ex);
		}
		finally {
			discard(part);
		}
	}

	private static void discard(Path part) {
		try {
			Files.deleteIfExists(part);
		}
		catch (IOException ex) {
			// There is none, or the reason is that of the failure before
		}
	}

	private static String reason(IOException ex) {
		if (ex instanceof AccessDeniedException) {
			return "permission denied";
		}
		if (ex instanceof NoSuchFileException) {
			return "no such directory";
		}
		String reason = (ex instanceof FileSystemException system) ? system.getReason() : ex.getMessage();
		return (reason != null) ? reason : ex.toString();
	}

}
