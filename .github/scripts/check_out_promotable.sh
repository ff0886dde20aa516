#!/usr/bin/env bash
# Checks out COMMIT if it may be promoted: a whole commit id, on main, and in DEV already (the tag applied/dev).
# In: COMMIT, in a clone with main's whole history and the tags. Ends with 3 and the reason where it may not.
set -euo pipefail

refuse() {
  echo "::error::$1"
  exit 3
}

[[ "$COMMIT" =~ ^[0-9a-f]{40}$ ]] || refuse "'$COMMIT' is not a full commit id: give all 40 digits (git rev-parse HEAD)"
git cat-file -e "$COMMIT^{commit}" 2> /dev/null || refuse "$COMMIT is not a commit of this repository's main"
git merge-base --is-ancestor "$COMMIT" origin/main || refuse "$COMMIT is not on main: merge it first"
git rev-parse --quiet --verify refs/tags/applied/dev > /dev/null || refuse "nothing was deployed to DEV yet"
git merge-base --is-ancestor "$COMMIT" refs/tags/applied/dev || refuse "$COMMIT is not in DEV yet: see the workflow deploy dev"
git checkout --quiet --detach "$COMMIT"
