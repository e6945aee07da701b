package io.github.metricstcp.internal.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.testing.RunningExporter;
import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import org.awaitility.Awaitility;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A JVM with BlockHound, in which an exporter goes through its life: clients come and go,
 * recording pauses until the event loop sleeps and begins again, the exporter is stopped
 * and started.
 */
final class BlockHoundProgram {

	/**
	 * Longer than the event loop looks for events by itself.
	 */
	private static final Duration SILENCE = Duration.ofMillis(500);

	private BlockHoundProgram() {
	}

	public static void main(String[] args) {
		List<String> violations = new CopyOnWriteArrayList<>();
		BlockHound.builder().loadIntegrations().blockingMethodCallback((method) -> {
			violations.add(Thread.currentThread().getName() + ": " + method);
			throw new BlockingOperationError(method);
		}).install();
		assertThatBlockingIsNoticed(violations);
		try (RunningExporter running = RunningExporter.start()) {
			Counter counter = running.registry().counter("orders");
			Gauge.builder("stock", () -> 7).register(running.registry());
			live(running, counter);
			running.exporter().stop();
			running.exporter().start();
			live(running, counter);
		}
		endWhileAThreadIsHeldUp();
		System.out.println("violations " + violations);
		System.exit(0);
	}

	private static void assertThatBlockingIsNoticed(List<String> violations) {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> Mono.fromRunnable(() -> LockSupport.parkNanos(1))
				.subscribeOn(Schedulers.parallel())
				.toFuture()
				.get())
			.withCauseInstanceOf(BlockingOperationError.class);
		violations.clear();
	}

	/**
	 * Ends a stream whose ingress has a slot that a thread has claimed and not filled.
	 */
	private static void endWhileAThreadIsHeldUp() {
		IngressSignal signal = new IngressSignal(new EventQueue<>(1));
		TurnSchedulerTests.CountedTurn turn = new TurnSchedulerTests.CountedTurn();
		turn.work = 1;
		turn.hidden = 3;
		TurnScheduler scheduler = new TurnScheduler(signal, turn, new Linger(Duration.ofMillis(1), 1));
		Mono.fromRunnable(scheduler::finish).subscribeOn(Schedulers.parallel()).block();
		assertThat(turn.work).isZero();
	}

	private static void live(RunningExporter running, Counter counter) {
		try (StreamClient client = running.connect()) {
			for (int i = 0; i < 3; i++) {
				counter.increment();
				double recorded = counter.count();
				RunningExporter.await()
					.untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo((long) recorded));
				Awaitility.await().pollDelay(SILENCE).until(() -> true);
			}
			RunningExporter.await().untilAsserted(() -> assertThat(client.gauge("stock")).isEqualTo(7));
		}
		RunningExporter.await().until(() -> running.exporter().clientCount() == 0);
	}

}
