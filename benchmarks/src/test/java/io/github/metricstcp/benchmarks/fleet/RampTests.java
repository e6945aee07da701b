package io.github.metricstcp.benchmarks.fleet;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.benchmarks.client.FleetGenerator;
import io.github.metricstcp.benchmarks.fleet.FleetReader.Taken;
import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.benchmarks.run.EndedChildren;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ramp}, and with it {@link FleetReader}: that it goes on until not all
 * is taken, and prints each step.
 */
@ExtendWith(EndedChildren.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RampTests {

	@Test
	void eachStepIsALine() throws Exception {
		PrintStream out = System.out;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		List<Speed> speeds;
		try (FleetGenerator.Running fleet = FleetGenerator.start(3, 20, 0, 0)) {
			List<String> args = new ArrayList<>(List.of("-", "none", "20"));
			fleet.ports().forEach((port) -> args.add(String.valueOf(port)));
			Process reader = FleetProcesses.start(FleetReader.class, 64, args);
			Conversation conversation = Conversation.with(reader);
			System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
			speeds = new Ramp(fleet, 50_000_000, 0.5).measure("plain", reader.toHandle(),
					() -> conversation.ask("taken", Taken.class), new Ramp.Other("itself", ProcessHandle.current()));
		}
		finally {
			System.setOut(out);
		}
		assertThat(printed.toString(StandardCharsets.UTF_8).lines().filter((line) -> !line.startsWith("  "))).hasSize(3)
			.allSatisfy((line) -> assertThat(line).matches(
					"plain +[\\d,]+ events/s sent, +[1-9][\\d,]* taken, +[\\d.]+ % lost; processor: [\\d,]+ ns an event "
							+ "\\(\\d+ %\\), itself [\\d,]+ ns \\(\\d+ %\\), what sends \\d+ %"));
		assertThat(speeds).hasSize(2).allSatisfy((each) -> assertThat(each.limit()).isBetween(1.0, 150e6));
	}

}
