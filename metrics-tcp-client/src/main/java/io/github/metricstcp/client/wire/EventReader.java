package io.github.metricstcp.client.wire;

import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;
import org.jspecify.annotations.Nullable;

/**
 * One event, read as the rules of Protocol Buffers have it and with no regard to speed:
 * fields in any order, of a message that comes twice the later ones win, unknown fields
 * skipped.
 */
final class EventReader {

	private static final int METADATA_TAG = WireReader.tag(Event.METADATA_FIELD_NUMBER, WireReader.LENGTH_DELIMITED);

	private static final int METRIC_TAG = WireReader.tag(Event.METRIC_FIELD_NUMBER, WireReader.LENGTH_DELIMITED);

	private static final int METADATA_NAME_TAG = WireReader.tag(io.github.metricstcp.proto.Metadata.NAME_FIELD_NUMBER,
			WireReader.LENGTH_DELIMITED);

	private static final int METRIC_TYPE_TAG = WireReader
		.tag(io.github.metricstcp.proto.Metadata.METRIC_TYPE_FIELD_NUMBER, WireReader.VARINT);

	private static final int UNIT_TAG = WireReader.tag(io.github.metricstcp.proto.Metadata.UNIT_VALUE_FIELD_NUMBER,
			WireReader.LENGTH_DELIMITED);

	private static final int DESCRIPTION_TAG = WireReader
		.tag(io.github.metricstcp.proto.Metadata.DESCRIPTION_VALUE_FIELD_NUMBER, WireReader.LENGTH_DELIMITED);

	private static final int METRIC_NAME_TAG = WireReader.tag(Metric.NAME_FIELD_NUMBER, WireReader.LENGTH_DELIMITED);

	private static final int TIMESTAMP_TAG = WireReader.tag(Metric.TIMESTAMP_FIELD_NUMBER, WireReader.LENGTH_DELIMITED);

	private static final int LABELS_TAG = WireReader.tag(Metric.LABELS_FIELD_NUMBER, WireReader.LENGTH_DELIMITED);

	private static final int INCREMENT_COUNTER_TAG = WireReader.tag(Metric.INCREMENT_COUNTER_FIELD_NUMBER,
			WireReader.VARINT);

	private static final int SET_COUNTER_TAG = WireReader.tag(Metric.SET_COUNTER_FIELD_NUMBER, WireReader.VARINT);

	private static final int INCREMENT_GAUGE_TAG = WireReader.tag(Metric.INCREMENT_GAUGE_FIELD_NUMBER,
			WireReader.FIXED64);

	private static final int DECREMENT_GAUGE_TAG = WireReader.tag(Metric.DECREMENT_GAUGE_FIELD_NUMBER,
			WireReader.FIXED64);

	private static final int SET_GAUGE_TAG = WireReader.tag(Metric.SET_GAUGE_FIELD_NUMBER, WireReader.FIXED64);

	private static final int RECORD_HISTOGRAM_TAG = WireReader.tag(Metric.RECORD_HISTOGRAM_FIELD_NUMBER,
			WireReader.FIXED64);

	private static final int SECONDS_TAG = WireReader.tag(Timestamp.SECONDS_FIELD_NUMBER, WireReader.VARINT);

	private static final int NANOS_TAG = WireReader.tag(Timestamp.NANOS_FIELD_NUMBER, WireReader.VARINT);

	private static final int ENTRY_KEY_TAG = WireReader.tag(1, WireReader.LENGTH_DELIMITED);

	private static final int ENTRY_VALUE_TAG = WireReader.tag(2, WireReader.LENGTH_DELIMITED);

	private @Nullable MetadataDraft metadata;

	private @Nullable MetricDraft metric;

	private EventReader() {
	}

	static EventReader read(WireReader reader) throws MalformedStreamException {
		EventReader event = new EventReader();
		while (!reader.atEnd()) {
			int tag = reader.tag();
			if (tag == METADATA_TAG) {
				event.metric = null;
				event.metadata = (event.metadata != null) ? event.metadata : new MetadataDraft();
				event.metadata.read(reader.nested());
			}
			else if (tag == METRIC_TAG) {
				event.metadata = null;
				event.metric = (event.metric != null) ? event.metric : new MetricDraft();
				event.metric.read(reader.nested());
			}
			else {
				reader.skip(tag);
			}
		}
		return event;
	}

