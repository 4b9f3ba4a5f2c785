.PHONY: build test format bench trace-env traces trace-test
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

# The Python environment that traces the training libraries: about 6 GB, because PyTorch's wheel brings CUDA along.
# `mvn clean` takes target/ away; keep it elsewhere with TUNEPLAN_TRACE_ENV.
TRACE_ENV := $(or $(TUNEPLAN_TRACE_ENV),target/trace-env)
trace-env: $(TRACE_ENV)/.made
$(TRACE_ENV)/.made: trace/requirements.txt
	python3 -m venv $(TRACE_ENV)
	$(TRACE_ENV)/bin/python -m pip install -q -r trace/requirements.txt
	touch $@
# The command trace with the real libraries: minutes. `make test` has the rest of its tests.
trace-test: trace-env
	TUNEPLAN_TRACE_ENV=$(abspath $(TRACE_ENV)) mvn -B -ntp verify -Dtest.groups=trace -Dtest.excluded=
# Adds what accuracy/traces.csv lacks: about an hour for all of it, on one core.
traces: trace-env
	OMP_NUM_THREADS=1 $(TRACE_ENV)/bin/python trace/grid.py
