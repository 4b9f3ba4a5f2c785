.PHONY: build test
build:
	mvn -q -B -DskipTests package
# Everything that needs no cluster; installs nothing but what Maven fetches.
test:
	mvn -B -ntp verify
