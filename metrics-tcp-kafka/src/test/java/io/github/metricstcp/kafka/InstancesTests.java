package io.github.metricstcp.kafka;

import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.StreamListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the instances of a topic as they come and go.
 */
class InstancesTests {

	private static final byte[] NO_EVENT = { 0 };

	private static final long MINUTE = 60_000;

	private final ObserverModel model = new ObserverModel(TimeSource.system(), 100);

	private final List<String> removed = new ArrayList<>();

	private final List<String> said = new ArrayList<>();

	private final Instances instances = new Instances(100, new InstanceListener() {

		@Override
		public StreamListener<?> added(TargetNames instance) {
			return InstancesTests.this.model.addTarget(instance);
		}

		@Override
		public void removed(List<TargetNames> instances) {
			InstancesTests.this.removed.add(String.join(" and ", instances.stream().map(TargetNames::name).toList()));
		}

	}, this.said::add);

	private long now = 1_000_000;

	@BeforeEach
	void show() {
		this.instances.show();
	}

	@Test
	void thoseThatHaveEndedAreRemovedFiveMinutesLater() throws Exception {
		accept("a", 1, 0, Content.SNAPSHOT);
		accept("b", 1, 0, Content.SNAPSHOT);
		accept("b", 1, 0, Content.SNAPSHOT);
		accept("c", 1, 0, Content.SNAPSHOT);
		accept("a", 1, 1, Content.END);
		accept("b", 1, 3, Content.END);
		minutes(5, -1);
		assertThat(this.removed).isEmpty();
		minutes(0, 1);
		assertThat(this.removed).containsExactly("a and b");
		assertThat(this.instances.duplicates()).as("also of those that are removed").isEqualTo(1);
		assertThat(this.instances.missing()).isEqualTo(2);
	}

	@Test
	void onesThatEndedInATimeThatWasReplayedAreKeptForAWhileToo() throws Exception {
		accept("a", 1, 0, Content.SNAPSHOT);
		accept("a", 1, 1, Content.END);
		minutes(4, 0);
		this.now += 60 * MINUTE;
		this.instances.live(this.now);
		minutes(5, -1);
		assertThat(this.removed).isEmpty();
		minutes(0, 1);
		assertThat(this.removed).containsExactly("a");
	}

	@Test
	void whatWasCountedIsKeptWhereItBeginsAnew() throws Exception {
		accept("a", 1, 0, Content.SNAPSHOT);
		accept("a", 1, 0, Content.SNAPSHOT);
		accept("a", 1, 3, Content.EVENTS);
		this.instances.restart();
		assertThat(this.instances.duplicates()).isEqualTo(1);
		assertThat(this.instances.missing()).isEqualTo(2);
	}

	@Test
	void oneThatIsThereAgainIsAddedAgainAndHasItsName() throws Exception {
		accept("a", 1, 0, Content.SNAPSHOT);
		accept("a", 1, 1, Content.END);
		minutes(5, 0);
		assertThat(this.removed).containsExactly("a");
		accept("a", 2, 0, Content.SNAPSHOT);
		assertThat(this.model.targets()).extracting(TargetModel::name).containsExactly("a", "a");
		assertThat(this.model.targets().get(1).snapshot().state()).isEqualTo(TargetState.CONNECTED);
	}

	@Test
	void oneOfWhichNothingComesIsRemovedWhileOthersGoOn() throws Exception {
		accept("a", 1, 0, Content.SNAPSHOT);
		accept("b", 1, 0, Content.SNAPSHOT);
		for (int i = 1; i < 5; i++) {
			minutes(1, 0);
			accept("b", 1, i, Content.EVENTS);
		}
		assertThat(this.removed).isEmpty();
		minutes(1, 0);
		assertThat(this.removed).containsExactly("a");
		TargetSnapshot gone = this.model.targets().get(0).snapshot();
		assertThat(gone.state()).isEqualTo(TargetState.ENDED);
		assertThat(gone.reason()).isEqualTo("nothing has come from its relay");
	}

	@Test
	void ifNothingComesAtAllNothingIsRemoved() throws Exception {
		accept("a", 1, 0, Content.SNAPSHOT);
		accept("b", 1, 0, Content.SNAPSHOT);
		minutes(10, 0);
		assertThat(this.removed).isEmpty();
		// The broker is there again: of the other one a record is still to come
		accept("b", 1, 1, Content.EVENTS);
		minutes(0, 1);
		assertThat(this.removed).isEmpty();
		accept("a", 1, 1, Content.EVENTS);
		minutes(1, 0);
		assertThat(this.removed).isEmpty();
		assertThat(this.model.targets()).extracting((each) -> each.snapshot().state())
			.containsExactly(TargetState.CONNECTED, TargetState.CONNECTED);
	}

	@Test
	void twoThatWereGivenOneNameHaveTwo() throws Exception {
		accept("a", 1, 0, Content.SNAPSHOT);
		RecordDescription second = new RecordDescription("10.0.0.2:5000", "a", 1, 0, 0, 0, Content.SNAPSHOT, null);
		this.instances.accept(second, NO_EVENT, this.now, this.now);
		assertThat(this.model.targets()).extracting(TargetModel::name).containsExactly("a", "a(10.0.0.2:5000)");
	}

	@Test
	void twoThatHaveOneAddressAreToldApartByTheirNames() throws Exception {
		for (int i = 0; i < 4; i++) {
			for (String name : List.of("shop", "store")) {
				RecordDescription record = new RecordDescription("app:5000", name, name.length(), i, 0, 0,
						Content.SNAPSHOT, null);
				this.instances.accept(record, NO_EVENT, this.now, this.now);
			}
			minutes(1, 0);
		}
		assertThat(this.model.targets()).extracting(TargetModel::name).containsExactly("shop", "store");
		assertThat(this.model.targets()).allSatisfy((each) -> {
			assertThat(each.names().address()).isEqualTo("app:5000");
			assertThat(each.snapshot().state()).isEqualTo(TargetState.CONNECTED);
			assertThat(each.snapshot().connections()).isEqualTo(1);
		});
		assertThat(this.instances.duplicates()).isZero();
		assertThat(this.said).hasSize(1);
		assertThat(this.said.get(0)).startsWith("app:5000 is relayed as shop and as store at the same time");
	}

	@Test
	void whatComesBeforeASnapshotIsCounted() throws Exception {
		accept("a", 1, 3, Content.EVENTS);
		accept("a", 1, 4, Content.EVENTS);
		accept("a", 1, 5, Content.SNAPSHOT);
		assertThat(this.instances.early()).isEqualTo(2);
		accept("a", 1, 6, Content.END);
		minutes(5, 0);
		assertThat(this.removed).containsExactly("a");
		assertThat(this.instances.early()).isEqualTo(2);
	}

	private void accept(String name, long session, long sequence, Content content) throws UnusableRecordException {
		RecordDescription description = new RecordDescription(name + ":5000", name, session, sequence, 0, 0, content,
				(content == Content.END) ? "its relay has ended" : null);
		this.instances.accept(description, NO_EVENT, this.now, this.now);
	}

	private void minutes(long minutes, long millis) {
		this.now += minutes * MINUTE + millis;
		this.instances.tick(this.now);
	}

}
