# Two commands on a fresh machine: `make demo` runs the main job, `make test` passes the tests.
# Both install what they need, from the lock files, into .venv and node_modules.
# A pipeline that only plans and applies needs `make install-runtime`: no sandbox, no linters, no Node packages.

PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
unexport UV_PYTHON
export CHECKPOINT_DISABLE := 1
# What is imported once is compiled once: the commands under test are processes of their own.
unexport PYTHONDONTWRITEBYTECODE
# Modules of another folder, another standard library, and options under which tests check nothing.
unexport PYTHONPATH PYTHONHOME PYTHONOPTIMIZE PYTHONWARNINGS PYTHONSAFEPATH

# uv and npm stop where they cannot write their caches (a container with another user, a cache that root owns); then the
# caches are in the checkout.
UNUSABLE_CACHES := $(shell for each in "$${XDG_CACHE_HOME:-$$HOME/.cache}" "$$HOME/.npm"; do \
	while [ ! -e "$$each" ] && [ -n "$$each" ]; do each=$${each%/*}; done; \
	[ -n "$$HOME" ] && [ -d "$$each" ] && [ -w "$$each" ] || echo no; done)
ifneq ($(UNUSABLE_CACHES),)
export UV_CACHE_DIR ?= .cache/uv
export npm_config_cache ?= .cache/npm
export PIP_NO_CACHE_DIR ?= 1
endif

.PHONY: demo test test-synth soak audit mutants audit-packages sbom install install-runtime docs lint sandbox benchmark provider-lock clean

demo: install
	$(BIN)/counterpromo demo

test: install lint
	$(BIN)/pytest -n 2 --dist loadscope --no-loadscope-reorder

# The tests of the synthesized stacks. `make CDK=cdktn test-synth` runs them on CDK Terrain, the fork of CDKTF, which has
# an environment of its own: docs/decisions/cdktf.md.
CDK ?= cdktf
PYTHON_OF_cdktf := .venv
PYTHON_OF_cdktn := cdk-terrain/.venv

test-synth: install $(if $(filter cdktn,$(CDK)),cdk-terrain/.venv/.installed)
	COUNTERPROMO_CDK=$(CDK) $(PYTHON_OF_$(CDK))/bin/python -m pytest tests/synth

cdk-terrain/.venv/.installed: cdk-terrain/uv.lock cdk-terrain/pyproject.toml .venv/.runtime
	$(BIN)/uv sync --frozen --quiet --project cdk-terrain
	@touch $@

# SEEDS: environments of different shapes that are imported, each some 40 seconds.
SEEDS ?= 20

soak: install cdk-terrain/.venv/.installed .venv/.newest-terraform .checkov/.installed
	COUNTERPROMO_SOAK=1 COUNTERPROMO_SEEDS=$(SEEDS) $(BIN)/pytest -n 2 --dist loadscope --no-loadscope-reorder -m soak \
		--durations=20

.venv/.newest-terraform: .venv/.installed
	$(BIN)/uv sync --frozen --inexact --quiet --only-group newest-terraform
	@touch $@

# What tests of the guard would not notice; some half an hour on two cores.
mutants: install
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut export-cicd-stats
	@$(BIN)/python -c 'import json; got = json.load(open("mutants/mutmut-cicd-stats.json")); \
		print("%.1f%% of %d mutants were noticed" % (100 * got["killed"] / got["total"], got["total"]))'

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Compares the audit with checkov on the plans of DEV and PROD. checkov has an environment of its own.
audit: install .checkov/.installed
	COUNTERPROMO_SOAK=1 $(BIN)/pytest -q -rP tests/safety/test_checkov.py

.checkov/.installed: .ci/checkov.txt
	test -x .checkov/bin/python || $(PYTHON) -m venv .checkov
	UV_PROJECT_ENVIRONMENT= $(BIN)/uv pip install --quiet --python .checkov/bin/python --require-hashes -r .ci/checkov.txt
	@touch $@

sandbox: install
	$(BIN)/python -m sandbox

benchmark: install
	$(BIN)/python benchmarks/synth.py
	$(BIN)/python benchmarks/discover.py
	$(BIN)/python benchmarks/plan.py
	$(BIN)/python benchmarks/import.py
	$(BIN)/python benchmarks/schema.py

# Writes the generated pages of docs/ and the JSON Schemas of envs/; a test fails while they differ from the code.
docs: install
	$(BIN)/python -m docs.generate
	$(BIN)/python -m docs.generate.pictures

# An environment whose Python is gone, or that was made in another folder (a moved or copied checkout), is made anew:
# its commands would not run. The stamp .venv/.runtime holds the folder.
IN_PLACE := { [ ! -s .venv/.runtime ] || [ "$$(cat .venv/.runtime)" = "$$(pwd -P)" ]; } && $(BIN)/python -I -c ""
$(shell [ ! -d .venv ] || { $(IN_PLACE); } 2>/dev/null || \
	{ echo ".venv does not work in this folder, and is made anew" >&2; rm -rf .venv; })

# Python reads the file that names the checkout in the encoding of the locale, and does not start where it cannot: a
# relative path is ASCII in every folder. uv shares the file with its cache, so it is replaced.
RELATIVE := for file in .venv/lib/python3*/site-packages/_counterpromo_infrastructure.pth; do \
	rm -f "$$file" && echo ../../../.. > "$$file"; done

install: .venv/.installed node_modules/.installed

install-runtime: .venv/.runtime

.venv/.installed: .venv/.runtime
	$(BIN)/uv sync --frozen --inexact --quiet --extra sandbox
	@$(RELATIVE)
	@touch $@

.venv/.runtime: uv.lock pyproject.toml $(wildcard cli/counterpromo.sh)
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ printf '%s\n' "error: Python 3.11 to 3.13 is needed, and $(PYTHON) is $$($(PYTHON) --version 2>&1)" \
		"try: make PYTHON=python3.13 $(MAKECMDGOALS)" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv sync --frozen --inexact --quiet --no-dev
	@$(RELATIVE)
	@pwd -P > $@

node_modules/.installed: package-lock.json
	@command -v npm >/dev/null || { echo "error: npm is not on the PATH; install Node 22"; exit 1; }
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# Known weaknesses of the locked packages (OSV), and the registry's signatures of the Node packages. Needs the internet.
audit-packages: install
	$(BIN)/uv audit --frozen
	npm audit signatures

# Writes the lock file of another version of the AWS provider, which settings name as `[provider] version`.
# make provider-lock VERSION=6.0.0; MIRROR=folder takes the provider from a mirror instead of the registry.
PLATFORMS ?= linux_amd64 linux_arm64 darwin_arm64 windows_amd64

provider-lock:
	@test -n "$(VERSION)" || { echo "name the version: make provider-lock VERSION=6.0.0"; exit 2; }
	@rm -rf .cache/provider-lock && mkdir -p .cache/provider-lock locks
	@echo '{"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "$(VERSION)"}}}}' \
		> .cache/provider-lock/main.tf.json
	cd .cache/provider-lock && terraform providers lock \
		$(if $(MIRROR),-fs-mirror="$(abspath $(MIRROR))") $(addprefix -platform=,$(PLATFORMS))
	@cp .cache/provider-lock/.terraform.lock.hcl locks/aws-$(VERSION).lock.hcl
	@echo "written: locks/aws-$(VERSION).lock.hcl"

# The parts list of the locked packages, in CycloneDX: dist/python.cdx.json and dist/node.cdx.json.
sbom: install
	@mkdir -p dist
	$(BIN)/uv export --quiet --frozen --all-groups --all-extras --format cyclonedx1.5 --output-file dist/python.cdx.json >/dev/null
	npm sbom --sbom-format cyclonedx --package-lock-only > dist/node.cdx.json
	@echo "written: dist/python.cdx.json dist/node.cdx.json"

clean:
	rm -rf cdktf.out mutants .cache .venv .checkov cdk-terrain/.venv node_modules
