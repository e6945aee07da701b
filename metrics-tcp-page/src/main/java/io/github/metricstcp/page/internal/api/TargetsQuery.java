package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;

/**
 * The targets and their connections.
 */
final class TargetsQuery {

	static final Operation OPERATION = new Operation("targets", "targets", "The applications that are watched",
			"Lists the applications that are watched, and the state of the connection to each. Look here first if metrics "
					+ "are missing: a target that is not connected says why in \"trouble\", \"dropped\" counts events that "
					+ "were lost, and \"discardedSeries\" those of which nothing is kept.",
			List.of(),
			Members.with(ApiTime.now())
				.and(Schema.Member.of("targets",
						Schema.array("the targets in the order in which they were named", Schema.object(members()))))
				.list());

	private final ObserverModel model;

	TargetsQuery(ObserverModel model) {
		this.model = model;
	}

	private static List<Schema.Member> members() {
		return List.of(Schema.Member.of("name", Schema.text("the target as the user named it")),
				Schema.Member.of("address", Schema.text("its address, or the name of a recording")),
				Schema.Member.of("state",
						Schema.choice("connecting, connected, waiting for the next attempt, or ended: a replay",
								List.of("connecting", "connected", "waiting", "ended"))),
				Schema.Member.of("since", Schema.time("the time at which it came to that state")),
				Schema.Member.of("trouble",
						Schema.textOrNull("why it is not connected, or that nothing is received; null if all is well")),
				Schema.Member.of("connections", Schema.whole("how often it was connected")),
				Schema.Member.of("restarts", Schema.whole("how often the application was restarted in between")),
				Schema.Member.of("events", Schema.whole("the number of metric events that it has sent")),
				Schema.Member.of("eventsPerSecond", Schema.number("events in the last second")),
				Schema.Member.of("bytes", Schema.whole("the number of bytes that it has sent")),
				Schema.Member.of("bytesPerSecond", Schema.number("bytes in the last second")),
				Schema.Member.of("dropped", Schema.whole("the number of events that were lost in the application")),
				Schema.Member.of("coalesced", Schema.whole("the number of events that came as part of a sum or value")),
				Schema.Member.of("discardedSeries",
						Schema.whole("the number of series of which nothing is kept, for there are too many")));
	}

	Document answer(Arguments arguments) {
		return (json) -> {
			ApiTime.writeNow(json, this.model);
			json.writeArrayFieldStart("targets");
			for (TargetModel target : this.model.targets()) {
				json.writeStartObject();
				write(json, target);
				json.writeEndObject();
			}
			json.writeEndArray();
		};
	}

	private static void write(JsonGenerator json, TargetModel model) throws IOException {
		TargetSnapshot target = model.snapshot();
		String trouble = (target.remark() != null) ? target.remark()
				: ((target.state() != TargetState.CONNECTED) ? target.reason() : null);
		json.writeStringField("name", target.name());
		json.writeStringField("address", model.names().address());
		json.writeStringField("state", target.state().name().toLowerCase(Locale.ROOT));
		json.writeStringField("since", ApiTime.text(target.since()));
		json.writeStringField("trouble", trouble);
		json.writeNumberField("connections", target.connections());
		json.writeNumberField("restarts", target.restarts());
		json.writeNumberField("events", target.events());
		json.writeFieldName("eventsPerSecond");
		JsonNumbers.writeRounded(json, target.eventsPerSecond());
		json.writeNumberField("bytes", target.bytes());
		json.writeFieldName("bytesPerSecond");
		JsonNumbers.writeRounded(json, target.bytesPerSecond());
		json.writeNumberField("dropped", target.losses().dropped());
		json.writeNumberField("coalesced", target.losses().coalesced());
		json.writeNumberField("discardedSeries", target.discardedSeries());
	}

}
