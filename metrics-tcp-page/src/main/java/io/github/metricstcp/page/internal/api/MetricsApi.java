package io.github.metricstcp.page.internal.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import org.jspecify.annotations.Nullable;

/**
 * The answers to all requests, whichever way they come. Thread-safe; one thread makes the
 * answers.
 */
public final class MetricsApi implements AutoCloseable {

	private final Map<String, Route> routes = new LinkedHashMap<>();

	private final ScheduledExecutorService executor;

	private final WaitQuery waits;

	private final byte[] description;

	/**
	 * Creates the answers of a model.
	 * @param model the model, which should have a history
	 * @param baseline the recording that it is compared with, {@code null} for none
	 */
	public MetricsApi(ObserverModel model, @Nullable Baseline baseline) {
		this.waits = new WaitQuery(model);
		add(MetricsQuery.OPERATION, new MetricsQuery(model)::answer);
		add(SnapshotQuery.OPERATION, new SnapshotQuery(model)::answer);
		add(RangeQuery.OPERATION, new RangeQuery(model)::answer);
		add(WaitQuery.OPERATION, this.waits::answer);
		add(ComparisonQuery.OPERATION, new ComparisonQuery(model, baseline)::answer);
		add(MarksQuery.OPERATION, new MarksQuery(model)::answer);
		add(TargetsQuery.OPERATION, new TargetsQuery(model)::answer);
		this.description = OpenApi.document(operations()).bytes();
		this.executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "metrics-tcp-api");
			thread.setDaemon(true);
			return thread;
		});
		var unused = this.executor.scheduleWithFixedDelay(this.waits::tick, 1, 1, TimeUnit.SECONDS);
	}

	private void add(Operation operation, Function<Arguments, Document> query) {
		add(operation, (arguments, answer) -> answer.complete(query.apply(arguments).bytes()));
	}

	private void add(Operation operation, Query query) {
		this.routes.put(operation.path(), new Route(operation, query));
	}

	/**
	 * Returns the requests that can be asked.
	 * @return the requests, the one to begin with first
	 */
	public List<Operation> operations() {
		return this.routes.values().stream().map(Route::operation).toList();
	}

	/**
	 * Returns the OpenAPI document of all requests.
	 * @return its bytes, in UTF-8
	 */
	public byte[] description() {
		return this.description.clone();
	}

	/**
	 * Answers a request.
	 * @param path the {@link Operation#path() path} of one of the requests
	 * @param parameters its parameters, a list of values for each
	 * @return the answer, a JSON object in UTF-8, which fails with an
	 * {@link ApiException} if the request cannot be answered. If it is cancelled, the
	 * request waits no longer
	 */
	public CompletableFuture<byte[]> answer(String path, Map<String, List<String>> parameters) {
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		try {
			this.executor.execute(() -> answer(path, parameters, answer));
		}
		catch (RejectedExecutionException ex) {
			answer.completeExceptionally(ApiException.closed());
		}
		return answer;
	}

	private void answer(String path, Map<String, List<String>> parameters, CompletableFuture<byte[]> answer) {
		if (answer.isDone()) {
			return;
		}
		try {
			Route route = this.routes.get(path);
			if (route == null) {
				throw ApiException.notFound(null, "There is no request \"%s\". There are %s".formatted(path,
						String.join(", ", this.routes.keySet())));
			}
			route.query().answer(Arguments.of(route.operation().parameters(), parameters), answer);
		}
		catch (RuntimeException ex) {
			answer.completeExceptionally(ex);
		}
	}

	/**
	 * Ends all requests that wait, and answers no more.
	 */
	@Override
	public void close() {
		try {
			this.executor.execute(this.waits::close);
		}
		catch (RejectedExecutionException ex) {
			return;
		}
		this.executor.shutdown();
	}

	/**
	 * A request, and what answers it.
	 */
	private record Route(Operation operation, Query query) {

	}

	/**
	 * Answers a request, now or later.
	 */
	@FunctionalInterface
	private interface Query {

		void answer(Arguments arguments, CompletableFuture<byte[]> answer);

	}

}
