#!/usr/bin/env bash
# Makes docs/images/observer.svg: the sample is run and watched for five minutes in a terminal of tmux's, which is then drawn.
# Needs what builds the project, and tmux. Nothing else may listen on port 5000.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-300}
work=$(mktemp -d)
terminal() { tmux -u -S "$work/tmux" -f /dev/null "$@"; }
trap 'terminal kill-server 2> /dev/null || true; [[ -z ${sample:-} ]] || kill "$sample" 2> /dev/null || true; rm -rf "$work"' EXIT

mvn -B -ntp -q -pl sample-app,metrics-tcp-observer -am package -DskipTests
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
java -jar "sample-app/target/metrics-tcp-sample-app-$version.jar" --server.port=0 --metrics-tcp.page.enabled=false > "$work/sample.log" 2>&1 &
sample=$!

# By its address: without one, the observer asks which stream is meant if there are others on this machine
terminal new-session -d -x 120 -y 30 'env -u NO_COLOR java -jar metrics-tcp-observer/target/metrics-tcp-observer.jar 127.0.0.1:5000'
until terminal capture-pane -p | grep -q 'connected for'; do sleep 1; done
sleep "$seconds"
# The metrics that say most, one of them unfolded
terminal send-keys /
terminal send-keys -l '~^(http.server|jvm.(gc|memory|threads)|shop) !active !gc.m'
terminal send-keys Enter
terminal send-keys Home Right Down Down Down Down Down Down Down
sleep 2
terminal capture-pane -p -e > "$work/screen"
java metrics-tcp-observer/src/test/java/io/github/metricstcp/observer/internal/ui/TerminalPicture.java \
	'java -jar metrics-tcp-observer.jar' < "$work/screen" > "$work/observer.svg"
mkdir -p docs/images
mv "$work/observer.svg" docs/images/observer.svg
