"""Roles of the model, with the documents of inline, attached and AWS-managed policies."""

from __future__ import annotations

import json
from collections.abc import Iterator

from modules.environment_facts.things import Thing, Things, texts
from reach.model.services import Role
from terraform.plan.values import blocks

# Version 1 of the policies of AWS that an execution role usually has; a live account is asked for its own.
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSTaskExecutionRolePolicy.html
_MANAGED_BY_AWS = {
    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy": json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": [
                        "ecr:GetAuthorizationToken",
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:GetDownloadUrlForLayer",
                        "ecr:BatchGetImage",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents",
                    ],
                    "Resource": "*",
                }
            ],
        }
    )
}


def roles(things: Things) -> Iterator[Role]:
    """Yields every role with its documents. The document of a policy that is not among the resources is None."""
    managed = {things.text(one, "arn"): _text(things, one, "policy") for one in things.of("aws_iam_policy")}
    documents = _MANAGED_BY_AWS | managed
    for role in things.of("aws_iam_role"):
        name, boundary = things.text(role, "name"), things.get(role, "permissions_boundary", "")
        yield Role(
            arn=things.text(role, "arn"),
            name=name,
            trust=_text(things, role, "assume_role_policy"),
            documents=(
                *(_text(things, one, "policy") for one in _of(things, "aws_iam_role_policy", name)),
                *(block.get("policy") for block in blocks(things.get(role, "inline_policy", []))),
                *(documents.get(arn) for arn in _attached(things, role, name)),
            ),
            boundary=documents.get(str(boundary)) if boundary else "",
        )


def _attached(things: Things, role: Thing, name: str) -> tuple[str, ...]:
    """Returns the ARNs of the attached policies, each once."""
    attachments = _of(things, "aws_iam_role_policy_attachment", name)
    listed = texts(things.get(role, "managed_policy_arns", []))
    return tuple(dict.fromkeys([*(things.text(one, "policy_arn") for one in attachments), *listed]))


def _of(things: Things, type_: str, role: str) -> Iterator[Thing]:
    return (one for one in things.of(type_) if things.get(one, "role") == role)


def _text(things: Things, thing: Thing, path: str) -> str | None:
    found = things.get(thing, path)
    return None if found is None else str(found)
