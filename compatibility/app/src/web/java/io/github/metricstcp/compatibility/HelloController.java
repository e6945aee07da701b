package io.github.metricstcp.compatibility;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A request that Spring's own timers see, on the servlet and on the reactive stack.
 */
@RestController
public class HelloController {

	/**
	 * Answers a request.
	 * @return a greeting
	 */
	@GetMapping("/hello")
	public String hello() {
		return "hello";
	}

}
