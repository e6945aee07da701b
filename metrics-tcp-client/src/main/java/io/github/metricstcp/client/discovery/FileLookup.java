package io.github.metricstcp.client.discovery;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The targets of a file, which is read again and again: so a file is seen that takes the
 * place of another one, on a disk of the network too. Not thread-safe.
 */
final class FileLookup implements Lookup {

	/**
	 * The time between two looks. What is in the file counts when it was so for as long.
	 */
	static final Duration INTERVAL = Duration.ofSeconds(1);

	/**
	 * The largest file that is read: it has a hundred bytes for each of 20,000 targets.
	 */
	private static final int MAX_BYTES = 2_000_000;

	private final Path file;

	private final TargetFile format;

	private @Nullable Content last;

	private @Nullable Content taken;

	private LookupResult result = LookupResult.nothing("was not read");

	/**
	 * Creates a lookup.
	 * @param file the file, which need not be there
	 * @param alias the name of the source, which those of targets begin with;
	 * {@code null} for none
	 */
	FileLookup(Path file, @Nullable String alias) {
		this.file = file;
		this.format = new TargetFile(file, alias);
	}

	@Override
	public Duration interval() {
		return INTERVAL;
	}

	@Override
	public int misses() {
		return 1;
	}

	@Override
	public String succeedsAgain() {
		return "is read again";
	}

	@Override
	public void close() {
	}

	@Override
	public void look(Consumer<LookupResult> result) {
		Content content = read();
		boolean settled = this.taken == null || content.equals(this.last);
		if (settled && !content.equals(this.taken)) {
			this.taken = content;
			this.result = parsed(content);
		}
		this.last = content;
		result.accept(this.result);
	}

	private Content read() {
		try {
			if (Files.size(this.file) > MAX_BYTES) {
				return new Content("", String.format(Locale.ROOT, "is larger than %,d bytes", MAX_BYTES));
			}
			return new Content(Files.readString(this.file), null);
		}
		catch (IOException ex) {
			return new Content("", "can't be read: " + reason(ex));
		}
	}

	private static String reason(IOException failure) {
		if (failure instanceof NoSuchFileException) {
			return "there is no such file";
		}
		if (failure instanceof AccessDeniedException) {
			return "access is denied";
		}
		return (failure instanceof CharacterCodingException) ? "it is not UTF-8" : String.valueOf(failure.getMessage());
	}

	private LookupResult parsed(Content content) {
		if (content.failure() != null) {
			return LookupResult.failed(content.failure());
		}
		try {
			return this.format.parse(content.text());
		}
		catch (IllegalArgumentException ex) {
			return LookupResult.failed(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * What was read, or why nothing was.
	 */
	private record Content(String text, @Nullable String failure) {

	}

}
