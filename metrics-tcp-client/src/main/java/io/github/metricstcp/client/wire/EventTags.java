package io.github.metricstcp.client.wire;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metadata;
import io.github.metricstcp.proto.Metric;
import org.jspecify.annotations.Nullable;

/**
 * The tags of all fields of an event: the number of the field, and the type of its value.
 * Each is below 128, so that it takes one byte of a frame.
 */
final class EventTags {

	static final int METADATA = lengthDelimited(Event.METADATA_FIELD_NUMBER);

	static final int METADATA_NAME = lengthDelimited(Metadata.NAME_FIELD_NUMBER);

	static final int METADATA_TYPE = WireReader.tag(Metadata.METRIC_TYPE_FIELD_NUMBER, WireReader.VARINT);

	static final int METADATA_UNIT = lengthDelimited(Metadata.UNIT_VALUE_FIELD_NUMBER);

	static final int METADATA_DESCRIPTION = lengthDelimited(Metadata.DESCRIPTION_VALUE_FIELD_NUMBER);

	static final int METRIC = lengthDelimited(Event.METRIC_FIELD_NUMBER);

	static final int METRIC_NAME = lengthDelimited(Metric.NAME_FIELD_NUMBER);

	static final int METRIC_TIMESTAMP = lengthDelimited(Metric.TIMESTAMP_FIELD_NUMBER);

	static final int METRIC_LABELS = lengthDelimited(Metric.LABELS_FIELD_NUMBER);

	static final int SECONDS = WireReader.tag(Timestamp.SECONDS_FIELD_NUMBER, WireReader.VARINT);

	static final int NANOS = WireReader.tag(Timestamp.NANOS_FIELD_NUMBER, WireReader.VARINT);

	// The fields of an entry of a map, which has no class of its own

	static final int LABEL_KEY = lengthDelimited(1);

	static final int LABEL_VALUE = lengthDelimited(2);

	private static final int TAGS = 128;

	private static final @Nullable Operation[] OPERATIONS = new Operation[TAGS];

	static {
		for (Operation each : Operation.values()) {
			OPERATIONS[of(each)] = each;
		}
	}

	private EventTags() {
	}

	private static int lengthDelimited(int field) {
		return WireReader.tag(field, WireReader.LENGTH_DELIMITED);
	}

	/**
	 * Returns the tag of an operation's operand.
	 */
	static int of(Operation operation) {
		return switch (operation) {
			case INCREMENT_COUNTER -> WireReader.tag(Metric.INCREMENT_COUNTER_FIELD_NUMBER, WireReader.VARINT);
			case SET_COUNTER -> WireReader.tag(Metric.SET_COUNTER_FIELD_NUMBER, WireReader.VARINT);
			case INCREMENT_GAUGE -> WireReader.tag(Metric.INCREMENT_GAUGE_FIELD_NUMBER, WireReader.FIXED64);
			case DECREMENT_GAUGE -> WireReader.tag(Metric.DECREMENT_GAUGE_FIELD_NUMBER, WireReader.FIXED64);
			case SET_GAUGE -> WireReader.tag(Metric.SET_GAUGE_FIELD_NUMBER, WireReader.FIXED64);
			case RECORD_HISTOGRAM -> WireReader.tag(Metric.RECORD_HISTOGRAM_FIELD_NUMBER, WireReader.FIXED64);
		};
	}

	/**
	 * Returns the operation whose operand has a tag, {@code null} if none has.
	 */
	static @Nullable Operation operation(int tag) {
		return (tag >= 0 && tag < TAGS) ? OPERATIONS[tag] : null;
	}

}
