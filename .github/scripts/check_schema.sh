#!/usr/bin/env bash
# Compares the live schema of ENVIRONMENT with its migrations, and adds the result to the report BODY.
# Writes `code` to GITHUB_OUTPUT: 0 the same or no schema task is on, 1 broken, 2 it differs, 3 refused.
set -euo pipefail

: "${ENVIRONMENT:?}" "${BODY:?}"
log="$RUNNER_TEMP/schema-$ENVIRONMENT.log"

code=0
counterpromo schema check "$ENVIRONMENT" --if-on > "$log" 2>&1 || code=$?
cat "$log"
echo "code=$code" >> "$GITHUB_OUTPUT"
{
  printf '\n### Schema of the database of `%s`\n\n~~~~text\n' "$ENVIRONMENT"
  cat "$log"
  printf '~~~~\n'
} >> "$BODY"
