package io.github.metricstcp.compatibility;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application in Java.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Application {

	/**
	 * Runs the application.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		SpringApplication.run(Application.class, args);
	}

}
