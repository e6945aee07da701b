package io.github.metricstcp.browser;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real browser without a window: the machine's Chromium. It keeps count of all that a
 * page must not do.
 */
final class Browser implements AutoCloseable {

	/**
	 * Runs before the scripts of each page.
	 */
	private static final String WATCH = """
			window.observed = { faults: [], tasks: [], streams: [], documents: 0, whole: '', firstChart: 0 };
			document.addEventListener('securitypolicyviolation', (event) =>
			  observed.faults.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
			window.addEventListener('error', (event) => observed.faults.push(`error: ${event.message}`));
			window.addEventListener('unhandledrejection', (event) => observed.faults.push(`rejection: ${event.reason}`));
			new PerformanceObserver((list) => observed.tasks.push(...list.getEntries().map((task) => task.duration)))
			  .observe({ type: 'longtask', buffered: true });
			window.EventSource = class extends EventSource {
			  constructor(address) {
			    super(address);
			    observed.streams.push(String(address));
			    observed.documents = 0;
			    this.addEventListener('message', (message) => {
			      observed.documents++;
			      if (observed.documents === 1) {
			        observed.whole = message.data;
			      }
			    });
			  }
			};
			// By a copy: a canvas that is read is drawn in another way from then on
			window.pixelsOf = (canvas) => {
			  const copy = document.createElement('canvas');
			  copy.width = canvas.width;
			  copy.height = canvas.height;
			  const context = copy.getContext('2d', { willReadFrequently: true });
			  context.drawImage(canvas, 0, 0);
			  return context.getImageData(0, 0, canvas.width, canvas.height).data;
			};
			const look = () => {
			  const canvas = document.querySelector('main canvas');
			  const path = document.querySelector('main svg path[d]:not([d=""])');
			  if (path || canvas && canvas.width > 0 && canvas.height > 0 && pixelsOf(canvas).some((part) => part > 0)) {
			    observed.firstChart = performance.now();
			  } else {
			    requestAnimationFrame(look);
			  }
			};
			requestAnimationFrame(look);
			""";

	private final ChromeDriver driver;

	// Of the pages before the one that is open
	private final List<String> faults = new ArrayList<>();

