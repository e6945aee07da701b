/**
 * The way of an event from its meter to every client, on two kinds of thread:
 *
 * <pre>
 * application threads                | the event loop: one thread for all of this
 * CounterSeries.increment            |
 *  -&gt; no client is connected:        |  TurnScheduler -&gt; StreamTurn.work: polls the ingress,
 *     add to `unstreamed`, return    |  at most 512 events or 56 KiB a block
 *  -&gt; Ingress.offer -------------------&gt; -&gt; BlockEncoder: add it to PublishedState, encode it once
 *     taken: add to `streamed`       |   -&gt; FanOut.flush: the block, for each client: ClientStream
 *     full: add to `unstreamed`,     |      it keeps up: the block, as it is
 *           raise the flag           |      else: its events, one by one, into a buffer that drops the oldest
 *                                    |    -&gt; ChunkSubscriber -&gt; Chunk -&gt; the connection: one write in flight
 * </pre>
 * <ol>
 * <li>A <b>meter</b> hands what is recorded to its
 * {@link io.github.metricstcp.internal.stream.Series series}, which encodes name and
 * labels once, when the meter is registered. An event is 32 bytes: series, value,
 * time.</li>
 * <li>{@link io.github.metricstcp.internal.stream.Ingress} is a bounded
 * {@code Sinks.many()}: unsafe and unicast over a multi-producer queue,
 * {@link io.github.metricstcp.internal.stream.EventQueue}. It first asks whether there is
 * room: under a flood most events find none, and must cost neither clock nor garbage. The
 * sink's subscriber asks for ASYNC fusion, so that emitting offers to the queue and then
 * signals; {@link io.github.metricstcp.internal.stream.IngressSignal the signal} wakes
 * the event loop if it sleeps. While it does not, events go to that queue without the
 * signal, and wake it from lingering only if half of the room is taken.</li>
 * <li>{@link io.github.metricstcp.internal.stream.TurnScheduler} decides when the event
 * loop takes its next turn, by the rule of the
 * {@link io.github.metricstcp.internal.stream.Linger}, and when it sleeps;
 * {@link io.github.metricstcp.internal.stream.StreamTurn} is one turn's work: it polls
 * the queue itself, with a budget, applies what
 * {@link io.github.metricstcp.internal.stream.SeriesLifecycle} has to register and remove
 * at its position, and reads the unstreamed adders of counters.</li>
 * <li>{@link io.github.metricstcp.internal.stream.BlockEncoder} adds each event to
 * {@link io.github.metricstcp.internal.stream.PublishedState} and encodes it into the one
 * {@link io.github.metricstcp.internal.stream.Block}, as a copy of the series' last frame
 * ({@link io.github.metricstcp.internal.stream.FrameTemplate}) with another time and
 * value.</li>
 * <li>{@link io.github.metricstcp.internal.stream.FanOut} hands the block to all clients,
 * through a {@code directBestEffort} sink. Each is a
 * {@link io.github.metricstcp.internal.stream.ClientStream}, which decides what its
 * client gets. Its operators are
 * {@code blocks.concatMapIterable(admit).onBackpressureBuffer(limit, onDropped, DROP_OLDEST)},
 * then a {@link io.github.metricstcp.internal.stream.ChunkSubscriber} that pulls only
 * when no write is in flight. Metadata and values that the client must still be sent are
 * not in that buffer but in its
 * {@link io.github.metricstcp.internal.stream.SnapshotBacklog}.</li>
 * <li>The connection copies a {@link io.github.metricstcp.internal.stream.Chunk} and
 * writes it. While it does, what comes gathers by itself. When a chunk has been made, the
 * fan-out lets go of the removed series whose last value no client needs any more.</li>
 * </ol>
 * A class knows those below it alone: {@code ArchitectureTests}.
 */
@NullMarked
package io.github.metricstcp.internal.stream;

import org.jspecify.annotations.NullMarked;
