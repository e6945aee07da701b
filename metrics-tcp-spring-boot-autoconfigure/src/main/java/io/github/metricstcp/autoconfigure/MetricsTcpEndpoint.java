package io.github.metricstcp.autoconfigure;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.ClientCounts;
import io.github.metricstcp.ClientSnapshot;
import io.github.metricstcp.IngressCounts;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.SlowedMeter;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The actuator endpoint of the exporter: its address, its counts of events, its clients,
 * and the meters that are polled less often than others.
 */
@Endpoint(id = "metricstcp", defaultAccess = Access.READ_ONLY)
final class MetricsTcpEndpoint {

	/**
	 * Largest number of slowed meters that are shown, so that an application with very
	 * many of them has a response that can be read.
	 */
	static final int MAX_SLOWED_METERS = 100;

	private final MetricsTcpExporter exporter;

	/**
	 * Creates the endpoint.
	 * @param exporter the exporter to show
	 */
	MetricsTcpEndpoint(MetricsTcpExporter exporter) {
		this.exporter = exporter;
	}

	/**
	 * Returns the exporter and all its clients.
	 */
	@ReadOperation
	ExporterDescriptor exporter() {
		InetSocketAddress address = this.exporter.address();
		// Before the counts of the ingress, which go on meanwhile and would lag behind
		List<ClientDescriptor> clients = this.exporter.clients().stream().map(ClientDescriptor::of).toList();
		List<SlowedMeter> slowed = this.exporter.slowedMeters();
		return new ExporterDescriptor(address != null, (address != null) ? text(address) : null,
				this.exporter.isSslEnabled(), this.exporter.bufferSize(), EventsDescriptor.of(this.exporter.events()),
				clients, slowed.size(),
				slowed.stream().limit(MAX_SLOWED_METERS).map(SlowedMeterDescriptor::of).toList());
	}

	/**
	 * Returns one client, {@code null} if no client has that id.
	 * @param id the client's id
	 */
	@ReadOperation
	@Nullable ClientDescriptor client(@Selector String id) {
		return this.exporter.clients()
			.stream()
			.filter((client) -> client.id().equals(id))
			.map(ClientDescriptor::of)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Disconnects a client.
	 * @param id the client's id
	 * @return the client as it was, {@code null} if no client has that id
	 */
	@DeleteOperation
	@Nullable ClientDescriptor disconnect(@Selector String id) {
		ClientDescriptor client = client(id);
		return this.exporter.disconnect(id) ? client : null;
	}

	private static String text(InetSocketAddress address) {
		return NetUtil.toSocketAddressString(address);
	}

	/**
	 * The exporter.
	 *
	 * @param listening whether clients can connect
	 * @param address the address and port that it listens on, {@code null} if it does not
	 * @param ssl whether connections are encrypted
	 * @param bufferSize the limit of events that wait, -1 for none
	 * @param events the outcomes of the events recorded while a client was connected
	 * @param clients the connected clients, in the order in which they connected
	 * @param slowedMeterCount the number of meters that are polled less often than
	 * configured
	 * @param slowedMeters those of them that cost the most, the most costly first
	 */
	record ExporterDescriptor(boolean listening, @Nullable String address, boolean ssl, int bufferSize,
			EventsDescriptor events, List<ClientDescriptor> clients, int slowedMeterCount,
			List<SlowedMeterDescriptor> slowedMeters) implements OperationResponseBody {
	}

	/**
	 * The outcomes of the events recorded while a client was connected.
	 *
	 * @param accepted the events that entered the stream
	 * @param coalesced the increments that did not fit into the buffer, and are sent in a
	 * sum
	 * @param dropped the samples that did not fit into the buffer, and are lost
	 */
	record EventsDescriptor(long accepted, long coalesced, long dropped) {

		private static EventsDescriptor of(IngressCounts events) {
			return new EventsDescriptor(events.accepted(), events.coalesced(), events.dropped());
		}

	}

	/**
	 * A connected client: {@code offered = sent + coalesced + dropped + waiting}.
	 *
	 * @param id the name of the client, for disconnecting it
	 * @param remoteAddress the address and port that it connects from
	 * @param connectedAt the time when it connected, in ISO 8601 with milliseconds
	 * @param offered the events since then
	 * @param sent the events that were sent one by one
	 * @param coalesced the events that were, or will be, sent as part of a value instead
	 * @param dropped the events that are lost
	 * @param waiting the events in its buffer, or in the write in progress
	 * @param bytesSent all bytes sent
	 */
	record ClientDescriptor(String id, String remoteAddress, String connectedAt, long offered, long sent,
			long coalesced, long dropped, long waiting, long bytesSent) implements OperationResponseBody {

		// Always three digits: Instant.toString() omits them if they are 0
		private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

		private static ClientDescriptor of(ClientSnapshot client) {
			ClientCounts deliveries = client.deliveries();
			return new ClientDescriptor(client.id(), text(client.remoteAddress()), time(client.connectedAt()),
					deliveries.offered(), deliveries.sent(), deliveries.coalesced(), deliveries.dropped(),
					deliveries.waiting(), deliveries.bytesSent());
		}

		private static String time(Instant instant) {
			return TIME.format(instant);
		}

	}

	/**
	 * A meter that is polled less often than configured.
	 *
	 * @param name the name of the meter
	 * @param tags the tags of the meter
	 * @param costMicros the microseconds that it took to read it, the last time
	 * @param intervalMillis the milliseconds from one reading to the next
	 */
	record SlowedMeterDescriptor(String name, Map<String, String> tags, long costMicros, long intervalMillis) {

		private static SlowedMeterDescriptor of(SlowedMeter meter) {
			Map<String, String> tags = new TreeMap<>();
			meter.id().getTagsAsIterable().forEach((tag) -> tags.put(tag.getKey(), tag.getValue()));
			return new SlowedMeterDescriptor(meter.id().getName(), tags,
					TimeUnit.NANOSECONDS.toMicros(meter.cost().toNanos()), meter.interval().toMillis());
		}

	}

}