	Browser() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(executable("chromium"));
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--window-size=1280,900");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		this.driver = new ChromeDriver(service(), options);
		command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
	}

	private static ChromeDriverService service() {
		return new ChromeDriverService.Builder().usingDriverExecutable(executable("chromedriver"))
			.usingAnyFreePort()
			.build();
	}

	private static File executable(String name) {
		return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
			.map((directory) -> new File(directory, name))
			.filter(File::canExecute)
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Opens a page, also where only the part behind the {@code #} differs.
	 */
	void open(URI address) {
		this.faults.addAll(observed());
		this.driver.get("about:blank");
		this.driver.get(address.toString());
	}

	/**
	 * Gives the browser a command of the DevTools protocol.
	 */
	Map<String, Object> command(String name, Map<String, Object> parameters) {
		return this.driver.executeCdpCommand(name, parameters);
	}

	/**
	 * Makes the page as wide and high as a device's screen.
	 */
	void resize(int width, int height) {
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/**
	 * Has the system prefer a colour scheme.
	 */
	void prefer(String scheme) {
		command("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Undoes what was set for one test.
	 */
	void reset() {
		command("Emulation.clearDeviceMetricsOverride", Map.of());
		prefer("light");
	}

	@SuppressWarnings({ "TypeParameterUnusedInFormals", "unchecked" })
	<T> T run(String script, @Nullable Object... arguments) {
		return (T) Objects.requireNonNull(this.driver.executeScript(script, arguments), script);
	}

	@SuppressWarnings({ "TypeParameterUnusedInFormals", "unchecked" })
	<T> T runLater(String script, @Nullable Object... arguments) {
		return (T) Objects.requireNonNull(this.driver.executeAsyncScript(script, arguments), script);
	}

	long number(String script, @Nullable Object... arguments) {
		return this.<Number>run("return " + script, arguments).longValue();
	}

	/**
	 * Returns the texts of all elements at once: elements come and go.
	 */
	List<String> texts(String selector) {
		return run("return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent.trim())",
				selector);
	}

	/**
	 * Returns the text of the first element, empty if there is none.
	 */
	String text(String selector) {
		return texts(selector).stream().findFirst().orElse("");
	}

	/**
	 * Clicks on the first element that contains a text.
	 */
	void click(String selector, String text) {
		WebElement found = run("""
				return [...document.querySelectorAll(arguments[0])]
				  .find((each) => each.textContent.includes(arguments[1]))""", selector, text);
		found.click();
	}

	/**
	 * Drags the pointer over an element, with the shares of its width and height where it
	 * begins and ends.
	 */
	void drag(String selector, double fromX, double fromY, double toX, double toY) {
		drag(selector, fromX, fromY, toX, toY, false);
	}

	/**
	 * Drags the pointer over an element, with the shift key or without it.
	 */
	void drag(String selector, double fromX, double fromY, double toX, double toY, boolean shift) {
		run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' }); return true", selector);
		WebElement area = find(selector);
		Dimension size = area.getSize();
		Actions actions = new Actions(this.driver);
		if (shift) {
			actions.keyDown(Keys.SHIFT);
		}
		actions.moveToElement(area, offset(fromX, size.getWidth()), offset(fromY, size.getHeight()))
			.clickAndHold()
			.moveToElement(area, offset((fromX + toX) / 2, size.getWidth()), offset(toY, size.getHeight()))
			.moveToElement(area, offset(toX, size.getWidth()), offset(toY, size.getHeight()))
			.release();
		if (shift) {
			actions.keyUp(Keys.SHIFT);
		}
		actions.perform();
	}

	/**
	 * Drags the pointer from the middle of an element to that of another one.
	 */
	void dragTo(WebElement from, WebElement to) {
		new Actions(this.driver).moveToElement(from)
			.clickAndHold()
			.moveByOffset(5, 5)
			.moveToElement(to)
			.moveByOffset(2, 2)
			.release()
			.perform();
	}

	/**
	 * Moves the pointer to an element, with the shares of its width and height.
	 */
	void pointAt(String selector, double x, double y) {
		run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' }); return true", selector);
		WebElement area = find(selector);
		Dimension size = area.getSize();
		new Actions(this.driver).moveToElement(area, offset(x, size.getWidth()), offset(y, size.getHeight())).perform();
	}

	/**
	 * Returns a distance from the middle, as the driver has it.
	 */
	private static int offset(double share, int length) {
		return (int) Math.round((share - 0.5) * length);
	}

	void type(String selector, CharSequence text) {
		WebElement field = find(selector);
		field.clear();
		field.sendKeys(text);
	}

	void choose(String selector, String value) {
		find(selector + " option[value='" + value + "']").click();
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	/**
	 * Presses a key, wherever the focus is.
	 */
	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	/**
	 * Presses a key some times while the shift key is held.
	 */
	void pressShifted(Keys key, int times) {
		Actions actions = new Actions(this.driver).keyDown(Keys.SHIFT);
		for (int i = 0; i < times; i++) {
			actions.sendKeys(key);
		}
		actions.keyUp(Keys.SHIFT).perform();
	}

	/**
	 * Keeps a picture of the page as {@code target/screens/NAME.png}, to be looked at.
	 */
	void picture(String name) throws IOException {
		Path file = Path.of("target", "screens", name + ".png");
		Files.createDirectories(file.getParent());
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
	}

	/**
	 * Opens a page in a tab of its own, does something there, and comes back.
	 */
	void inAnotherTab(URI address, Runnable action) {
		String first = this.driver.getWindowHandle();
		this.driver.switchTo().newWindow(WindowType.TAB);
		this.driver.get(address.toString());
		action.run();
		this.driver.close();
		this.driver.switchTo().window(first);
	}

	void back() {
		this.driver.navigate().back();
	}

	/**
	 * Returns the part of the address behind the {@code #}.
	 */
	String hash() {
		return run("return decodeURIComponent(location.hash).replaceAll('+', ' ')");
	}

	/**
	 * Returns how many documents the stream that is open has sent.
	 */
	long documents() {
		return number("observed.documents");
	}

	/**
	 * Returns what no page must do, and was done since this was last called: errors, and
	 * what the policy of the page forbids.
	 */
	List<String> faults() {
		List<String> all = new ArrayList<>(this.faults);
		all.addAll(observed());
		for (LogEntry entry : this.driver.manage().logs().get(LogType.BROWSER)) {
			if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
				all.add(entry.toString());
			}
		}
		this.faults.clear();
		return all;
	}

	private List<String> observed() {
		return run("return window.observed ? observed.faults.splice(0) : []");
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
