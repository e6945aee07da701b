package io.github.metricstcp.client.model;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the notices of {@link ObserverModel}.
 */
class NoticesTests {

	private final ObserverModel model = new ObserverModel(new ManualTime(), 3);

	@Test
	void eachNoticeIsTakenOnce() {
		this.model.notice("first");
		this.model.notice("second");
		assertThat(this.model.takeNotices()).containsExactly("first", "second");
		assertThat(this.model.takeNotices()).isEmpty();
		this.model.notice("third");
		assertThat(this.model.takeNotices()).containsExactly("third");
		assertThat(this.model.notices()).containsExactly("first", "second", "third");
	}

	@Test
	void noticesAreStillTakenOnceTheOldestAreGone() {
		IntStream.range(0, 100).forEach((i) -> this.model.notice("notice " + i));
		assertThat(this.model.takeNotices()).hasSize(100);
		this.model.notice("notice 100");
		assertThat(this.model.takeNotices()).containsExactly("notice 100");
		IntStream.range(101, 300).forEach((i) -> this.model.notice("notice " + i));
		assertThat(this.model.takeNotices()).hasSize(100).startsWith("notice 200").endsWith("notice 299");
	}

}
