package io.github.metricstcp.internal.stream;

import io.github.metricstcp.proto.Metric;

/**
 * The effect of one frame on its series: a member of the wire's {@code operation} oneof,
 * with the protobuf tag that introduces it. The wire has two more, relative changes of
 * gauges, which no meter of Micrometer's makes.
 */
enum Operation {

	INCREMENT_COUNTER(Metric.INCREMENT_COUNTER_FIELD_NUMBER, WireType.VARINT),

	SET_COUNTER(Metric.SET_COUNTER_FIELD_NUMBER, WireType.VARINT),

	SET_GAUGE(Metric.SET_GAUGE_FIELD_NUMBER, WireType.FIXED64),

	RECORD_HISTOGRAM(Metric.RECORD_HISTOGRAM_FIELD_NUMBER, WireType.FIXED64);

	final int tag;

	final boolean varint;

	Operation(int fieldNumber, int wireType) {
		this.tag = WireType.tag(fieldNumber, wireType);
		this.varint = (wireType == WireType.VARINT);
	}

}
