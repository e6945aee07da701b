package io.github.metricstcp.observer.internal.ui;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextTable}.
 */
class TextTableTests {

	@Test
	void columnsAreAsWideAsTheirTextsAndNumbersStandAtTheRight() {
		TextTable table = new TextTable(Set.of("N"), "NAME", "N", "LABELS");
		table.add("a", "1,000", "k=v");
		table.add("longer", "2", "");
		assertThat(table.lines()).containsExactly("NAME        N  LABELS", "a       1,000  k=v", "longer      2");
	}

	@Test
	void aColumnWithoutATextIsLeftOut() {
		TextTable table = new TextTable("A", "B", "C");
		table.add("a", "", "c");
		assertThat(table.lines()).containsExactly("A  C", "a  c");
	}

	@Test
	void aLineMayBeOfAnyLength() {
		TextTable table = new TextTable("A", "B");
		table.add("a", "0123456789".repeat(1000));
		assertThat(table.lines()).containsExactly("A  B", "a  " + "0123456789".repeat(1000));
	}

	@Test
	void whatWouldActUponATerminalIsReplaced() {
		TextTable table = new TextTable("A", "B");
		table.add("a\033[2J\n", "数量");
		table.add("b", "c");
		assertThat(table.lines()).containsExactly("A       B", "a�[2J�  数量", "b       c");
	}

}
