package io.github.metricstcp.compatibility;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;

/**
 * The application as a servlet container starts it. The domain of its MBeans is its
 * context path, so that two may be in one JVM. Not by a parameter of the context, which
 * Spring Boot 4.0.0 does not read (spring-boot issue 48254).
 */
public class WarInitializer extends SpringBootServletInitializer {

	private String domain = "";

	@Override
	public void onStartup(ServletContext context) throws ServletException {
		this.domain = context.getContextPath().substring(1);
		super.onStartup(context);
	}

	@Override
	protected SpringApplicationBuilder configure(SpringApplicationBuilder application) {
		return application.sources(Application.class).properties("spring.jmx.default-domain=" + this.domain);
	}

}
