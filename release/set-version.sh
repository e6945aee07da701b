#!/usr/bin/env bash
# Writes a version into every POM of the build.
#
#   release/set-version.sh VERSION
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
current=$(sed -n 's:^\t<version>\(.*\)</version>:\1:p' pom.xml)
sed -i "s:<version>$current</version>:<version>$1</version>:" pom.xml \
	$(sed -n 's:.*<module>\(.*\)</module>.*:\1/pom.xml:p' pom.xml)
