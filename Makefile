.PHONY: build test format bench
build:
	mvn -q -B -DskipTests package
# Everything that needs no cluster; installs nothing but what Maven fetches.
test:
	mvn -B -ntp verify
# Formats every Java source in place.
format:
	mvn -q -B -ntp validate -Pformat
# Microbenchmarks (JMH), then start-up beside a hello-world JVM. Writes nothing into the tree.
bench:
	mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
	. ./dev/jdk.sh && "$$(jdk25)/bin/java" -cp "target/test-classes:target/classes:$$(cat target/bench.classpath)" org.openjdk.jmh.Main -foe true
	dev/bench/startup.sh
