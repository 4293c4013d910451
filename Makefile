# `make demo` shows it working in a real browser; `make test` is everything that CI checks.
# Both need Python, Node and make, and install what else they need.

PYTHON ?= python3
BIN    := .venv/bin
RUN    := PYTHONPATH=tests:packaging $(BIN)/python
# So many processes run tests, each whole files of them; 0 runs all in one, as a debugger needs.
WORKERS ?= 2
# Browsers and windows are tried one at a time: on two cores two at once are slower than people are.
SCREENS ?= 0

.PHONY: always help demo pictures test lint unit packages installers deploy e2e bench bench-peers bench-index bench-documents eval evidence limited tagger relevance telling extension practice locks clean

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: build/extension.built build/practice.built ## The warning at work, in a real browser with a throw-away profile
	@$(RUN) -m practice.demo $(DEMO)

pictures: build/extension.built build/practice.built build/screen.made ## The README's pictures, made anew by the demo
	@$(RUN) -m practice.demo --auto
	cp build/demo/2-report-comment.png docs/pictures/warn.png
	cp build/demo/3-row-with-a-upn.png docs/pictures/hold.png
	cp build/demo/6-report-comment-replaced.png docs/pictures/replaced.png
	cp build/demo/8-gemini-dark.png docs/pictures/dark.png
	cp build/demo/9-answer-copied.png docs/pictures/copied.png
	@$(RUN) -m practice.windows
	cp build/windows/declaration-light.png docs/pictures/declaration.png
	cp build/windows/concern-sent-dark.png docs/pictures/concern.png
	@$(RUN) -m practice.gate
	cp build/gate/chatgpt-light.png docs/pictures/gate.png
	cp build/gate/popup-light.png docs/pictures/popup.png
	@$(RUN) -m practice.report
	cp build/report.png docs/pictures/report.png

test: lint unit e2e installers ## Everything that CI checks

lint: build/venv.made ## Style, types, rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/safe-to-paste rules
	$(BIN)/safe-to-paste policy lint default

unit: build/venv.made build/extension.built ## Tests without a browser: rules, agent, extension, packaging
	cd extension && npm run --silent check && npm run --silent test
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile -m "not e2e and not packages"

packages: build/packages.built ## Everything this machine can build for IT, in dist/

installers: build/packages.built build/practice.built ## Tests of what was built: installed, upgraded and removed where nothing is left behind
	$(BIN)/python -m pytest -q -m packages tests/packaging

e2e: build/extension.built build/practice.built build/screen.made ## Tests in a real Chromium and with real windows, on a screen of their own
	$(BIN)/python -m pytest -q -n $(SCREENS) --dist loadfile -m e2e tests/e2e tests/dialogs

bench: build/extension.built build/practice.built ## Figures: CPU per paste, host start, key press to verdict, a trust's report
	@$(RUN) -m bench

bench-peers: build/venv.made build/peers.made ## The same pastes through other detectors, in an environment of their own
	@$(RUN) -m bench.peers $(DATA)

bench-index: build/venv.made ## An index of 100,000 documents of pupils' work: time to build, room, look-up; DATA=DIR for real writing
	@$(RUN) -m bench.bench_index $(DATA)

bench-documents: build/venv.made build/readers.made ## Reading documents: time, memory and words kept, beside other libraries (needs LibreOffice)
	@$(RUN) -m bench.bench_documents

eval: build/venv.made ## Recall and false alarms on labelled pastes: DATA=DIR, or tests/corpus; EVAL="--held" and more
	@$(RUN) -m eval $(DATA) $(EVAL)

limited: build/extension.built ## What the extension sees without the agent, as on a Chromebook: LIMITED=DIR, or tests/corpus
	@cd extension && node limited.mjs $(LIMITED)

evidence: build/extension.built ## What is generated in docs/evidence.md; EVIDENCE=--figures measures, too
	@$(RUN) -m eval.evidence $(EVIDENCE)

tagger: build/venv.made ## Learn the name tables and weights anew: make tagger DATA=DIR
	PYTHONPATH=agent $(BIN)/python packaging/fit/tagger.py $(DATA)

