.PHONY: build test format
build:
	mvn -q -B -DskipTests package
# Everything that needs no cluster; installs nothing but what Maven fetches.
test:
	mvn -B -ntp verify
# Formats every Java source in place.
format:
	mvn -q -B -ntp validate -Pformat
