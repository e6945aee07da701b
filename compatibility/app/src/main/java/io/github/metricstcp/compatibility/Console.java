package io.github.metricstcp.compatibility;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

/**
 * The application's standard input, if it has a JVM of its own: a first line, or the end
 * of it, closes the context, a second one ends the JVM. What is left after closing is
 * seen between the two.
 */
@Component
public class Console implements ApplicationListener<ApplicationReadyEvent> {

	private static final AtomicReference<ConfigurableApplicationContext> current = new AtomicReference<>();

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		ConfigurableApplicationContext before = current.getAndSet(event.getApplicationContext());
		System.out.println("compat.ready");
		if (before == null && Boolean.getBoolean("compat.console")) {
			new Thread(Console::run, "compat-console").start();
		}
	}

	private static void run() {
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			input.readLine();
			current.get().close();
			Thread.getAllStackTraces()
				.keySet()
				.forEach((thread) -> System.out.println("compat.thread " + thread.getName()));
			System.out.println("compat.stopped");
			input.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
