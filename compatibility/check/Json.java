import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON text as maps, lists, strings, numbers and booleans.
 */
final class Json {

	private final String text;

	private int position;

	private Json(String text) {
		this.text = text;
	}

	static Object parse(String text) {
		Json json = new Json(text);
		Object value = json.value();
		if (json.next() != 0) {
			throw json.failure();
		}
		return value;
	}

	private Object value() {
		switch (next()) {
			case '{' -> {
				Map<String, Object> map = new LinkedHashMap<>();
				for (boolean more = open('}'); more; more = more('}')) {
					String key = string();
					expect(':');
					map.put(key, value());
				}
				return map;
			}
			case '[' -> {
				List<Object> list = new ArrayList<>();
				for (boolean more = open(']'); more; more = more(']')) {
					list.add(value());
				}
				return list;
			}
			case '"' -> {
				return string();
			}
			default -> {
				return literal();
			}
		}
	}

	private boolean open(char end) {
		this.position++;
		if (next() == end) {
			this.position++;
			return false;
		}
		return true;
	}

	private boolean more(char end) {
		if (next() == end) {
			this.position++;
			return false;
		}
		expect(',');
		return true;
	}

	private String string() {
		expect('"');
		StringBuilder string = new StringBuilder();
		for (char next = take(); next != '"'; next = take()) {
			if (next != '\\') {
				string.append(next);
				continue;
			}
			char escaped = take();
			switch (escaped) {
				case 'n' -> string.append('\n');
				case 't' -> string.append('\t');
				case 'r' -> string.append('\r');
				case 'b' -> string.append('\b');
				case 'f' -> string.append('\f');
				case 'u' -> {
					string.append((char) Integer.parseInt(this.text, this.position, this.position + 4, 16));
					this.position += 4;
				}
				default -> string.append(escaped);
			}
		}
		return string.toString();
	}

	private Object literal() {
		int start = this.position;
		while (this.position < this.text.length() && ",]} \n\r\t".indexOf(this.text.charAt(this.position)) < 0) {
			this.position++;
		}
		String literal = this.text.substring(start, this.position);
		return switch (literal) {
			case "true" -> true;
			case "false" -> false;
			case "null" -> null;
			default -> literal.matches("-?\\d{1,18}") ? (Object) Long.valueOf(literal) : Double.valueOf(literal);
		};
	}

	private char next() {
		while (this.position < this.text.length() && Character.isWhitespace(this.text.charAt(this.position))) {
			this.position++;
		}
		return (this.position < this.text.length()) ? this.text.charAt(this.position) : 0;
	}

	private char take() {
		if (this.position == this.text.length()) {
			throw failure();
		}
		return this.text.charAt(this.position++);
	}

	private void expect(char expected) {
		if (next() != expected) {
			throw failure();
		}
		this.position++;
	}

	private IllegalArgumentException failure() {
		return new IllegalArgumentException("No JSON at " + this.position + ": " + this.text);
	}

}
