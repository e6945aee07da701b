#!/usr/bin/env bash
# Makes the observer as a program with a Java runtime of its own; the profile observer-image runs it.
#
#   build.sh JAR VERSION DIRECTORY
#
# JAVA_HOME is the JDK whose runtime goes into the image: with 25 or newer it has an AOT cache too. For Linux.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../../.." && pwd)
jar=$1 version=$2 directory=$3
name=metrics-tcp-observer
image=$directory/$name
recording=$repository/metrics-tcp-registry/src/test/resources/reference/reference-stream.bin

if [[ $(uname -s) != Linux ]]; then
	echo "The image is made on Linux only. Elsewhere: java -jar $jar" >&2
	exit 1
fi
rm -rf "$directory"
mkdir -p "$directory/input"
cp "$jar" "$directory/input/$name.jar"

# java.desktop is not among them: JLine needs it for pictures only, which nothing draws here
modules=java.base,java.logging,java.naming,jdk.jfr,jdk.net,jdk.unsupported
# Elliptic curves for TLS; since Java 22 they are in java.base
if "$JAVA_HOME/bin/java" --list-modules | grep -q '^jdk.crypto.ec@'; then
	modules+=,jdk.crypto.ec
fi
"$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
	--output "$directory/runtime"
# The JDK's own classes; a linked runtime comes without
"$directory/runtime/bin/java" -Xshare:dump > /dev/null
feature=$("$directory/runtime/bin/java" -XshowSettings:properties -version 2>&1 |
	sed -n 's/^ *java\.specification\.version = //p')

# The standard output is for what was asked for: a warning of the JVM goes to the standard error
options=(--java-options -Xlog:disable --java-options -Xlog:all=warning:stderr)
# Little memory rather than the last bit of throughput: by itself the collector begins with a part of the machine's memory, and
# lets most of a large heap fill up before it looks; and the second compiler takes tens of megabytes for a stream that the first
# one can follow
for option in -XX:+UseG1GC -Xms16m -XX:MaxNewSize=16m -XX:G1HeapRegionSize=1m -XX:TieredStopAtLevel=1; do
	options+=(--java-options "$option")
done
"$JAVA_HOME/bin/jpackage" --type app-image --name "$name" --app-version "${version%-SNAPSHOT}" \
	--input "$directory/input" --main-jar "$name.jar" --runtime-image "$directory/runtime" \
	"${options[@]}" --dest "$directory"
rm -r "$directory/input" "$directory/runtime"
app=$image/lib/app
cp "$repository/LICENSE" "$here/install.sh" "$image/"
mkdir -p "$image/share"
"$image/bin/$name" generate-completion > "$image/share/$name.bash"
if [[ -e $repository/docs/$name.1 ]]; then
	cp "$repository/docs/$name.1" "$image/share/"
fi

if ((feature >= 25)); then
	# What a user's run loads: a screen, where there is a program that lends a terminal, else a pipe
	export JAVA_TOOL_OPTIONS="-XX:AOTCacheOutput=$app/$name.aot"
	if command -v script > /dev/null; then
		# Until it ends: a key that is typed too early is lost
		(sleep 3; while printf q; do sleep 1; done) 2> /dev/null | TERM=xterm-256color timeout 60 script -qec \
			"stty rows 40 cols 160; '$image/bin/$name' --replay '$recording'" /dev/null > /dev/null || true
	else
		"$image/bin/$name" --json --replay "$recording,max" > /dev/null
	fi
	unset JAVA_TOOL_OPTIONS
	echo "java-options=-XX:AOTCache=\$APPDIR/$name.aot" >> "$app/$name.cfg"
fi
>&2 echo "The image starts without a Java and without a PATH:"
env -i "$image/bin/$name" --version >&2
if ((feature >= 25)); then
	# An error, and not only slow, where the JVM refuses the cache
	env -i JAVA_TOOL_OPTIONS=-XX:AOTMode=on "$image/bin/$name" --version > /dev/null
fi
tar -C "$directory" -czf "$directory/$name-$version-linux-$(uname -m).tar.gz" "$name"
