package io.github.metricstcp.observer;

import picocli.CommandLine.IVersionProvider;

/**
 * The version of the program and of the JVM that runs it.
 */
final class ProgramVersion implements IVersionProvider {

	/**
	 * Returns the version of the program alone.
	 */
	static String number() {
		String version = ProgramVersion.class.getPackage().getImplementationVersion();
		return (version != null) ? version : "(not packaged)";
	}

	/**
	 * Returns the name of the program and its version.
	 */
	static String line() {
		return "%s %s".formatted(ProcessStreams.NAME, number());
	}

	@Override
	public String[] getVersion() {
		return new String[] { line(), "Java ${java.version}, ${os.name}" };
	}

}
