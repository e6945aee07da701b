package io.github.metricstcp.compatibility

import io.micrometer.core.instrument.MeterRegistry
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.bind.annotation.RestController

@SpringBootApplication(proxyBeanMethods = false)
class Sample

@RestController
class Orders(private val registry: MeterRegistry) {

	@PostMapping("/orders")
	fun place() = registry.counter("orders.placed", "channel", "app").increment()

}

fun main(args: Array<String>) {
	runApplication<Sample>(*args)
}