	/**
	 * Returns the metadata, {@code null} if the event is none or is about an unknown kind
	 * of series.
	 */
	@Nullable Metadata metadata() {
		return (this.metadata != null) ? this.metadata.metadata() : null;
	}

	/**
	 * Returns the metric, {@code null} if the event is none.
	 */
	@Nullable MetricDraft metric() {
		return this.metric;
	}

	/**
	 * Reads an entry of a metric's labels.
	 */
	static void label(WireReader reader, Map<String, String> labels) throws MalformedStreamException {
		String key = "";
		String value = "";
		while (!reader.atEnd()) {
			int tag = reader.tag();
			if (tag == ENTRY_KEY_TAG) {
				key = reader.text();
			}
			else if (tag == ENTRY_VALUE_TAG) {
				value = reader.text();
			}
			else {
				reader.skip(tag);
			}
		}
		labels.put(key, value);
	}

	/**
	 * Metadata as far as they were read.
	 */
	private static final class MetadataDraft {

		private String name = "";

		private int type;

		private @Nullable String unit;

		private @Nullable String description;

		private void read(WireReader reader) throws MalformedStreamException {
			while (!reader.atEnd()) {
				int tag = reader.tag();
				if (tag == METADATA_NAME_TAG) {
					this.name = reader.text();
				}
				else if (tag == METRIC_TYPE_TAG) {
					this.type = (int) reader.varint();
				}
				else if (tag == UNIT_TAG) {
					this.unit = reader.text();
				}
				else if (tag == DESCRIPTION_TAG) {
					this.description = reader.text();
				}
				else {
					reader.skip(tag);
				}
			}
		}

		private @Nullable Metadata metadata() {
			Kind kind = switch (this.type) {
				case io.github.metricstcp.proto.Metadata.MetricType.COUNTER_VALUE -> Kind.COUNTER;
				case io.github.metricstcp.proto.Metadata.MetricType.GAUGE_VALUE -> Kind.GAUGE;
				case io.github.metricstcp.proto.Metadata.MetricType.HISTOGRAM_VALUE -> Kind.HISTOGRAM;
				default -> null;
			};
			return (kind != null) ? new Metadata(kind, this.name, this.unit, this.description) : null;
		}

	}

	/**
	 * A metric as far as it was read.
	 */
	static final class MetricDraft {

		String name = "";

		long seconds;

		int nanos;

		final Map<String, String> labels = new TreeMap<>();

		@Nullable Operation operation;

		long operand;

		private void read(WireReader reader) throws MalformedStreamException {
			while (!reader.atEnd()) {
				int tag = reader.tag();
				if (tag == METRIC_NAME_TAG) {
					this.name = reader.text();
				}
				else if (tag == TIMESTAMP_TAG) {
					readTimestamp(reader.nested());
				}
				else if (tag == LABELS_TAG) {
					label(reader.nested(), this.labels);
				}
				else if (tag == INCREMENT_COUNTER_TAG) {
					set(Operation.INCREMENT_COUNTER, reader.varint());
				}
				else if (tag == SET_COUNTER_TAG) {
					set(Operation.SET_COUNTER, reader.varint());
				}
				else if (tag == INCREMENT_GAUGE_TAG) {
					set(Operation.INCREMENT_GAUGE, reader.fixed64());
				}
				else if (tag == DECREMENT_GAUGE_TAG) {
					set(Operation.DECREMENT_GAUGE, reader.fixed64());
				}
				else if (tag == SET_GAUGE_TAG) {
					set(Operation.SET_GAUGE, reader.fixed64());
				}
				else if (tag == RECORD_HISTOGRAM_TAG) {
					set(Operation.RECORD_HISTOGRAM, reader.fixed64());
				}
				else {
					reader.skip(tag);
				}
			}
		}

		private void set(Operation operation, long operand) {
			this.operation = operation;
			this.operand = operand;
		}

		private void readTimestamp(WireReader reader) throws MalformedStreamException {
			while (!reader.atEnd()) {
				int tag = reader.tag();
				if (tag == SECONDS_TAG) {
					this.seconds = reader.varint();
				}
				else if (tag == NANOS_TAG) {
					this.nanos = (int) reader.varint();
				}
				else {
					reader.skip(tag);
				}
			}
		}

	}

}
