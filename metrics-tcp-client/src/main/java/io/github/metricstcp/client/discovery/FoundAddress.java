package io.github.metricstcp.client.discovery;

import io.github.metricstcp.client.TargetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address that was found, and the names that it is to have.
 *
 * @param address the address
 * @param name the name of its own, {@code null} if it has none
 * @param group the name that it has in common with others, {@code null} if it has none
 */
record FoundAddress(TargetAddress address, @Nullable String name, @Nullable String group) {

	/**
	 * Returns a name that was found, as it is among those of other sources: it begins
	 * with the name that the user has given the source.
	 * @param name the name, such as a label
	 * @param alias the name of the source, {@code null} if it has none
	 */
	static String qualified(String name, @Nullable String alias) {
		String found = name.strip();
		boolean qualified = alias == null || found.equals(alias) || found.startsWith(alias + "-");
		return qualified ? found : alias + "-" + found;
	}

}
