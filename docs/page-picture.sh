#!/usr/bin/env bash
# Makes docs/images/page.png: the sample is run and watched for five minutes by the observer's page, which a browser then shows.
# Needs what builds the project, chromium, chromedriver, curl and jq.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-300}
work=$(mktemp -d)
started=()
trap 'for each in "${started[@]}"; do kill "$each" 2> /dev/null || true; done; wait; rm -rf "$work"' EXIT

mvn -B -ntp -q -pl sample-app,metrics-tcp-observer -am package -DskipTests
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
# The part of a program's log that says where it listens, once it does
where() { until grep -oPm 1 "$2" "$work/$1.log"; do kill -0 "${started[-1]}" || return; sleep 1; done; }

java -jar "sample-app/target/metrics-tcp-sample-app-$version.jar" --server.port=0 --metrics-tcp.server.port=0 \
	> "$work/sample.log" 2>&1 &
started+=($!)
stream=$(where sample 'streamed on port \K\d+')
java -jar metrics-tcp-observer/target/metrics-tcp-observer.jar --web=0 "coffee-shop=127.0.0.1:$stream" > "$work/observer.log" 2>&1 &
started+=($!)
page=$(where observer 'Live metrics: \K\S+')
sleep "$seconds"

chromedriver --port=0 > "$work/driver.log" 2>&1 &
started+=($!)
port=$(where driver 'started successfully on port \K\d+')
# One request of the WebDriver protocol, to the session once there is one
session=
ask() { curl -fsS "http://127.0.0.1:$port/session$session$1" ${2:+-d "$2"} | jq -r "${3:-.value}"; }
session=/$(ask '' '{"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": ["--headless", "--no-sandbox",
	"--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
	"--no-first-run", "--hide-scrollbars"]}}}}' .value.sessionId)
ask /goog/cdp/execute '{"cmd": "Emulation.setDeviceMetricsOverride",
	"params": {"width": 1280, "height": 860, "deviceScaleFactor": 1, "mobile": false}}' > "$work/answer"
ask /goog/cdp/execute '{"cmd": "Emulation.setEmulatedMedia",
	"params": {"features": [{"name": "prefers-color-scheme", "value": "light"}]}}' > "$work/answer"
ask /url "{\"url\": \"$page#filter=!active\"}" > "$work/answer"
until [[ $(ask /execute/sync '{"script": "return document.querySelectorAll(\".card path.outline\").length", "args": []}') -gt 8 ]]; do
	sleep 1
done
ask /screenshot | base64 -d > "$work/page.png"
curl -fsS -X DELETE "http://127.0.0.1:$port/session$session" > "$work/answer"
size=$(wc -c < "$work/page.png")
if ((size >= 200000)); then
	echo "The picture has $size bytes, which are too many for a README" >&2
	exit 1
fi
mkdir -p docs/images
mv "$work/page.png" docs/images/page.png
