package io.github.metricstcp.page.internal.view;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import org.jspecify.annotations.Nullable;

/**
 * Escapes of JSON that stands within an element of a page: neither the end of the element
 * nor the beginning of a comment can be written in it.
 */
final class ElementEscapes extends CharacterEscapes {

	private static final long serialVersionUID = 1;

	private static final int[] ESCAPES = escapes();

	private static int[] escapes() {
		int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
		for (char each : "<>&".toCharArray()) {
			escapes[each] = CharacterEscapes.ESCAPE_STANDARD;
		}
		return escapes;
	}

	@Override
	public int[] getEscapeCodesForAscii() {
		return ESCAPES;
	}

	@Override
	public @Nullable SerializableString getEscapeSequence(int character) {
		return null;
	}

}
