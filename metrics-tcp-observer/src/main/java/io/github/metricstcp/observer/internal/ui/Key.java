package io.github.metricstcp.observer.internal.ui;

import java.util.Locale;
import java.util.function.Predicate;

import dev.tamboui.tui.event.KeyCode;
import dev.tamboui.tui.event.KeyEvent;

/**
 * A key, alone or with Ctrl. Ctrl and Alt make another key of a character.
 *
 * @param name the name in the help and in the documentation
 * @param symbol the shorter name in the footer
 * @param matcher whether an event is this key
 */
record Key(String name, String symbol, Predicate<KeyEvent> matcher) {

	static final Key UP = of("↑", KeyCode.UP);

	static final Key DOWN = of("↓", KeyCode.DOWN);

	static final Key RIGHT = of("→", KeyCode.RIGHT);

	static final Key LEFT = of("←", KeyCode.LEFT);

	static final Key PAGE_UP = of("PgUp", KeyCode.PAGE_UP);

	static final Key PAGE_DOWN = of("PgDn", KeyCode.PAGE_DOWN);

	static final Key HOME = of("Home", KeyCode.HOME);

	static final Key END = of("End", KeyCode.END);

	static final Key ENTER = new Key("Enter", "↵", (key) -> key.isKey(KeyCode.ENTER));

	static final Key ESCAPE = of("Esc", KeyCode.ESCAPE);

	static final Key BACKSPACE = of("Backspace", KeyCode.BACKSPACE);

	static final Key TAB = of("Tab", KeyCode.TAB);

	static final Key SPACE = new Key("Space", "space", of(' ').matcher);

	static final Key F1 = of("F1", KeyCode.F1);

	/**
	 * Every key, for where no other one has a meaning of its own.
	 */
	static final Key ANY = new Key("any key", "any key", (key) -> true);

	private static Key of(String name, KeyCode code) {
		return new Key(name, name.toLowerCase(Locale.ROOT), (key) -> key.isKey(code));
	}

	/**
	 * Returns the key of a character.
	 * @param character the character, in upper or lower case
	 */
	static Key of(char character) {
		String name = String.valueOf(character);
		return new Key(name, name, (key) -> key.isChar(character) && !key.hasCtrl() && !key.hasAlt());
	}

	/**
	 * Returns the key of a letter while Ctrl is held.
	 * @param letter the letter in lower case
	 */
	static Key ctrl(char letter) {
		String name = "Ctrl-" + Character.toUpperCase(letter);
		return new Key(name, name, (key) -> key.isChar(letter) && key.hasCtrl());
	}

	boolean matches(KeyEvent key) {
		return this.matcher.test(key);
	}

}
