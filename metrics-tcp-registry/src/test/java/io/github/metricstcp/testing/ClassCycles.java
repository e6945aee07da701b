package io.github.metricstcp.testing;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/**
 * Rules that the classes of a package depend on one another in one direction. Nested
 * classes are one with the class around them, and the members of a sealed hierarchy are
 * one with each other.
 */
public final class ClassCycles {

	private ClassCycles() {
	}

	/**
	 * Returns the rule that the classes of one package, without those below it, are free
	 * of cycles.
	 * @param packageName the name of the package
	 */
	public static ArchRule noneIn(String packageName) {
		return noneIn(new ClassesOf(packageName, false));
	}

	/**
	 * Returns the rule that the classes of a package and of all below it are free of
	 * cycles.
	 * @param packageName the name of the package
	 */
	public static ArchRule noneInOrBelow(String packageName) {
		return noneIn(new ClassesOf(packageName, true));
	}

	private static ArchRule noneIn(ClassesOf classes) {
		return SlicesRuleDefinition.slices().assignedFrom(classes).should().beFreeOfCycles();
	}

	private record ClassesOf(String packageName, boolean orBelow) implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
			String name = javaClass.getPackageName();
			if (name.equals(this.packageName) || (this.orBelow && name.startsWith(this.packageName + "."))) {
				return SliceIdentifier.of(unit(javaClass.reflect()).getName());
			}
			return SliceIdentifier.ignore();
		}

		/**
		 * Returns the class that stands for all that a class is one with.
		 */
		private static Class<?> unit(Class<?> type) {
			Class<?> outer = type.getNestHost();
			Optional<Class<?>> sealed = Stream
				.concat(Stream.ofNullable(outer.getSuperclass()), Arrays.stream(outer.getInterfaces()))
				.filter(Class::isSealed)
				.findFirst();
			return sealed.<Class<?>>map(ClassesOf::unit).orElse(outer);
		}

		@Override
		public String getDescription() {
			return "the classes of " + this.packageName;
		}

	}

}
