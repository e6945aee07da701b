package io.github.metricstcp.client.wire;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * One event, read as the rules of Protocol Buffers have it and with no regard to speed:
 * fields in any order, of a message that comes twice the later ones win, unknown fields
 * skipped.
 */
final class EventReader {

	private @Nullable MetadataDraft metadata;

	private @Nullable MetricDraft metric;

	private EventReader() {
	}

	static EventReader read(WireReader reader) throws MalformedStreamException {
		EventReader event = new EventReader();
		while (!reader.atEnd()) {
			int tag = reader.tag();
			if (tag == EventTags.METADATA) {
				event.metric = null;
				event.metadata = (event.metadata != null) ? event.metadata : new MetadataDraft();
				event.metadata.read(reader.nested());
			}
			else if (tag == EventTags.METRIC) {
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
			if (tag == EventTags.LABEL_KEY) {
				key = reader.text();
			}
			else if (tag == EventTags.LABEL_VALUE) {
				value = reader.text();
			}
			else {
				reader.skip(tag);
			}
		}
		labels.put(key, value);
	}

	/**
	 * Metadata as far as it was read.
	 */
	private static final class MetadataDraft {

		private String name = "";

		private int type;

		private @Nullable String unit;

		private @Nullable String description;

		private void read(WireReader reader) throws MalformedStreamException {
			while (!reader.atEnd()) {
				int tag = reader.tag();
				if (tag == EventTags.METADATA_NAME) {
					this.name = reader.text();
				}
				else if (tag == EventTags.METADATA_TYPE) {
					this.type = (int) reader.varint();
				}
				else if (tag == EventTags.METADATA_UNIT) {
					this.unit = reader.text();
				}
				else if (tag == EventTags.METADATA_DESCRIPTION) {
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
				if (tag == EventTags.METRIC_NAME) {
					this.name = reader.text();
				}
				else if (tag == EventTags.METRIC_TIMESTAMP) {
					readTimestamp(reader.nested());
				}
				else if (tag == EventTags.METRIC_LABELS) {
					label(reader.nested(), this.labels);
				}
				else {
					readOperation(reader, tag);
				}
			}
		}

		private void readOperation(WireReader reader, int tag) throws MalformedStreamException {
			Operation operation = EventTags.operation(tag);
			if (operation == null) {
				reader.skip(tag);
				return;
			}
			this.operation = operation;
			this.operand = operation.isWhole() ? reader.varint() : reader.fixed64();
		}

		private void readTimestamp(WireReader reader) throws MalformedStreamException {
			while (!reader.atEnd()) {
				int tag = reader.tag();
				if (tag == EventTags.SECONDS) {
					this.seconds = reader.varint();
				}
				else if (tag == EventTags.NANOS) {
					this.nanos = (int) reader.varint();
				}
				else {
					reader.skip(tag);
				}
			}
		}

	}

}
