package io.github.metricstcp.kafka.testing;

import java.util.Map;
import java.util.TreeMap;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker and its controller, in this process. The arguments are the directory of its
 * data, its port, that of its controller, and further properties as {@code NAME=VALUE}.
 */
public final class KafkaBrokerMain {

	private KafkaBrokerMain() {
	}

	/**
	 * Runs the broker until the process is ended.
	 */
	public static void main(String[] args) throws Exception {
		String directory = args[0];
		Map<String, String> properties = new TreeMap<>(Map.of("process.roles", "broker,controller", "node.id", "1",
				"controller.quorum.voters", "1@127.0.0.1:" + args[2], "controller.listener.names", "CONTROLLER",
				"listeners", "PLAINTEXT://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s".formatted(args[1], args[2]),
				"listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT", "log.dirs", directory,
				"log.cleaner.dedupe.buffer.size", "2097152", "auto.create.topics.enable", "false",
				"offsets.topic.replication.factor", "1"));
		properties.put("transaction.state.log.replication.factor", "1");
		properties.put("transaction.state.log.min.isr", "1");
		for (int i = 3; i < args.length; i++) {
			int equals = args[i].indexOf('=');
			properties.put(args[i].substring(0, equals), args[i].substring(equals + 1));
		}
		if (!properties.get("process.roles").contains("controller")) {
			properties.put("listeners", "PLAINTEXT://127.0.0.1:" + args[1]);
		}
		// Again after a restart, which finds the directory formatted
		Formatter formatter = new Formatter().setClusterId("AAAAAAAAAAAAAAAAAAAAAA")
			.setNodeId(Integer.parseInt(properties.get("node.id")))
			.setControllerListenerName("CONTROLLER")
			.setMetadataLogDirectory(directory)
			.setIgnoreFormatted(true)
			.setReleaseVersion(MetadataVersion.LATEST_PRODUCTION);
		formatter.addDirectory(directory);
		formatter.run();
		KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
		server.startup();
		System.out.println("started");
		server.awaitShutdown();
	}

}
