import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A check of the folder that a release is staged into: that each module has its files,
 * with checksums and signatures, and a POM that Maven Central takes. Run as
 * {@code java CheckStaging.java STAGING VERSION MODULE...}.
 */
final class CheckStaging {

	private static final String GROUP = "io.github.metrics-tcp";

	private static final String BOM = "metrics-tcp-bom";

	private static final String OBSERVER = "metrics-tcp-observer";

	private static final Set<String> PROGRAMS = Set.of(OBSERVER, "metrics-tcp-rollup");

	private static final String PAGE = "metrics-tcp-page";

	private static final String LICENSE_OF_THE_CHARTS = "META-INF/licenses/uplot/LICENSE";

	private static final Set<String> SCOPES = Set.of("", "compile", "provided", "runtime");

	private final List<String> faults = new ArrayList<>();

	private final Path group;

	private final String version;

	private final Set<String> modules;

	private CheckStaging(Path staging, String version, Set<String> modules) {
		this.group = staging.resolve(GROUP.replace('.', '/'));
		this.version = version;
		this.modules = modules;
	}

	public static void main(String[] args) throws Exception {
		if (args.length < 3) {
			System.err.println("Usage: java CheckStaging.java STAGING VERSION MODULE...");
			System.exit(2);
		}
		CheckStaging check = new CheckStaging(Path.of(args[0]), args[1],
				new TreeSet<>(Arrays.asList(args).subList(2, args.length)));
		check.run();
		check.faults.forEach((fault) -> System.err.println("FAULT " + fault));
		System.out.println(check.modules.size() + " modules, " + check.faults.size() + " faults");
		System.exit(check.faults.isEmpty() ? 0 : 1);
	}

	private void run() throws Exception {
		expect("the modules that are staged", this.modules, names(this.group, Files::isDirectory));
		for (String module : this.modules) {
			Path directory = this.group.resolve(module).resolve(this.version);
			if (!Files.isDirectory(directory)) {
				this.faults.add(module + ": there is no version " + this.version);
				continue;
			}
			files(module, directory);
			pom(module, directory);
			if (!module.equals(BOM)) {
				jars(module, directory);
			}
		}
	}

