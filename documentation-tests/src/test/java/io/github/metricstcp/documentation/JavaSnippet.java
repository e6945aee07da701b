package io.github.metricstcp.documentation;

import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A snippet of Java, which is compiled within one of several frames.
 */
final class JavaSnippet {

	private static final String IMPORTS = """
			import java.util.*;
			import io.github.metricstcp.*;
			import io.github.metricstcp.client.*;
			import io.github.metricstcp.client.model.*;
			import io.github.metricstcp.client.wire.*;
			import io.micrometer.core.instrument.*;
			import io.micrometer.core.instrument.config.*;
			import io.netty.handler.ssl.ClientAuth;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.micrometer.metrics.autoconfigure.*;
			import org.springframework.boot.test.context.*;
			import org.springframework.context.annotation.*;
			import org.springframework.stereotype.*;
			""";

	/**
	 * Statements that need nothing else, and can be run.
	 */
	static final String STATEMENTS = IMPORTS + """
			public class Frame {
				public static void run() throws Exception {
					%s
				}
			}
			""";

	/**
	 * Statements with what the text around them names; members of a class; a class.
	 */
	static final List<String> OTHERS = List.of(IMPORTS + """
			public class Frame {
				void run(javax.net.ssl.SSLContext sslContext, io.netty.handler.ssl.SslContext nettyContext)
						throws Exception {
					%s
				}
			}
			""", IMPORTS + """
			public class Frame {
				%s
			}
			""", IMPORTS + "%s");

	private final String text;

	private final Path directory;

	/**
	 * Creates a snippet.
	 * @param text the text
	 * @param directory where classes are written
	 */
	JavaSnippet(String text, Path directory) {
		// No fixed port, and nothing left behind
		this.text = text.replace(".port(5000)", ".port(0)")
			.replace("builder().build()", "builder().port(0).build()")
			.replace("10_000", "200")
			.replace("\"localhost:5000\"", "\"localhost:\" + Integer.getInteger(\"stream.port\")")
				+ (text.contains("MetricsTcpExporter exporter =") ? "exporter.close();" : "");
		this.directory = directory;
	}

	/**
	 * Compiles the snippet.
	 * @param frame what is around it
	 * @param problems where to put what the compiler says
	 * @return whether it compiles
	 */
	boolean compile(String frame, List<String> problems) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		SimpleJavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Frame.java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return frame.replace("%s", JavaSnippet.this.text);
			}

		};
		boolean compiled = compiler
			.getTask(null, null, diagnostics,
					List.of("-proc:none", "-d", this.directory.toString(), "-cp",
							System.getProperty("java.class.path")),
					null, List.of(source))
			.call();
		for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
			if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
				problems.add(diagnostic.getMessage(Locale.ROOT));
			}
		}
		return compiled;
	}

	/**
	 * Runs statements that were compiled.
	 * @param streamPort the port of an exporter
	 */
	void run(int streamPort) throws Exception {
		System.setProperty("stream.port", String.valueOf(streamPort));
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.directory.toUri().toURL() },
				JavaSnippet.class.getClassLoader())) {
			loader.loadClass("Frame").getMethod("run").invoke(null);
		}
		catch (InvocationTargetException ex) {
			throw new AssertionError("The snippet does not run", ex.getCause());
		}
		finally {
			System.clearProperty("stream.port");
		}
	}

}
