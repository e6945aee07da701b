package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.tamboui.tui.event.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keys that belong together: one line of the help and of the documentation.
 *
 * @param meaning the text of that line
 * @param strokes the keys and their actions
 * @param hints the entries in the footer
 */
record KeyBinding(String meaning, List<Stroke> strokes, List<Hint> hints) {

	KeyBinding(String meaning) {
		this(meaning, List.of(), List.of());
	}

	/**
	 * Returns this binding with one more action.
	 * @param views where the keys have this action
	 * @param action the action
	 * @param keys the keys, the most common first
	 */
	KeyBinding on(Set<View> views, Consumer<ScreenState> action, Key... keys) {
		List<Stroke> strokes = new ArrayList<>(this.strokes);
		strokes.add(new Stroke(views, action, List.of(keys)));
		return new KeyBinding(this.meaning, List.copyOf(strokes), this.hints);
	}

	/**
	 * Returns this binding with one more entry in a footer.
	 * @param view the view that the footer is below
	 * @param place the place in the footer, counted from the left
	 * @param text the text
	 * @param keys the keys before the text
	 */
	KeyBinding hint(View view, int place, String text, Key... keys) {
		return hint(view, place, (state) -> text, keys);
	}

	/**
	 * Returns this binding with one more entry in a footer.
	 * @param view the view that the footer is below
	 * @param place the place in the footer, counted from the left
	 * @param text returns the text, {@code null} for no entry
	 * @param keys the keys before the text
	 */
	KeyBinding hint(View view, int place, Function<ScreenState, @Nullable String> text, Key... keys) {
		List<Hint> hints = new ArrayList<>(this.hints);
		hints.add(new Hint(view, place, Arrays.stream(keys).map(Key::symbol).collect(Collectors.joining()), text));
		return new KeyBinding(this.meaning, this.strokes, List.copyOf(hints));
	}

	/**
	 * Returns all keys that have a name, each once: the first of each action, then the
	 * second of each, and so on.
	 */
	List<Key> keys() {
		List<Key> keys = new ArrayList<>();
		Set<String> names = new HashSet<>(Set.of(Key.ANY.name()));
		int longest = this.strokes.stream().mapToInt((stroke) -> stroke.keys.size()).max().orElse(0);
		for (int rank = 0; rank < longest; rank++) {
			for (Stroke stroke : this.strokes) {
				if (rank < stroke.keys.size() && names.add(stroke.keys.get(rank).name())) {
					keys.add(stroke.keys.get(rank));
				}
			}
		}
		return keys;
	}

	/**
	 * Returns the action of a key, {@code null} if it has none in a view.
	 */
	@Nullable Consumer<ScreenState> action(View view, KeyEvent key) {
		for (Stroke stroke : this.strokes) {
			if (stroke.views.contains(view) && stroke.keys.stream().anyMatch((each) -> each.matches(key))) {
				return stroke.action;
			}
		}
		return null;
	}

	/**
	 * Keys with one action.
	 *
	 * @param views where they have it
	 * @param action the action
	 * @param keys the keys
	 */
	record Stroke(Set<View> views, Consumer<ScreenState> action, List<Key> keys) {

	}

	/**
	 * An entry in a footer.
	 *
	 * @param view the view that the footer is below
	 * @param place the place in the footer
	 * @param key the keys as they are written
	 * @param text returns the text, {@code null} for no entry
	 */
	record Hint(View view, int place, String key, Function<ScreenState, @Nullable String> text) {

	}

}
