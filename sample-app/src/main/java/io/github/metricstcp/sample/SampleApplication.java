package io.github.metricstcp.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The entry point of the shop.
 * <p>
 * There is nothing here, nor anywhere else in the shop, that is about streaming: the
 * starter on the class path is enough. What is worth reading is how the shop is measured,
 * in {@link Shop}, {@link Catalogue}, {@link PaymentProvider} and {@link StockTaking}.
 */
@SpringBootApplication
@EnableScheduling
public class SampleApplication {

	private static final Logger logger = LoggerFactory.getLogger(SampleApplication.class);

	/**
	 * Opens the shop.
	 * @param args properties, such as {@code --shop.customers=0}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

	@EventListener
	void logWhereToLook(ApplicationReadyEvent ready) {
		Environment environment = ready.getApplicationContext().getEnvironment();
		String streamPort = environment.getProperty("local.metrics-tcp.port");
		if (streamPort == null) {
			logger.info("The shop is open, but its metric events are not streamed: the exporter does not listen");
			return;
		}
		// The observer can do TLS, and other programs cannot
		boolean encrypted = environment.containsProperty("metrics-tcp.server.ssl.bundle")
				&& environment.getProperty("metrics-tcp.server.ssl.enabled", Boolean.class, true);
		logger.info("""
				The shop is open, and every metric event is streamed on port {}. \
				Watch it: java -jar metrics-tcp-observer/target/metrics-tcp-observer.jar{} 127.0.0.1:{}{}. \
				See who watches: curl http://localhost:{}/actuator/metricstcp{}""", streamPort,
				encrypted ? " --tls --trust FILE" : "", streamPort,
				encrypted ? "" : " (or: nc 127.0.0.1 %s | tr -cs '[:print:]' '\\n')".formatted(streamPort),
				environment.getProperty("local.server.port"), page(environment));
	}

	// Last, so that it is the end of the log
	private static String page(Environment environment) {
		String port = environment.getProperty("local.metrics-tcp.page.port");
		return (port != null) ? ". Look at it in a browser: http://127.0.0.1:%s/".formatted(port) : "";
	}

}
