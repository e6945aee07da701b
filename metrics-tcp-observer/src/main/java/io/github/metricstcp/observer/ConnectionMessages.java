package io.github.metricstcp.observer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * The messages about the connection to a target while there is no screen that shows it:
 * each change once, however many attempts there are.
 */
final class ConnectionMessages implements StreamListener<ConnectionMessages.Drops> {

	private static final Drops NO_DROPS = new Drops();

	/**
	 * The number of meters beyond which no more are remembered: an exporter has two.
	 */
	private static final int MOST_DROPS = 64;

	private final Session session;

	private final String target;

	private final boolean tls;

	private @Nullable String lastReason;

	private volatile boolean open;

	private boolean framesInStream;

	// The last stream has ended without a frame: that the next one is connected is no
	// news
	private boolean endedWithoutFrame;

	// Nothing was received for long: the next time is news again once frames come
	private boolean remarked;

	// Of this stream: the decoder asks again at each event if it remembers too many
	// others
	private final Map<SeriesKey, Drops> drops = new HashMap<>();

	private boolean dropsSaid;

	private @Nullable String peer;

	// Written by the thread that reads the stream, read by any

	private volatile boolean reached;

	// Written by any: what is gone is not connected to again
	private volatile boolean gone;

	private volatile String state = "was not tried";

	private volatile boolean stateSaid;

	/**
	 * Creates the messages.
	 * @param session the run that they are given to
	 * @param target the target as the user named it
	 * @param tls whether connections are secured
	 */
	ConnectionMessages(Session session, String target, boolean tls) {
		this.session = session;
		this.target = target;
		this.tls = tls;
	}

	/**
	 * Returns whether a whole frame was ever received.
	 */
	boolean reached() {
		return this.reached;
	}

	/**
	 * Says that the target is gone, or was found again.
	 */
	void gone(boolean gone) {
		this.gone = gone;
	}

	/**
	 * Returns whether a stream is open.
	 */
	boolean isOpen() {
		return this.open;
	}

	/**
	 * Says why no frame was received so far, unless that was said.
	 */
	void sayWhyNotReached() {
		if (!this.reached && !this.stateSaid) {
			say(this.state, false);
		}
	}

	/**
	 * Says a clause as a sentence. One that is a question has its end.
	 */
	private void say(String clause, boolean retrying) {
		boolean question = clause.endsWith("?");
		String end = question ? "" : ".";
		if (retrying) {
			end = question ? " Trying again." : "; trying again.";
		}
		this.session.say(this.target + ": " + clause + end);
	}

	private void state(String state, boolean said) {
		this.stateSaid = said;
		this.state = state;
	}

	@Override
	public void connecting() {
		if (this.lastReason == null) {
			state("does not answer yet", false);
		}
	}

	@Override
	public void opened(String peer) {
		this.open = true;
		this.peer = peer;
		this.framesInStream = false;
		this.drops.clear();
		if (!this.endedWithoutFrame) {
			state("nothing received so far: is this the metrics port?" + (this.tls ? "" : " does it need --tls?"),
					false);
			sayConnected();
		}
	}

	private void sayConnected() {
		this.lastReason = null;
		String peer = this.peer;
		this.session.say("%s is connected".formatted(this.target)
				+ ((peer == null || peer.equals(this.target)) ? "." : " (%s).".formatted(peer)));
	}

	@Override
	public void frame(byte[] bytes, int offset, int length) {
		if (this.remarked) {
			this.remarked = false;
			this.lastReason = null;
		}
		if (!this.framesInStream) {
			this.framesInStream = true;
			this.reached = true;
			if (this.endedWithoutFrame) {
				this.endedWithoutFrame = false;
				sayConnected();
			}
		}
	}

	@Override
	public void quiet(@Nullable String remark) {
		if (remark != null) {
			this.remarked = true;
			sayOnce(remark, false);
		}
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		if (this.open) {
			this.open = false;
			this.endedWithoutFrame = !this.framesInStream;
		}
		sayOnce(reason, retryDelay != null && !this.gone);
	}

	private void sayOnce(String reason, boolean retrying) {
		state(reason, true);
		if (!reason.equals(this.lastReason)) {
			this.lastReason = reason;
			say(reason, retrying);
		}
	}

	@Override
	public Drops series(SeriesKey key) {
		boolean counts = key.kind() == Kind.COUNTER && "dropped".equals(key.labels().get("outcome"))
				&& (key.name().equals("metrics.tcp.events") || key.name().equals("metrics.tcp.deliveries"));
		if (!counts) {
			return NO_DROPS;
		}
		Drops known = this.drops.get(key);
		if (known == null && this.drops.size() < MOST_DROPS && !key.isTooLong()) {
			known = new Drops();
			this.drops.put(key, known);
		}
		return (known != null) ? known : NO_DROPS;
	}

	@Override
	public void event(Drops series, Operation operation, long operand, long seconds, int nanos) {
		if (series == NO_DROPS || this.dropsSaid) {
			return;
		}
		if (series.grows(operation, operand)) {
			this.dropsSaid = true;
			say("the exporter drops samples: counts, sums and quantiles of histograms are incomplete "
					+ "(metrics.tcp.events and metrics.tcp.deliveries, outcome=dropped, count them)", false);
		}
	}

	/**
	 * The last total of a meter in which the exporter counts what it has dropped.
	 */
	static final class Drops {

		private boolean known;

		private long total;

		/**
		 * Takes an event, and returns whether more was dropped since the last total. A
		 * total that fell begins anew. An increment is no total that another one could be
		 * compared with, but is part of the next.
		 */
		boolean grows(Operation operation, long operand) {
			if (operation == Operation.INCREMENT_COUNTER) {
				this.total += operand;
				return false;
			}
			boolean grown = this.known && operand != this.total && operand != 0;
			this.known = true;
			this.total = operand;
			return grown;
		}

	}

}
