package io.github.metricstcp.observer;

import java.util.Map;
import java.util.Stack;

import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The value of an option that may stand without one. A value that is attached with an
 * equals sign is always taken; the argument that follows may be a target instead.
 */
abstract class OptionalValue implements IParameterPreprocessor {

	private final String absent;

	/**
	 * Creates a value.
	 * @param absent the value of the option that stands alone
	 */
	OptionalValue(String absent) {
		this.absent = absent;
	}

	/**
	 * Whether the argument that follows the option is its value.
	 * @param argument the argument
	 */
	abstract boolean isValue(String argument);

	@Override
	public final boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option,
			Map<String, Object> info) {
		boolean attached = "=".equals(info.get("separator"));
		if (!attached && (arguments.isEmpty() || !isValue(arguments.peek()))) {
			arguments.push(this.absent);
		}
		return false;
	}

}
