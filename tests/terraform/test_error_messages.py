"""Errors as terraform 1.11 wrote them, and the line and cure that the command prints for each."""

import json

import pytest

from terraform.diagnostics.error_messages import errors_of, explain, shorten

HELD = """Error acquiring the state lock
Error message: operation error DynamoDB: PutItem, https response error StatusCode: 400, RequestID: HFvsU9IxBiDhbeC, \
ConditionalCheckFailedException: The conditional request failed
Lock Info:
  ID:        93ed2b41-5b7c-4a1b-aaaa-111111111111
  Path:      bucket/dev/terraform.tfstate
  Operation: OperationTypePlan
  Who:       me@host
  Version:   1.11.4
  Created:   2026-11-23 05:42:15 +0000 UTC
  Info:

Terraform acquires a state lock to protect the state from being written"""


@pytest.mark.parametrize(
    ("error", "what", "cure"),
    [
        (HELD, "locked: Plan by me@host since 2026-11-23 05:42:15 +0000 UTC", "counterpromo unlock dev"),
        (
            'error loading state: S3 bucket "states" does not exist.\n\nThe referenced',
            "states",
            "counterpromo bootstrap",
        ),
        (
            'Error acquiring the state lock\nUnable to retrieve item from DynamoDB table "locks": operation error '
            "DynamoDB: GetItem, ResourceNotFoundException: Requested resource not found",
            "locks",
            "counterpromo bootstrap",
        ),
        (
            "Failed to query available provider packages\ncould not connect to registry.terraform.io: failed to request"
            ' discovery document: Get "https://registry.terraform.io/.well-known/terraform.json": no such host',
            "registry.terraform.io",
            "COUNTERPROMO_PROVIDER_MIRROR",
        ),
        (
            "the local package for registry.terraform.io/hashicorp/aws 5.100.0 doesn't match any of the checksums "
            "previously recorded in the dependency lock file",
            "checksum",
            "doctor",
        ),
        ("No valid credential sources found\nPlease see", "no AWS credentials", "AWS_PROFILE"),
        (
            'validating provider credentials: request send failed, Post "http://127.0.0.1:9/": dial tcp 127.0.0.1:9: '
            "connect: connection refused",
            "http://127.0.0.1:9/: connection refused",
            "AWS_ENDPOINT_URL",
        ),
        (
            "aws_s3_bucket.buckets_media: Instance cannot be destroyed\nResource aws_s3_bucket.buckets_media has "
            "lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed. To avoid this error "
            "and continue with the plan, either disable lifecycle.prevent_destroy or reduce the scope of the plan "
            "using the -target option.",
            "delete or replace aws_s3_bucket.buckets_media, which holds data or an identity",
            "git diff envs/dev.toml",
        ),
        ("Saved plan is stale\nThe given plan file", "changed after this plan", "plan again"),
    ],
)
def test_known_error_has_one_line_and_a_cure(error: str, what: str, cure: str) -> None:
    explained = explain((error,), stack="dev")
    assert explained is not None
    assert what in explained.what
    assert cure in explained.cure
    assert "\n" not in explained.what + explained.cure
    assert explained.rest == ()


def test_unknown_error_is_not_explained() -> None:
    assert explain(("Unsupported argument\nAn argument named x is not expected here.",)) is None


def test_further_errors_are_listed_after_the_known_one() -> None:
    explained = explain(("No valid credential sources found", "Something else"))
    assert explained is not None
    assert explained.rest == ("Something else",)


def test_errors_are_read_from_json_without_warnings() -> None:
    events = [
        {"@level": "warn", "diagnostic": {"severity": "warning", "summary": "Deprecated Parameter"}},
        {"@level": "error", "diagnostic": {"severity": "error", "summary": "Bad", "detail": "Worse", "address": "a.b"}},
    ]
    assert errors_of(stdout="\n".join(map(json.dumps, events)), stderr="noise") == ("a.b: Bad\nWorse",)


def test_errors_are_read_from_boxed_text() -> None:
    text = "\x1b[31m╷\n│ Error: Bad\n│ \n│ Worse\n╵\n\x1b[0m"
    assert errors_of(stdout="", stderr=text) == ("Bad\n\nWorse",)


def test_shortened_error_is_one_line() -> None:
    assert shorten("a\n\n  b" + "c" * 400, length=10) == "a bcccccc…"
