#!/usr/bin/env bash
# Plans once more, and applies the saved plan HASH only if the new one would change exactly the same (FINGERPRINT).
# In: ENVIRONMENT, HASH, FINGERPRINT, perhaps FIRST_BUILD. Ends as counterpromo does: 0 applied, 1 broken, 3 refused.
set -euo pipefail

: "${ENVIRONMENT:?}" "${HASH:?}" "${FINGERPRINT:?}"
now="$RUNNER_TEMP/now-$ENVIRONMENT.json"

code=0
counterpromo plan "$ENVIRONMENT" --no-lock --json "$now" || code=$?
case "$code" in 0 | 2) ;; *) exit "$code" ;; esac

options=(--expect "$FINGERPRINT")
if [ "${FIRST_BUILD:-false}" = true ]; then options+=(--first-build); fi
counterpromo pipeline fingerprint "$now" "${options[@]}"
counterpromo apply "$ENVIRONMENT" --reviewed "$HASH" --yes
