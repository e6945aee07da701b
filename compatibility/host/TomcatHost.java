import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * A Tomcat with one WAR twice: each line of its standard input takes one away, a last one
 * ends the JVM.
 */
final class TomcatHost {

	private static final Logger logger = Logger.getLogger("org.apache.catalina");

	private TomcatHost() {
	}

	public static void main(String[] args) throws Exception {
		// Beside that of Spring Boot, which is gone when Tomcat looks for what an
		// application has left
		ConsoleHandler warnings = new ConsoleHandler();
		warnings.setLevel(Level.WARNING);
		logger.addHandler(warnings);
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(args[0]);
		tomcat.setPort(0);
		tomcat.setAddDefaultWebXmlToWebapp(false);
		tomcat.getConnector();
		Deque<Context> contexts = new ArrayDeque<>();
		for (String name : new String[] { "one", "two" }) {
			contexts.add(tomcat.addWebapp("/" + name, new File(args[1]).getAbsolutePath()));
		}
		tomcat.start();
		System.out.println("compat.web " + tomcat.getConnector().getLocalPort());
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		while (!contexts.isEmpty()) {
			input.readLine();
			Context context = contexts.remove();
			tomcat.getHost().removeChild(context);
			context.destroy();
			if (contexts.isEmpty()) {
				Thread.getAllStackTraces()
					.keySet()
					.forEach((thread) -> System.out.println("compat.thread " + thread.getName()));
				System.out.println("compat.stopped");
			}
			else {
				System.out.println("compat.undeployed");
			}
		}
		input.readLine();
		tomcat.stop();
		tomcat.destroy();
	}

}
