#!/usr/bin/env bash
# Builds the last commit twice, from two clones in different directories, and compares what a release would have:
# jars, POMs, bills of materials. The rights of files are part of a jar: builds with another umask than 022 differ.
# Left out is the sample's executable jar, which is not released: Spring's proxies, generated ahead of time, have their
# methods in the order in which that JVM's reflection lists them, and the jar's times depend on the time zone.
#
#   release/reproducible.sh
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
umask 022
version=$(sed -n 's:^\t<version>\(.*\)</version>:\1:p' "$repository/pom.xml")

# A directory, a time zone and a language of its own
build() {
	git clone -q "$repository" "$1"
	(cd "$1" && mvn -B -ntp -q -Prelease -Dgpg.skip -DskipTests package >&2)
	(cd "$1" && find . -path '*/target/*' \( -name '*.jar' -o -name 'flattened-pom.xml' -o -name '*.cdx.json' \) \
		! -path "./sample-app/target/metrics-tcp-sample-app-$version.jar" -exec sha256sum {} + | sort -k 2)
}
TZ=UTC LC_ALL=C build "$work/one" > "$work/one.sums"
TZ=Pacific/Auckland LC_ALL=C.UTF-8 build "$work/another/directory" > "$work/two.sums"
if ! diff "$work/one.sums" "$work/two.sums"; then
	echo "The builds differ; they are in $work" >&2
	exit 1
fi
echo "$(wc -l < "$work/one.sums") files, the same bytes in both builds"
rm -rf "$work"
