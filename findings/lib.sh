# What the scripts share: a temporary folder, class paths, a verdict. Sourced, not run.

set -euo pipefail

work=$(mktemp -d)
children=()
leave() {
  local child
  for child in "${children[@]}"; do
    kill -9 "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap leave EXIT
trap 'exit 1' INT TERM
cd "$work"

# Prints the class path of the artifacts named, with all that they need: class_path GROUP:ARTIFACT:VERSION ...
# An argument "bom=GROUP:ARTIFACT:VERSION" manages versions; an artifact it manages is named without one.
class_path() {
  local folder coordinate group artifact version managed="" wanted="" element
  folder=$(mktemp -d "$work/pom.XXXX")
  for coordinate in "$@"; do
    IFS=: read -r group artifact version <<<"${coordinate#bom=}"
    element="<groupId>$group</groupId><artifactId>$artifact</artifactId>"
    [ -z "$version" ] || element+="<version>$version</version>"
    if [[ $coordinate == bom=* ]]; then
      managed+="<dependency>$element<type>pom</type><scope>import</scope></dependency>"
    else
      wanted+="<dependency>$element</dependency>"
    fi
  done
  cat >"$folder/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencyManagement><dependencies>$managed</dependencies></dependencyManagement>
  <dependencies>$wanted</dependencies>
</project>
POM
  mvn -B -ntp -q -f "$folder/pom.xml" dependency:build-classpath -Dmdep.outputFile="$folder/class-path" >&2
  cat "$folder/class-path"
}

# Prints the home of a JDK of at least the version named: JAVA_HOME, the one on the path, or one that is installed beside
# them. Nothing when there is none.
jdk() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")" /usr/lib/jvm/*; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$("$candidate/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
    if [ "${version%%.*}" -ge "$1" ]; then
      echo "$candidate"
      return
    fi
  done
}

# Ends the script with 1 unless the file holds each of the lines: expect FILE LINE ...
expect() {
  local file=$1 line
  shift
  for line in "$@"; do
    if ! grep -qxF -- "$line" "$file"; then
      echo "CHANGED: no longer seen: $line"
      exit 1
    fi
  done
  echo "as found"
}
