package io.github.metricstcp.compatibility;

import reactor.blockhound.BlockHound;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * BlockHound, installed before the application has a thread that may not block.
 */
public class BlockHoundInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		BlockHound.install();
	}

}