	private void files(String module, Path directory) throws Exception {
		List<String> kinds = new ArrayList<>(List.of(".pom"));
		if (!module.equals(BOM)) {
			kinds.addAll(List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json"));
		}
		if (PROGRAMS.contains(module)) {
			kinds.add("-exec.jar");
		}
		Set<String> expected = new TreeSet<>();
		for (String kind : kinds) {
			String name = module + "-" + this.version + kind;
			expected.addAll(List.of(name, name + ".asc", name + ".md5", name + ".sha1"));
			checksum(directory.resolve(name), "md5", "MD5");
			checksum(directory.resolve(name), "sha1", "SHA-1");
		}
		expect(module + ": files", expected, names(directory, Files::isRegularFile));
	}

	private void checksum(Path file, String extension, String algorithm) throws Exception {
		Path sum = file.resolveSibling(file.getFileName() + "." + extension);
		if (Files.exists(file) && Files.exists(sum)) {
			String actual = HexFormat.of()
				.formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
			if (!Files.readString(sum).strip().equals(actual)) {
				this.faults.add(sum.getFileName() + ": not the checksum of the file");
			}
		}
	}

	private void pom(String module, Path directory) throws Exception {
		Path file = directory.resolve(module + "-" + this.version + ".pom");
		if (!Files.exists(file)) {
			return;
		}
		Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
		Element project = document.getDocumentElement();
		for (String path : List.of("name", "description", "url", "licenses/license/name", "licenses/license/url",
				"developers/developer/name", "scm/connection", "scm/developerConnection", "scm/url")) {
			if (text(project, path).isEmpty()) {
				this.faults.add(module + ": the POM has no " + path);
			}
		}
		expect(module + ": the POM's coordinates", List.of(GROUP, module, this.version),
				List.of(text(project, "groupId"), text(project, "artifactId"), text(project, "version")));
		expect(module + ": the licence", "Apache-2.0", text(project, "licenses/license/name"));
		for (String unwanted : List.of("parent", "repositories", "pluginRepositories", "distributionManagement", "build",
				"profiles")) {
			if (!children(project, unwanted).isEmpty()) {
				this.faults.add(module + ": the POM has " + unwanted);
			}
		}
		String source = Files.readString(file);
		if (source.replace("${project.version}", "").contains("${")) {
			this.faults.add(module + ": the POM has a property that is not resolved");
		}
		if (!this.version.endsWith("-SNAPSHOT") && source.contains("-SNAPSHOT")) {
			this.faults.add(module + ": the POM names a snapshot");
		}
		checkDependencies(module, project);
		if (module.equals(BOM)) {
			bom(project);
		}
	}

	private void checkDependencies(String module, Element project) {
		for (Element dependency : dependencies(project)) {
			String name = text(dependency, "groupId") + ":" + text(dependency, "artifactId");
			if (!SCOPES.contains(text(dependency, "scope"))) {
				this.faults.add(module + ": " + name + " has the scope " + text(dependency, "scope"));
			}
			if (text(dependency, "version").isEmpty()) {
				this.faults.add(module + ": " + name + " has no version");
			}
		}
	}

	private void bom(Element project) {
		Set<String> published = new TreeSet<>(this.modules);
		published.remove(BOM);
		Element management = children(project, "dependencyManagement").get(0);
		expect(BOM + ": the modules that it lists", published,
				dependencies(management).stream()
					.map((dependency) -> text(dependency, "artifactId"))
					.collect(Collectors.toCollection(TreeSet::new)));
	}

	private void jars(String module, Path directory) throws IOException {
		String name = module + "-" + this.version;
		for (String jar : List.of(name + ".jar", name + "-sources.jar", name + "-javadoc.jar", name + "-exec.jar")) {
			Path file = directory.resolve(jar);
			if (!Files.exists(file)) {
				continue;
			}
			try (ZipFile zip = new ZipFile(file.toFile())) {
				if (zip.getEntry("META-INF/LICENSE") == null && !licensed(zip)) {
					this.faults.add(jar + ": there is no licence in it");
				}
				if (jar.equals(name + ".jar") && zip.getEntry("META-INF/sbom/" + module + ".cdx.json") == null) {
					this.faults.add(jar + ": there is no SBOM in it");
				}
				if (jar.equals(PAGE + "-" + this.version + "-sources.jar") && zip.getEntry("main.js") == null) {
					this.faults.add(jar + ": there are no scripts in it");
				}
				if (jar.equals(PAGE + "-" + this.version + ".jar")) {
					page(jar, zip);
				}
				if (jar.endsWith("-exec.jar")) {
					executable(jar, zip);
				}
				if (jar.startsWith(OBSERVER) && jar.endsWith("-exec.jar")) {
					page(jar, zip);
				}
			}
		}
	}

	/**
	 * Whether a jar of Javadoc has the licence that the tool copies.
	 */
	private static boolean licensed(ZipFile zip) {
		return zip.stream().anyMatch((entry) -> entry.getName().startsWith("legal/"));
	}

	/**
	 * Checks a jar that has the live page in it.
	 */
	private void page(String jar, ZipFile zip) {
		for (String file : List.of("index.html", "page.css", "page.js", "uPlot.iife.min.js", "uPlot.min.css")) {
			if (zip.getEntry("io/github/metricstcp/page/" + file) == null) {
				this.faults.add(jar + ": there is no " + file + " in it");
			}
		}
		if (zip.getEntry(LICENSE_OF_THE_CHARTS) == null) {
			this.faults.add(jar + ": there is no licence of uPlot in it");
		}
	}

	private void executable(String jar, ZipFile zip) throws IOException {
		try (InputStream in = zip.getInputStream(zip.getEntry("META-INF/MANIFEST.MF"))) {
			String manifest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			for (String attribute : List.of("Main-Class: ", "Enable-Native-Access: ALL-UNNAMED")) {
				if (!manifest.contains(attribute)) {
					this.faults.add(jar + ": the manifest has no " + attribute);
				}
			}
		}
		for (String unwanted : List.of("io/netty/channel/epoll/", "io/netty/channel/kqueue/")) {
			if (zip.stream().anyMatch((entry) -> entry.getName().startsWith(unwanted))) {
				this.faults.add(jar + ": it has " + unwanted);
			}
		}
	}

	private void expect(String what, Object expected, Object actual) {
		if (!expected.equals(actual)) {
			this.faults.add(what + ": expected " + expected + ", found " + actual);
		}
	}

	private void expect(String what, Set<String> expected, Set<String> actual) {
		expected.stream()
			.filter((name) -> !actual.contains(name))
			.forEach((name) -> this.faults.add(what + ": " + name + " is missing"));
		actual.stream()
			.filter((name) -> !expected.contains(name))
			.forEach((name) -> this.faults.add(what + ": " + name + " is not expected"));
	}

	private static List<Element> dependencies(Element parent) {
		return children(parent, "dependencies").stream()
			.flatMap((dependencies) -> children(dependencies, "dependency").stream())
			.toList();
	}

	private static String text(Element element, String path) {
		Element current = element;
		for (String name : path.split("/")) {
			List<Element> children = children(current, name);
			if (children.isEmpty()) {
				return "";
			}
			current = children.get(0);
		}
		return current.getTextContent().strip();
	}

	private static List<Element> children(Element parent, String name) {
		List<Element> children = new ArrayList<>();
		for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element element && element.getNodeName().equals(name)) {
				children.add(element);
			}
		}
		return children;
	}

	/**
	 * Names of what a directory has, but for what a repository keeps of versions, and for
	 * checksums of signatures, which only older Mavens make.
	 */
	private static Set<String> names(Path directory, Predicate<Path> kind) {
		try (Stream<Path> paths = Files.list(directory)) {
			return paths.filter(kind)
				.map((path) -> path.getFileName().toString())
				.filter((name) -> !name.startsWith("maven-metadata") && !name.contains(".asc."))
				.collect(Collectors.toCollection(TreeSet::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
