#!/usr/bin/env bash
# Shows the pending migrations of ENVIRONMENT, with their lint, in the summary of the run.
# Writes `code` to GITHUB_OUTPUT: 0 nothing is pending or no schema task is on, 1 broken, 2 pending, 3 refused.
set -euo pipefail

: "${ENVIRONMENT:?}"
log="$RUNNER_TEMP/schema-$ENVIRONMENT.log"

code=0
counterpromo schema plan "$ENVIRONMENT" --if-on > "$log" 2>&1 || code=$?
cat "$log"
echo "code=$code" >> "$GITHUB_OUTPUT"
{
  printf '\n### Schema of the database of `%s`\n\n~~~~text\n' "$ENVIRONMENT"
  cat "$log"
  printf '~~~~\n'
} >> "$GITHUB_STEP_SUMMARY"
