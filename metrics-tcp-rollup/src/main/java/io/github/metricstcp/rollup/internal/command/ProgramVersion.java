package io.github.metricstcp.rollup.internal.command;

import picocli.CommandLine.IVersionProvider;

/**
 * The version of the program and of the JVM that runs it.
 */
final class ProgramVersion implements IVersionProvider {

	@Override
	public String[] getVersion() {
		String version = ProgramVersion.class.getPackage().getImplementationVersion();
		return new String[] { "%s %s".formatted(RollupCommand.NAME, (version != null) ? version : "(not packaged)"),
				"Java ${java.version}, ${os.name}" };
	}

}
