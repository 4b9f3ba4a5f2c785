.PHONY: build test trace-env traces
build:
	mvn -q -B -DskipTests package
# Everything that needs no cluster; installs nothing but what Maven fetches.
test:
	mvn -B -ntp verify

# The Python environment that traces the training libraries: about 6 GB, because PyTorch's wheel brings CUDA along.
# `mvn clean` takes target/ away; keep it elsewhere with TUNEPLAN_TRACE_ENV.
TRACE_ENV := $(or $(TUNEPLAN_TRACE_ENV),target/trace-env)
trace-env: $(TRACE_ENV)/.made
$(TRACE_ENV)/.made: trace/requirements.txt
	python3 -m venv $(TRACE_ENV)
	$(TRACE_ENV)/bin/python -m pip install -q -r trace/requirements.txt
	touch $@
# Adds what accuracy/traces.csv lacks: about an hour for all of it, on one core.
traces: trace-env
	OMP_NUM_THREADS=1 $(TRACE_ENV)/bin/python trace/grid.py
