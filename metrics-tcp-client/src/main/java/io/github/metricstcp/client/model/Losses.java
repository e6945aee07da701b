package io.github.metricstcp.client.model;

/**
 * The events that were not sent singly since a target was connected, as the exporter's
 * own meters count them: {@code metrics.tcp.events} and {@code metrics.tcp.deliveries}. A
 * number is 0 if the exporter does not send that meter.
 *
 * @param droppedOnArrival events without room between the application and the stream
 * @param coalescedOnArrival events that came as part of a sum or value for that reason
 * @param droppedOnDelivery events without room on their way to a client, of all clients
 * together
 * @param coalescedOnDelivery events that came as part of a sum or value for that reason
 * @since 0.1.0
 */
public record Losses(long droppedOnArrival, long coalescedOnArrival, long droppedOnDelivery, long coalescedOnDelivery) {

	/**
	 * Returns the number of events that are lost. They are samples of histograms if the
	 * exporter sends totals: these contain all increments.
	 * @return the number of events of both stages
	 */
	public long dropped() {
		return this.droppedOnArrival + this.droppedOnDelivery;
	}

	/**
	 * Returns the number of events that are part of a sum or value.
	 * @return the number of events of both stages
	 */
	public long coalesced() {
		return this.coalescedOnArrival + this.coalescedOnDelivery;
	}

}
