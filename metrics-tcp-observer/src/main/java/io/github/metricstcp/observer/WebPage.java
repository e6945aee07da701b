package io.github.metricstcp.observer;

import java.io.IOException;

import io.github.metricstcp.page.LivePage;
import io.github.metricstcp.page.PageBindException;
import org.jspecify.annotations.Nullable;

/**
 * The web page of a run, if it has one.
 */
final class WebPage implements AutoCloseable {

	private final @Nullable LivePage page;

	private final Session session;

	/**
	 * Creates a page that is not served yet.
	 * @param page the page, {@code null} for none
	 * @param session where its address is said
	 */
	WebPage(@Nullable LivePage page, Session session) {
		this.page = page;
		this.session = session;
	}

	/**
	 * Serves the page, and says where.
	 * @throws IOException if its address cannot be listened on
	 */
	void start() throws IOException {
		if (this.page == null) {
			return;
		}
		try {
			this.session.say("Live metrics: " + this.page.start());
		}
		catch (PageBindException ex) {
			throw new IOException(
					ex.getMessage() + ". Choose another with --web=[HOST:]PORT, or any port that is free with --web=0",
					ex);
		}
	}

	@Override
	public void close() {
		if (this.page != null) {
			this.page.close();
		}
	}

}
