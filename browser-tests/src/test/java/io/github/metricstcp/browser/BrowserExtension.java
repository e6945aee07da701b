package io.github.metricstcp.browser;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The extension behind {@link BrowserTest}.
 */
class BrowserExtension implements ParameterResolver, AfterEachCallback {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == Browser.class || type == Shop.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return (parameter.getParameter().getType() == Browser.class) ? browser(context)
				: store(context).computeIfAbsent(Shop.class, (type) -> Shop.start(), Shop.class);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Browser browser = browser(context);
		assertThat(browser.faults()).as("faults of the page").isEmpty();
		browser.reset();
	}

	private static Browser browser(ExtensionContext context) {
		return store(context).computeIfAbsent(Browser.class, (type) -> new Browser(), Browser.class);
	}

	/**
	 * Returns what is kept until the last test is over, and closed then.
	 */
	private static ExtensionContext.Store store(ExtensionContext context) {
		return context.getRoot().getStore(ExtensionContext.Namespace.create(BrowserExtension.class));
	}

}
