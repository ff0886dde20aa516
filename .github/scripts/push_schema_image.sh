#!/usr/bin/env bash
# Builds the image of the schema task from COMMIT, tries it without a network, and pushes it to REPOSITORY once.
# Writes its digest, and what to do with it, into the summary of the run. DIGEST is the one that the settings have.
set -euo pipefail

: "${ENVIRONMENT:?}" "${REPOSITORY:?}" "${COMMIT:?}"
image="$REPOSITORY:$COMMIT"
errors="$RUNNER_TEMP/ecr-errors"

digest() {
  aws ecr batch-get-image --repository-name "${REPOSITORY#*/}" --image-ids "imageTag=$COMMIT" \
    --query 'images[0].imageId.imageDigest' --output text
}

if ! there=$(digest 2> "$errors"); then
  cat "$errors" >&2
  if grep -q RepositoryNotFoundException "$errors"; then
    echo "::notice::${REPOSITORY#*/} does not exist yet: apply $ENVIRONMENT, which makes it, and run this workflow again"
    exit 0
  fi
  exit 1
fi

if [ "$there" = None ]; then
  docker build --pull --platform linux/amd64 --file database_schema/Dockerfile --tag "$image" .
  try() { docker run --rm --read-only --network none "$image" "$@"; }
  try python -E -m database_schema.task --help > /dev/null
  try pg_dump --version
  aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY%%/*}"
  docker push "$image"
  there=$(digest)
fi

case "$there" in
  sha256:*) ;;
  *)
    echo "::error::${REPOSITORY#*/} has no image with the tag $COMMIT after the push"
    exit 1
    ;;
esac
echo "digest: $there"
{
  printf '### Image of the schema task of `%s`\n\n`%s@%s`\n\n' "$ENVIRONMENT" "$REPOSITORY" "$there"
  if [ "$there" = "${DIGEST:-}" ]; then
    printf 'The settings have this digest.\n'
  else
    printf 'Put the digest into `envs/%s.toml`, in a pull request; the commit is then promoted like any other:\n\n' "$ENVIRONMENT"
    printf '```toml\n[schema_task]\ndigest = "%s"\n```\n' "$there"
  fi
} >> "$GITHUB_STEP_SUMMARY"
