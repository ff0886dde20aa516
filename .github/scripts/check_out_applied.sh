#!/usr/bin/env bash
# Checks out the commit that ENVIRONMENT is as, by the tag applied/ENVIRONMENT; stays where it is if there is none yet.
set -euo pipefail

: "${ENVIRONMENT:?}"
if git rev-parse --quiet --verify "refs/tags/applied/$ENVIRONMENT" > /dev/null; then
  git checkout --quiet --detach "refs/tags/applied/$ENVIRONMENT"
else
  echo "::notice::no workflow has applied $ENVIRONMENT yet: it is compared with the head of this branch"
fi
