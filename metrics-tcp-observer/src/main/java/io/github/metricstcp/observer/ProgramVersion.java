package io.github.metricstcp.observer;

import picocli.CommandLine.IVersionProvider;

/**
 * The version of the program and of the JVM that runs it.
 */
final class ProgramVersion implements IVersionProvider {

	@Override
	public String[] getVersion() {
		return new String[] { "%s %s".formatted(ProcessStreams.NAME, ProcessStreams.version()),
				"Java ${java.version}, ${os.name}" };
	}

}
