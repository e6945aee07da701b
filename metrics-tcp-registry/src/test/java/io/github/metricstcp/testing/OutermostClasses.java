package io.github.metricstcp.testing;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/**
 * The slices between which no cycles are wanted: each class with its nested ones, and
 * each sealed hierarchy as one.
 */
public final class OutermostClasses implements SliceAssignment {

	@Override
	public SliceIdentifier getIdentifierOf(JavaClass type) {
		return SliceIdentifier.of(representative(type).getName());
	}

	private static JavaClass representative(JavaClass type) {
		JavaClass outermost = type;
		while (outermost.getEnclosingClass().isPresent()) {
			outermost = outermost.getEnclosingClass().get();
		}
		JavaClass result = outermost;
		return Stream.concat(outermost.getRawSuperclass().stream(), outermost.getRawInterfaces().stream())
			.filter((parent) -> parent.reflect().isSealed())
			.findFirst()
			.map(OutermostClasses::representative)
			.orElse(result);
	}

	@Override
	public String getDescription() {
		return "classes, each with its nested ones and its sealed hierarchy,";
	}

}
