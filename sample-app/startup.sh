#!/usr/bin/env bash
# What a start of the sample costs, as it is and prepared: processed ahead of time by Spring, with an AOT cache of the
# JDK's. Prints the processor time until the shop is open, in seconds. For Linux and JDK 25 or newer.
#
#   mvn -B -ntp -q -pl sample-app -am package -DskipTests
#   sample-app/startup.sh [STARTS]
#
# STARTS is how often each is started, in turns: 5 unless given.
set -euo pipefail
starts=${1:-5}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
sample=$(cd "$(dirname "${BASH_SOURCE[0]}")/target" && pwd)
work=$(mktemp -d)
pid=
trap '[[ -z $pid ]] || kill "$pid" 2> /dev/null || true; rm -rf "$work"' EXIT
mkfifo "$work/log"
ticks=$(getconf CLK_TCK)

jar=$(find "$sample" -maxdepth 1 -name 'metrics-tcp-sample-app-*.jar' ! -name '*-sources.jar')
"$java" -Djarmode=tools -jar "$jar" extract --destination "$work/shop" > /dev/null
extracted=$(find "$work/shop" -maxdepth 1 -name '*.jar')

# Starts the shop with the options given, waits until it is open and prints what that took; then stops it after a while
start() {
	local seconds=$1 line
	shift
	"$java" "$@" --server.port=0 --metrics-tcp.server.port=0 --metrics-tcp.page.enabled=false > "$work/log" 2>&1 &
	pid=$!
	exec 3< "$work/log"
	while read -r line <&3 && [[ $line != *"The shop is open"* ]]; do :; done
	awk -v ticks="$ticks" '{ sub(/.*\) /, ""); printf "%.2f\n", ($12 + $13) / ticks }' "/proc/$pid/stat"
	sleep "$seconds"
	kill "$pid"
	cat <&3 > /dev/null
	exec 3<&-
	wait "$pid" || true
	pid=
}

median() {
	sort -n | sed -n "$(((starts + 1) / 2))p"
}

prepared=(-XX:AOTCache="$work/shop.aot" -Dspring.aot.enabled=true -jar "$extracted")
# The training: the cache is written when the application ends, of what it loaded until then
start 5 -XX:AOTCacheOutput="$work/shop.aot" -Dspring.aot.enabled=true -jar "$extracted" > /dev/null
for ((i = 0; i < starts; i++)); do
	start 0 -jar "$jar" >> "$work/plain"
	start 0 "${prepared[@]}" >> "$work/prepared"
done
printf 'as it is: %s (%s)\n' "$(median < "$work/plain")" "$(paste -sd ' ' "$work/plain")"
printf 'prepared: %s (%s)\n' "$(median < "$work/prepared")" "$(paste -sd ' ' "$work/prepared")"
printf 'cache:    %s MB\n' "$(($(stat -c %s "$work/shop.aot") / 1000000))"
