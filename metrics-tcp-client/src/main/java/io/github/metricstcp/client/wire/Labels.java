package io.github.metricstcp.client.wire;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The labels of a series in one array, sorted by key: a fourth of the memory of a tree.
 * Unmodifiable.
 */
@SuppressWarnings("JdkObsolete") // The type that a key has its labels as
final class Labels extends AbstractMap<String, String> implements SortedMap<String, String> {

	// Each key, and its value behind it
	private final String[] texts;

	/**
	 * Creates a copy of labels.
	 */
	Labels(Map<String, String> labels) {
		this.texts = new String[2 * labels.size()];
		int next = 0;
		for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
			this.texts[next++] = label.getKey();
			this.texts[next++] = label.getValue();
		}
	}

	@Override
	public @Nullable String get(@Nullable Object key) {
		for (int i = 0; i < this.texts.length; i += 2) {
			if (this.texts[i].equals(key)) {
				return this.texts[i + 1];
			}
		}
		return null;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return get(key) != null;
	}

	@Override
	public int size() {
		return this.texts.length / 2;
	}

	@Override
	public Set<Entry<String, String>> entrySet() {
		return new Entries();
	}

	@Override
	public @Nullable Comparator<? super String> comparator() {
		return null;
	}

	@Override
	public SortedMap<String, String> subMap(String from, String to) {
		return Collections.unmodifiableSortedMap(new TreeMap<>(this).subMap(from, to));
	}

	@Override
	public SortedMap<String, String> headMap(String to) {
		return Collections.unmodifiableSortedMap(new TreeMap<>(this).headMap(to));
	}

	@Override
	public SortedMap<String, String> tailMap(String from) {
		return Collections.unmodifiableSortedMap(new TreeMap<>(this).tailMap(from));
	}

	@Override
	public String firstKey() {
		return keyAt(0);
	}

	@Override
	public String lastKey() {
		return keyAt(this.texts.length - 2);
	}

	private String keyAt(int index) {
		if (isEmpty()) {
			throw new NoSuchElementException();
		}
		return this.texts[index];
	}

	/**
	 * The labels as entries.
	 */
	private final class Entries extends AbstractSet<Entry<String, String>> {

		@Override
		public int size() {
			return Labels.this.size();
		}

		@Override
		public Iterator<Entry<String, String>> iterator() {
			return new Iterator<>() {

				private int next;

				@Override
				public boolean hasNext() {
					return this.next < Labels.this.texts.length;
				}

				@Override
				public Entry<String, String> next() {
					if (!hasNext()) {
						throw new NoSuchElementException();
					}
					this.next += 2;
					return Map.entry(Labels.this.texts[this.next - 2], Labels.this.texts[this.next - 1]);
				}

			};
		}

	}

}
