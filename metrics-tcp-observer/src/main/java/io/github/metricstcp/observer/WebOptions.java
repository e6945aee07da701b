package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.client.TlsSettings;
import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.page.LivePage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of the web page.
 */
final class WebOptions {

	/**
	 * The room for distributions of the past: those of an hour of a hundred busy
	 * histograms. In bytes.
	 */
	static final long HISTORY_BYTES = 64 << 20;

	private static final String WEB = "--web";

	private static final String TOKEN = "--web-token";

	private static final String NAME = "--web-name";

	@Option(names = WEB, arity = "0..1", preprocessor = AttachedAddress.class, paramLabel = "[HOST:]PORT",
			description = "show the metrics on a web page, beside the screen if there is one; at 127.0.0.1:5080 unless "
					+ "an address is given as =[HOST:]PORT")
	private @Nullable String web;

	@Option(names = TOKEN, paramLabel = "TOKEN",
			description = "with --web: a secret that the page asks for, of 16 letters, digits, - and _ or more; needed "
					+ "at any address that is not of this machine alone, unless there is --web-trust")
	private @Nullable String token;

	@Option(names = NAME, paramLabel = "NAME",
			description = "with --web: another host name that the page is opened by, such as that of a proxy; may be "
					+ "given several times")
	private List<String> names = new ArrayList<>();

	@Mixin
	private WebTlsOptions tlsOptions = new WebTlsOptions();

	private @Nullable TlsSettings tls;

	/**
	 * Checks what the options mean beside each other and the form of the output.
	 * @param format the form of the output
	 * @param served whether a replay is served to clients
	 * @throws IllegalArgumentException if they exclude each other, with a sentence that
	 * says why
	 */
	void check(Format format, boolean served) {
		ObserverOptions.require(this.web != null || this.token == null, TOKEN + " goes with " + WEB);
		ObserverOptions.require(this.web != null || this.names.isEmpty(), NAME + " goes with " + WEB);
		this.tlsOptions.check(this.web != null);
		if (this.web == null) {
			return;
		}
		ObserverOptions.require(!served, "--web and --serve exclude each other");
		ObserverOptions.require(format == Format.SCREEN || format == Format.WEB,
				"--web excludes --once, --json, --summary, --mcp and --record -");
		ObserverOptions.require(this.token == null || LivePage.isToken(this.token),
				TOKEN + " has at least 16 letters, digits, - and _, and nothing else");
		InetSocketAddress address = ListenAddress.parse(WEB, this.web);
		ObserverOptions.require(!address.isUnresolved(),
				WEB + ": there is no address of the name " + address.getHostString());
		boolean safe = address.getAddress().isLoopbackAddress() || this.token != null
				|| this.tlsOptions.asksForCertificates();
		ObserverOptions.require(safe,
				"--web at %s could be read by all who can reach this machine: give a secret as --web-token, or certificates to ask for as --web-cert and --web-trust"
					.formatted(address.getHostString()));
	}

	boolean isWeb() {
		return this.web != null;
	}

	/**
	 * Reads the files of the page's certificates, and asks for their password if it is
	 * not given.
	 * @param streams where the password comes from
	 * @throws IllegalArgumentException if a file cannot be used, with a sentence that
	 * says which and why
	 */
	void readCertificates(ProcessStreams streams) throws IOException {
		this.tls = this.tlsOptions.settings(streams);
	}

	/**
	 * Returns the page, which is not served yet.
	 * @param model what it shows
	 * @param baseline the recording that it is compared with, {@code null} for none
	 * @return the page, {@code null} if there is none
	 */
	@Nullable LivePage page(ObserverModel model, @Nullable Baseline baseline) {
		if (this.web == null) {
			return null;
		}
		InetSocketAddress address = ListenAddress.parse(WEB, this.web);
		LivePage.Builder page = LivePage.builder(model)
			.baseline(baseline)
			.address(address.getAddress())
			.port(address.getPort())
			.token(this.token)
			.tls(this.tls);
		this.names.forEach(page::name);
		return page.build();
	}

	/**
	 * An address that is attached to its option. The argument that follows is a target.
	 */
	static final class AttachedAddress extends OptionalValue {

		AttachedAddress() {
			super(String.valueOf(LivePage.DEFAULT_PORT));
		}

		@Override
		boolean isValue(String argument) {
			return false;
		}

	}

}
