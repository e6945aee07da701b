#!/usr/bin/env bash
# Builds and checks small applications with the modules of this work tree: see README.md.
#
#   compatibility/run.sh            all cases, and the table of RESULTS.md
#   compatibility/run.sh NAME...    these cases only, and their lines of the table
#   compatibility/run.sh --short    three cases, for every build; the table stays as it is
#   compatibility/run.sh --list     the names
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Of each line the oldest and the newest patch that can be had
lines=(3.5 4.0 4.1)
declare -A oldest=([3.5]=3.5.0 [4.0]=4.0.0 [4.1]=4.1.0)
declare -A newest=([3.5]=3.5.16 [4.0]=4.0.9 [4.1]=4.1.2)
# The line to come: skipped for as long as its artefacts are incomplete
next=4.2.0-M2
# Where a release of Spring Boot manages a Netty whose native transports cannot be had
declare -A netty=([4.0.9]=4.2.18.Final [4.1.2]=4.2.18.Final)
declare -A cloud=([3.5]=4.3.0 [4.0]=5.0.4 [4.1]=5.0.4)

short=(3.5.0-tomcat-page-jdk17 4.0.9-tomcat-registries 4.1.2-war)

# NAME BOOT JDK STACK EXTRA for each case. The JDK is 17 or newest, and only 17 is part of a name.
cases() {
	local line stack
	for line in "${lines[@]}"; do
		for stack in tomcat jetty webflux none war; do
			echo "${oldest[$line]}-$stack-jdk17 ${oldest[$line]} 17 $stack -"
			echo "${newest[$line]}-$stack ${newest[$line]} newest $stack -"
		done
		echo "${oldest[$line]}-tomcat-page-jdk17 ${oldest[$line]} 17 tomcat page"
		echo "${newest[$line]}-tomcat-jdk17 ${newest[$line]} 17 tomcat -"
		for extra in registries log4j2 cloud aot otel virtual page; do
			echo "${newest[$line]}-tomcat-$extra ${newest[$line]} newest tomcat $extra"
		done
		echo "${newest[$line]}-webflux-aot ${newest[$line]} newest webflux aot"
		echo "${newest[$line]}-webflux-page ${newest[$line]} newest webflux page"
		echo "${newest[$line]}-webflux-blockhound ${newest[$line]} newest webflux blockhound"
		echo "${newest[$line]}-webflux-blockhound-jdk17 ${newest[$line]} 17 webflux blockhound"
	done
	echo "${newest[4.1]}-tomcat-kotlin ${newest[4.1]} newest tomcat kotlin"
	echo "$next-tomcat $next newest tomcat -"
}

