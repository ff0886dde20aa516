"""Terraform's own errors about this machine, by the real terraform: one cause, one cure, no drawn box."""

from shutil import which

import pytest

from errors import CounterPromoError
from terraform.diagnostics.error_messages import explain
from terraform.executable import terraform_version


def test_broken_reattach_providers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_REATTACH_PROVIDERS", "{not json")
    with pytest.raises(CounterPromoError) as error:
        terraform_version(which("terraform") or "terraform")
    assert error.value.message == "TF_REATTACH_PROVIDERS={not json: is not JSON, and terraform stops at it"
    assert error.value.cure.endswith("unset TF_REATTACH_PROVIDERS")


@pytest.mark.parametrize(
    ("said", "what", "cure"),
    [
        (
            "Failed to read plan from plan file\nplan file was created by Terraform 1.12.0, but this is 1.11.4; plan "
            "files cannot be transferred between different Terraform versions",
            "the saved plan was made by terraform 1.12.0, and this is terraform 1.11.4",
            "install terraform 1.12.0, or plan again",
        ),
        (
            "state snapshot was created by Terraform v1.15.5, which is newer than current v1.11.4; upgrade",
            "the state was last written by terraform 1.15.5, and this is the older terraform 1.11.4",
            "install terraform 1.15.5 or later",
        ),
        (
            "failed to read dependency lock file: Invalid character: This character is not used within the language.",
            "terraform cannot read the lock file .terraform.lock.hcl: Invalid character",
            "git checkout -- .terraform.lock.hcl",
        ),
        (
            "Provider dependency changes detected Changes to the required provider dependencies were detected, but the "
            "lock file is read-only.",
            "the lock file .terraform.lock.hcl does not list the AWS provider",
            "git checkout -- .terraform.lock.hcl",
        ),
        (
            'requested bucket from "eu-west-2", actual location "us-east-1"',
            "the state bucket is in another region, us-east-1",
            "correct state.bucket and aws.region",
        ),
        (
            "operation error S3: ListObjectsV2, https response error StatusCode: 301, api error PermanentRedirect: The",
            "the bucket of s3:ListBucket is in another region",
            "correct state.bucket and aws.region",
        ),
        (
            "operation error S3: GetObject, https response error StatusCode: 403, api error AccessDenied: User: me "
            "is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-2:1:key/9 because no "
            "identity-based policy allows the kms:Decrypt action",
            "not allowed to call kms:Decrypt on arn:aws:kms:eu-west-2:1:key/9 (AccessDenied): no identity-based policy",
            "grant kms:Decrypt on arn:aws:kms:eu-west-2:1:key/9 to these credentials",
        ),
    ],
)
def test_a_known_text_has_its_cause_and_cure(said: str, what: str, cure: str) -> None:
    explained = explain((said,))
    assert explained is not None
    assert explained.what.startswith(what)
    assert explained.cure.startswith(cure)
