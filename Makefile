# What a developer runs; .ci/run does the same on a fresh machine.
MVN ?= mvn
.DEFAULT_GOAL := help
.PHONY: help build check it long faults demo format reproducible

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r t d; do printf '  %-14s%s\n' "$$t" "$$d"; done

build: ## build target/cupertino-nvr.jar, without tests
	$(MVN) -B -q -DskipTests package

check: ## check the format, then run the unit tests: no broker, no camera, no Docker
	@$(MVN) -B -q spotless:check || { echo "make format mends the format" >&2; exit 1; }
	$(MVN) -B test

it: ## run all tests but the long ones, as CI does; CONTRIBUTING.md says what they need
	$(MVN) -B verify

long: ## run the tests of many minutes: thousands of reconnects and changes
	$(MVN) -B verify -Plong

faults: ## inject all faults, then soak for twelve minutes; prints the table of docs/reliability.md
	$(MVN) -B verify -Pfaults

demo: ## show the program at work, with its own broker and cameras
	./cupertino-nvr demo

format: ## format Java, YAML and Markdown
	$(MVN) -B -q spotless:apply

reproducible: ## build the last commit twice and compare the jars byte by byte
	@d=$$(mktemp -d) && trap 'rm -rf "$$d"' EXIT && git archive -o "$$d/source.tar" HEAD && for c in a other/b; do \
	  mkdir -p "$$d/$$c" && tar -x -f "$$d/source.tar" -C "$$d/$$c" \
	  && (cd "$$d/$$c" && $(MVN) -B -q -DskipTests package) || exit 1; done \
	&& for f in cupertino-nvr.jar cupertino-nvr-sbom.json; do \
	  cmp "$$d/a/target/$$f" "$$d/other/b/target/$$f" || exit 1; (cd "$$d/a/target" && sha256sum "$$f"); done
