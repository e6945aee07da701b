#!/usr/bin/env bash
# A plugin whose goal is declared to need the network is left out of an offline build (mvn -o), although everything that it needs is
# in the local repository: with CycloneDX the jar is built, the build succeeds, and the jar has no bill of materials. One warning
# says that the goal was skipped. Called by its name, the same goal is an error.
. "$(dirname "$0")/lib.sh"

cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <properties><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
  <build><plugins><plugin>
    <groupId>org.cyclonedx</groupId><artifactId>cyclonedx-maven-plugin</artifactId><version>2.9.1</version>
    <configuration>
      <outputDirectory>${project.build.outputDirectory}/META-INF/sbom</outputDirectory>
      <outputName>finding.cdx</outputName><outputFormat>json</outputFormat><skipNotDeployed>false</skipNotDeployed>
    </configuration>
    <executions><execution><phase>prepare-package</phase><goals><goal>makeBom</goal></goals></execution></executions>
  </plugin></plugins></build>
</project>
POM
mkdir -p src/main/resources
echo "a resource" >src/main/resources/resource.txt

build() {
  local name=$1 end=0
  shift
  rm -rf target
  mvn -B -ntp "$@" >log 2>&1 || end=$?
  local has=no
  if jar tf target/finding-1.jar 2>/dev/null | grep -q sbom/finding.cdx.json; then has=a; fi
  echo "$name: exit code $end, $has bill of materials in the jar"
  grep -o "Goal .* requires online mode.*" log | head -1 || true
}
mvn --version | head -1
{
  build "online" package
  build "offline" -o package
  build "offline, the goal by its name" -o org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom
} | tee seen
expect seen "online: exit code 0, a bill of materials in the jar" "offline: exit code 0, no bill of materials in the jar" \
  "offline, the goal by its name: exit code 1, no bill of materials in the jar"
