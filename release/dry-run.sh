#!/usr/bin/env bash
# A release without one: builds the last commit as a release, signed with a key that is thrown away, stages it and
# checks what was staged. Nothing is uploaded, and nothing outside of a temporary directory is written.
#
#   release/dry-run.sh [VERSION [DIRECTORY]]
#
# VERSION is that of the POMs without -SNAPSHOT unless given. DIRECTORY is where the staged files are copied to.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
export GNUPGHOME=$work/gnupg
trap 'gpgconf --kill gpg-agent; rm -rf "$work"' EXIT

git clone -q "$repository" "$work/clone"
cd "$work/clone"
snapshot=$(sed -n 's:^\t<version>\(.*\)</version>:\1:p' pom.xml)
version=${1:-${snapshot%-SNAPSHOT}}
release/set-version.sh "$version"

mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key 'Dry run <dry-run@example.invalid>' ed25519 sign 0
# What is published: each module but those that say otherwise, which are not built here
mapfile -t published < <(sed -n 's:.*<module>\(.*\)</module>.*:\1:p' pom.xml | while read -r module; do
	grep -q '<maven.deploy.skip>true' "$module/pom.xml" || echo "$module"
done)
mapfile -t modules < <(for module in "${published[@]}"; do
	sed -n '/<\/parent>/,$ s:^\t<artifactId>\(.*\)</artifactId>:\1:p' "$module/pom.xml"
done)
mvn -B -ntp -q -T 2 -Prelease -DskipTests -pl ".,$(IFS=,; echo "${published[*]}")" -am clean deploy
staging=$work/clone/target/staging
java release/CheckStaging.java "$staging" "$version" "${modules[@]}"
find "$staging" -name '*.asc' | while read -r signature; do
	gpg --batch --quiet --verify "$signature" "${signature%.asc}" 2> "$work/verify" || { cat "$work/verify" >&2; exit 1; }
done
echo "Signatures are good"
(cd "$staging" && find . -type f ! -name '*.md5' ! -name '*.sha1' ! -name '*.asc' ! -name 'maven-metadata*' | sort)
if [[ -n ${2:-} ]]; then
	mkdir -p "$2"
	cp -R "$staging/." "$2/"
fi
