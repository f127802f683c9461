# `make help` lists what there is to do. Everything sets itself up.
PYTHON ?= python3
PORT ?= 8000
export PYTHON
# Where this is set, every program and every test would be compiled anew each time it starts: minutes of `make test`.
export PYTHONDONTWRITEBYTECODE =

PY = .venv/bin/python
PYTEST = $(PY) -m pytest -q
CORES = -n 2 --dist loadfile
# Every test but those in a browser, those that break things and those on Spark; and the inner loop's share of them.
QUICK = -m "not journey and not fault and not interop"
INNER = -m "not journey and not fault and not interop and not long"
# What touches the database, for the run on PostgreSQL.
STORED = -m "database and not journey and not fault"
# What no counted branch needs to be walked: to trace it as well would take minutes.
PLAIN = $(wildcard tests/config/ tests/contracts/ tests/desk/ tests/interop/ tests/journey/ tests/ui/ \
	tests/proof/pages/ tests/proof/verifier/ tests/verification/linking/)
STAGES = $(filter-out tests/pure/ tests/interop/ tests/contracts/ tests/journeys/ tests/data/ tests/factories/,$(wildcard tests/*/))

.PHONY: help setup setup-run packages demo run test test-interop check lint coverage postgresql faults journeys fix lock messages bench bench-power verifier witness seal
.NOTPARALLEL:

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

demo: setup-run ## A site to look around in, with sample data: PORT=8000, the office on the next port
	@$(PY) -m undersigned.config.cli demo --port $(PORT)

test: setup packages lint coverage postgresql faults journeys ## Every check and test there is

test-interop: ## Linkage on Spark, in an environment of its own; where there is no Java it says so
	@if java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'; then \
		tools/setup interop && .venv-interop/bin/python -m pytest -q -m interop tests/interop/test_spark.py; \
	else echo "There is no Java 17 or later here, so linkage on Spark was not tested."; fi

check: setup lint ## The quick ones, for the inner loop
	$(PYTEST) $(CORES) --no-migrations $(INNER) tests

fix: setup ## Let the tools put right what they can
	.venv/bin/ruff check --fix-only --quiet src tests
	.venv/bin/ruff format src tests
	@find src -path '*/templates/*' -name '*.html' | xargs -r .venv/bin/djade --target-version 5.2 || true

lint: ## Style, types, layers, templates, spelling, migrations
	.venv/bin/ruff check src tests
	.venv/bin/ruff format --check src tests
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	@find src -path '*/templates/*' -name '*.html' | xargs -r .venv/bin/djade --target-version 5.2 --check
	.venv/bin/codespell src tests docs tools examples Makefile *.md
	UNDERSIGNED_DATABASE_URL=sqlite:///:memory: $(PY) manage.py makemigrations --check --dry-run

coverage: ## The quick tests on SQLite; every branch of arithmetic and actions is walked
	$(PYTEST) $(CORES) $(QUICK) $(PLAIN)
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest -q $(CORES) --no-migrations $(QUICK) tests $(PLAIN:%=--ignore=%)
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report --skip-covered --show-missing --fail-under=100

postgresql: ## The stages' tests on PostgreSQL
	tools/with-postgres $(PYTEST) $(CORES) $(STORED) $(STAGES)

faults: ## Kills, slow clients, lost power
	$(PYTEST) $(CORES) -m fault tests
	tools/with-postgres $(PYTEST) $(CORES) -m fault tests/config/backups tests/config/test_fsck.py tests/config/test_upgrade.py

journeys: ## Whole stories in a real browser: the ten main ones on PostgreSQL, all on SQLite
	tools/with-postgres $(PYTEST) $(CORES) -m main tests/journeys
	$(PYTEST) $(CORES) tests/journeys
	$(PYTEST) $(CORES) -m journey tests/proof/browser

setup:
	@tools/setup dev

setup-run:
	@tools/setup run

packages:
	@tools/debian-packages

run: setup-run ## The three processes of this installation (settings from the environment)
	$(PY) -m undersigned.config.cli run

COMPILE = UV_PYTHON_DOWNLOADS=never .venv/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

lock: setup ## Choose the newest allowed packages again
	$(COMPILE) --upgrade --group setup -o requirements/uv.txt
	$(COMPILE) --upgrade pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) --upgrade pyproject.toml -c requirements/dev.txt -o requirements/run.txt
	$(COMPILE) --upgrade pyproject.toml --group interop -c requirements/dev.txt -o requirements/interop.txt

messages: setup packages ## Collect the words to translate
	$(PY) manage.py makemessages --all --ignore .venv --ignore tests --no-obsolete --add-location file
	$(PY) -m undersigned.ui.messages

bench: setup packages ## Measure against others and against the machine's limit (benchmarks/RESULTS.md)
	$(PY) benchmarks/run.py

bench-power: setup packages ## 200 power cuts in a rush of signers, on each database (half an hour)
	POWER_CUTS=200 $(PYTEST) -m fault tests/faults/test_power_cut.py

verifier: ## The verifiers, each one file, var/undersigned-verify.pyz and var/verify.html: the same bytes on every machine
	@PYTHONPATH=src $(PYTHON) -m undersigned.proof.verifier.archive var/undersigned-verify.pyz
	@$(PY) -m undersigned.proof.browser var/verify.html
	@sha256sum var/undersigned-verify.pyz var/verify.html

witness: setup-run ## The witness in one file, var/undersigned-witness.pyz, for whoever vouches for somebody's log
	@$(PY) -m undersigned.proof.witness.archive var/undersigned-witness.pyz
	@sha256sum var/undersigned-witness.pyz

seal: ## The clerk's tool in one file, var/undersigned-seal.pyz: makes a key, seals certificates, opens lists that were handed over
	@PYTHONPATH=src $(PYTHON) -m undersigned.verification.seal.archive var/undersigned-seal.pyz
	@sha256sum var/undersigned-seal.pyz
