package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.tui.event.KeyEvent;

/**
 * Which character a key is: Ctrl and Alt make another key of it.
 */
final class Keys {

	private Keys() {
	}

	/**
	 * Whether a key is a character, and Ctrl and Alt are not held.
	 */
	static boolean plain(KeyEvent key, char character) {
		return key.isChar(character) && !key.hasCtrl() && !key.hasAlt();
	}

	/**
	 * Whether a key is a character while Ctrl is held.
	 */
	static boolean ctrl(KeyEvent key, char character) {
		return key.isChar(character) && key.hasCtrl();
	}

}