# Of the JDKs in JDKS (homes, with colons between them), or else JAVA_HOME, the one of the path and those beside
# these: the home of JDK $1, or of the newest
jdk() {
	local home version best=0 found=
	local -a homes=()
	if [[ -n ${JDKS:-} ]]; then
		IFS=: read -ra homes <<< "$JDKS"
	else
		for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")"; do
			[[ -z $home ]] || homes+=("$home" "$(dirname "$(readlink -f "$home")")"/*)
		done
	fi
	for home in "${homes[@]}"; do
		[[ -x $home/bin/javac && -f $home/release ]] || continue
		version=$(sed -nE 's/^JAVA_VERSION="([0-9]+).*/\1/p' "$home/release")
		if [[ $version == "$1" || ($1 == newest && $version -gt $best) ]]; then
			best=$version
			found=$home
		fi
	done
	[[ -n $found ]] && echo "$found"
}

# The modules go into a repository of their own, and so do the cases' dependencies: the user's is only read
modules() {
	echo "The modules of this work tree"
	rm -rf target/modules target/repository/io/github/metrics-tcp target/check
	mkdir -p target/check target/results
	(cd .. && mvn -B -ntp -q deploy -DskipTests -pl metrics-tcp-page-spring-boot-starter -am \
		-DaltDeploymentRepository="local::file://$here/target/modules")
	"$newest_jdk/bin/javac" --release 17 -d target/check check/*.java
}

build() {
	local boot=$1 stack=$2 extra=$3 profiles=$2 line=${1%.*}
	local -a options=("-Dspring-boot.version=$boot" "-Dspring-cloud.version=${cloud[$line]:-}")
	[[ -z ${netty[$boot]:-} ]] || options+=("-Dnetty.version=${netty[$boot]}")
	[[ $stack == war ]] || profiles+=,jar
	[[ $stack == none ]] || profiles+=,web
	[[ $extra == - ]] || profiles+=,$extra
	[[ $extra != registries || $boot == 3.* ]] || profiles+=,registries-4
	# A profile that the application does not need is only a warning of Maven's
	JAVA_HOME=$java_home MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m" mvn -B -ntp -f "$folder/pom.xml" package \
		-Dmaven.repo.local="$here/target/repository" -Dmodules.url="file://$here/target/modules" \
		"${options[@]}" -P"$profiles" > "$folder/build.log" 2>&1 || return 1
	if [[ $stack == war ]]; then
		"$java_home/bin/javac" -cp "$folder/target/container/*" -d "$folder/target/host" host/TomcatHost.java
	fi
}

# Builds and checks one case, and keeps its line of the table
run() {
	local name=$1 boot=$2 stack=$4 extra=$5 result failures version begin=$SECONDS
	local java_home folder=target/cases/$name
	if ! java_home=$(jdk "$3"); then
		echo "$name: skipped, no JDK $3 found: name its home in JDKS"
		skipped=$((skipped + 1))
		return
	fi
	version=$(sed -nE 's/^JAVA_VERSION="([^"]+)".*/\1/p' "$java_home/release")
	rm -rf "$folder"
	mkdir -p "$folder"
	cp -r app/. "$folder"
	if ! build "$boot" "$stack" "$extra"; then
		if [[ $boot == "$next" ]] && grep -q 'resolve' "$folder/build.log"; then
			result="skipped: does not resolve"
		else
			result="failed: does not build"
			grep -m3 ERROR "$folder/build.log" || true
		fi
	elif failures=$("$newest_jdk/bin/java" -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp target/check Check "$folder/target" "$java_home" \
		"$stack" "$extra" 2> "$folder/check.log"); then
		result=passed
		rm -rf "$folder/target/classes" "$folder"/target/*.jar "$folder/target/war" "$folder/target/container"
	else
		failures=${failures//$'\n'/; }
		result="failed: ${failures//$here\//}"
	fi
	[[ $result == failed* ]] && failed+=("$name")
	[[ $result == passed ]] && passed=$((passed + 1))
	[[ $result == skipped* ]] && skipped=$((skipped + 1))
	echo "$name: $result ($((SECONDS - begin)) s)"
	echo "| \`$name\` | $boot${netty[$boot]:+, Netty ${netty[$boot]}} | $version | $(stack_text "$stack") | $(extra_text "$extra") | ${result//|/\\|} | $(date -u +%F) |" \
		> "target/results/$name"
}

stack_text() {
	case $1 in
		tomcat) echo "WebMVC, Tomcat" ;;
		jetty) echo "WebMVC, Jetty" ;;
		webflux) echo "WebFlux" ;;
		none) echo "no web" ;;
		war) echo "WAR, twice in one Tomcat" ;;
	esac
}

extra_text() {
	case $1 in
		registries) echo "Prometheus, OTLP and StatsD beside" ;;
		log4j2) echo "Log4j 2" ;;
		cloud) echo "Spring Cloud: refresh, restart" ;;
		aot) echo "processed ahead of time" ;;
		otel) echo "OpenTelemetry agent" ;;
		virtual) echo "virtual threads" ;;
		page) echo "the live page" ;;
		blockhound) echo "BlockHound" ;;
		kotlin) echo "Kotlin" ;;
		-) ;;
	esac
}

# RESULTS.md, with the lines of cases that were not run now left as they are
table() {
	local name rest
	{
		sed '/^| `/,$d' RESULTS.md
		while read -r name rest; do
			if [[ -f target/results/$name ]]; then
				cat "target/results/$name"
			else
				grep -F "| \`$name\` |" RESULTS.md || true
			fi
		done < <(cases)
	} > target/RESULTS.md
	mv target/RESULTS.md RESULTS.md
}

here=$PWD
selection=()
case ${1:-} in
	--list)
		cases | cut -d ' ' -f 1
		exit
		;;
	--short) selection=("${short[@]}") ;;
	-*)
		sed -n '2,/^set/{/^#/p}' "${BASH_SOURCE[0]}"
		exit 2
		;;
	*) selection=("$@") ;;
esac
for name in "${selection[@]}"; do
	grep -q "^$name " <<< "$(cases)" || {
		echo "There is no case '$name'; --list names them." >&2
		exit 2
	}
done
newest_jdk=$(jdk newest) || {
	echo "No JDK found: name its home in JDKS." >&2
	exit 2
}
failed=()
passed=0
skipped=0
modules
rm -f target/results/*
while read -r name boot java stack extra <&3; do
	[[ ${#selection[@]} -eq 0 || " ${selection[*]} " == *" $name "* ]] || continue
	run "$name" "$boot" "$java" "$stack" "$extra"
done 3< <(cases)
[[ ${1:-} == --short ]] || table
echo "$passed passed, ${#failed[@]} failed, $skipped skipped"
((${#failed[@]} == 0))
