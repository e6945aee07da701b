package io.github.metricstcp.observer;

/**
 * The program's entry.
 */
final class ObserverMain {

	private ObserverMain() {
	}

	public static void main(String[] args) {
		System.exit(0);
	}

}