relevance: build/venv.made ## Fit the weights of relevance anew, with DATA=DIR where there is one
	PYTHONPATH=agent $(BIN)/python packaging/fit/relevance.py $(DATA)

telling: build/venv.made ## Fit the weights of what is told about somebody anew, with DATA=DIR where there is one
	PYTHONPATH=agent $(BIN)/python packaging/fit/telling.py $(DATA)

extension: build/extension.built ## build/extension/chromium, to load unpacked
practice: build/practice.built ## The practice pages, with the real editors

locks: build/venv.made ## Resolve the lock files anew (needs uv on the path)
	uv pip compile pyproject.toml --group dev --extra trust --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -q -o packaging/locks/dev.txt
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -q -o packaging/locks/runtime.txt
	uv pip compile pyproject.toml --extra trust --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -q -o packaging/locks/trust.txt
	printf 'presidio-analyzer\ndatafog\nscrubadub\n' | uv pip compile - --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -q -o packaging/locks/peers.txt
	printf 'odfpy\nopenpyxl\npypdf\npython-docx\npython-pptx\nstriprtf\n' | uv pip compile - --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -q -o packaging/locks/readers.txt

deploy: build/venv.made ## The deployment pack, packaging/deploy; DEPLOY="--updates URL --xpi URL --into DIR" for a server of your own
	PYTHONPATH=packaging $(BIN)/python -m packages.deploy $(DEPLOY)

# A bundle holds the agent, its rules and the window's parts; packages are made of it and of the extension.
build/packages.built: build/extension.built build/installers.made $(shell find agent/safe_to_paste rules packaging -type f ! -name '*.pyc' ! -path 'packaging/fit/*')
	PYTHONPATH=packaging $(BIN)/python -m packages
	@touch $@

clean: ## Remove what was built and installed here
	rm -rf build dist .venv extension/node_modules tests/practice/pages/node_modules

# Each stamp is younger than what it was made from, so a second run needs no network.
build/venv.made: packaging/locks/dev.txt packaging/prepare.sh pyproject.toml
	@sh packaging/prepare.sh $(PYTHON)
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --require-hashes -r packaging/locks/dev.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@mkdir -p build && touch $@

# What shows windows is asked for only where windows are tested.
build/screen.made: packaging/prepare.sh build/venv.made
	@sh packaging/prepare.sh $(PYTHON) screen
	@touch $@

# What builds and checks packages is asked for only where packages are built.
build/installers.made: packaging/prepare.sh build/venv.made
	@sh packaging/prepare.sh $(PYTHON) installers
	@touch $@

build/peers.made: packaging/locks/peers.txt
	$(PYTHON) -m venv build/peers
	build/peers/bin/pip install -q --require-hashes -r $<
	@touch $@

build/readers.made: packaging/locks/readers.txt
	$(PYTHON) -m venv build/readers
	build/readers/bin/pip install -q --require-hashes -r $<
	@touch $@

extension/node_modules/.package-lock.json: extension/package-lock.json
	cd extension && npm ci --ignore-scripts --silent

tests/practice/pages/node_modules/.package-lock.json: tests/practice/pages/package-lock.json
	cd tests/practice/pages && npm ci --ignore-scripts --silent

# The extension carries the core rules, so it is built again when a rule or what writes them out changes.
CORE_SOURCES := $(wildcard rules/*/*.toml agent/safe_to_paste/*.py) agent/safe_to_paste/tokens.css
# SITES="https://…" adds further sites to what is built; another list builds anew.
SITES ?=
build/sites: always
	@mkdir -p build && printf '%s\n' "$(SITES)" | cmp -s - $@ || printf '%s\n' "$(SITES)" > $@

EXTENSION_SOURCES := $(shell find extension -path extension/node_modules -prune -o -type f ! -name '*.generated.json' -print)

build/extension.built: build/sites build/venv.made extension/node_modules/.package-lock.json $(CORE_SOURCES) $(EXTENSION_SOURCES)
	cd extension && npm run --silent build
	@touch $@

build/practice.built: build/venv.made tests/practice/pages/node_modules/.package-lock.json $(shell find tests/practice/pages -path '*/node_modules' -prune -o -type f -print)
	cd tests/practice/pages && npm run --silent build
	@touch $@
