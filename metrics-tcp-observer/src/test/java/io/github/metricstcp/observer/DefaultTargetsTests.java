package io.github.metricstcp.observer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DefaultTargets}.
 */
class DefaultTargetsTests {

	private static final LocalStream SHOP = stream("shop", 5000, false);

	private static final LocalStream ORDERS = stream("orders", 41234, false);

	private static final LocalStream PAYMENTS = stream("pay\033[2Jments", 41235, true);

	private final List<String> questions = new ArrayList<>();

	private final List<String> messages = new ArrayList<>();

	@Test
	void withoutAStreamItIsTheDefaultAddress() {
		assertThat(choose(false, List.of())).containsExactly(TargetAddress.parse("127.0.0.1:5000"));
		assertThat(this.questions).isEmpty();
	}

	@Test
	void theOnlyStreamIsChosenWithoutAQuestion() {
		assertThat(choose(false, List.of(ORDERS))).containsExactly(ORDERS.address());
		assertThat(this.questions).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "'', 5000", "2, 41234", "' 2 ', 41234", "'2,1', 41234;5000", "2 1, 41234;5000" })
	void ofSeveralTheUserChooses(String answer, String ports) {
		assertThat(choose(false, List.of(SHOP, ORDERS, PAYMENTS), answer))
			.extracting((address) -> String.valueOf(address.port()))
			.containsExactly(ports.split(";", -1));
		assertThat(this.questions.get(0).lines()).containsExactly("   NAME          ADDRESS          PID  TLS",
				"1  shop          127.0.0.1:5000   17", "2  orders        127.0.0.1:41234  17",
				"3  pay\uFFFD[2Jments  127.0.0.1:41235  17   yes",
				"Which one? A number, or several; 1 if nothing is typed: ");
	}

	@Test
	void anAnswerThatIsNoneIsAskedForAgain() {
		assertThat(choose(false, List.of(SHOP, ORDERS), "3", "0", "1 x", "shop", "99999999999", "2"))
			.containsExactly(ORDERS.address());
		assertThat(this.questions).hasSize(6)
			.endsWith("There are the numbers 1 to 2. Which one? A number, or several; 1 if nothing is typed: ");
	}

	@Test
	void theEndOfTheInputIsNoChoice() {
		assertThatIllegalArgumentException().isThrownBy(() -> choose(false, List.of(SHOP, ORDERS)))
			.withMessage("No stream was chosen");
	}

	@Test
	void withoutATerminalItIsTheStreamOnTheDefaultPortOrAnError() {
		assertThat(decide(ORDERS, SHOP)).containsExactly(SHOP.address());
		LocalStream six = new LocalStream("six", 17, TargetAddress.parse("[::1]:5000"), false);
		assertThat(decide(ORDERS, six)).containsExactly(six.address());
		assertThat(this.messages).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> decide(ORDERS, stream("shop", 5001, false)))
			.withMessage("There are several streams on this machine. Name one: "
					+ "orders (127.0.0.1:41234), shop (127.0.0.1:5001)");
	}

	@Test
	void withoutATerminalAStreamOnAnotherPortIsNotTakenWithoutAWord() {
		assertThat(decide(SHOP)).containsExactly(SHOP.address());
		assertThat(this.messages).isEmpty();
		assertThat(decide(ORDERS)).containsExactly(ORDERS.address());
		assertThat(this.messages).containsExactly("Watching orders (127.0.0.1:41234), the only stream that was found "
				+ "on this machine. A script should name it.");
	}

	@Test
	void aStreamThatIsEncryptedNeedsTheOption() {
		assertThatIllegalArgumentException().isThrownBy(() -> choose(false, List.of(stream("shop", 5000, true))))
			.withMessage("shop (127.0.0.1:5000) is encrypted: use --tls, and --trust for its certificate");
		assertThat(choose(true, List.of(PAYMENTS))).containsExactly(PAYMENTS.address());
	}

	private List<TargetAddress> choose(boolean tls, List<LocalStream> found, String... answers) {
		Deque<String> typed = new ArrayDeque<>(Arrays.asList(answers));
		List<Target> chosen = new DefaultTargets(found, tls, this.messages::add).choose((text) -> {
			this.questions.add(text);
			return typed.poll();
		});
		assertThat(chosen).noneMatch(Target::isNamed);
		return chosen.stream().map(Target::address).toList();
	}

	private List<TargetAddress> decide(LocalStream... found) {
		return new DefaultTargets(List.of(found), false, this.messages::add).choose(null)
			.stream()
			.map(Target::address)
			.toList();
	}

	private static LocalStream stream(String name, int port, boolean tls) {
		return new LocalStream(name, 17, TargetAddress.parse("127.0.0.1:" + port), tls);
	}

}
