"""IAM, once it is switched on: what a deploy calls is checked against the resources it names, and against PassRole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.responses import BaseResponse
from moto.iam.access_control import IAMPolicy, IAMRequest, PermissionResult

from sandbox.fidelity.patch import patch

_PASSED_TO_TASKS = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}


def deploys_are_checked_against_what_they_touch() -> None:
    """A permission on one repository or service is one for that alone, and a task's roles have to be passed.

    moto asks for every permission on "*", so that one on a resource is never enough, and asks nothing of PassRole.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    Remove when moto has it.
    """
    original = BaseResponse._authenticate_and_authorize_normal_action

    def authorize(response: BaseResponse, resource: str = "*") -> None:
        enforced = ActionAuthenticatorMixin.request_count >= settings.INITIAL_NO_AUTH_ACTION_COUNT
        touched = list(_touched(response)) if enforced else []
        for arn in touched or [resource]:
            original(response, arn)
        for role in _passed(response) if enforced else ():
            _check_passing(response, role)

    patch(BaseResponse, "_authenticate_and_authorize_normal_action", authorize)


def _touched(response: BaseResponse) -> Iterator[str]:
    """ARNs of the repository or services a request names; none where it names none."""
    service, action = response.service_name, response._get_action()
    place = f"{response.region}:{response.current_account}"
    if service == "ecr" and (name := response._get_param("repositoryName")):
        yield f"arn:aws:ecr:{place}:repository/{name}"
    if service == "ecs" and action.endswith(("Service", "Services")):
        cluster = str(response._get_param("cluster") or "default").rpartition("/")[2]
        named = response._get_param("services") or [response._get_param("service")]
        yield from (f"arn:aws:ecs:{place}:service/{cluster}/{str(one).rpartition('/')[2]}" for one in named if one)


def _passed(response: BaseResponse) -> Iterator[str]:
    if response.service_name == "ecs" and response._get_action() == "RegisterTaskDefinition":
        roles = (response._get_param("taskRoleArn"), response._get_param("executionRoleArn"))
        yield from (str(role) for role in roles if role)


def _check_passing(response: Any, role: str) -> None:
    request = IAMRequest(
        account_id=response.current_account,
        method=response.method,
        path=response.raw_path,
        data=response.data,
        body=response.raw_body,
        headers=response.headers,
        action=response._get_action(),
    )
    policies = [IAMPolicy(policy) for policy in request._access_key.collect_policies()]
    results = [policy.is_action_permitted("iam:PassRole", role, None, _PASSED_TO_TASKS) for policy in policies]
    if PermissionResult.DENIED in results or PermissionResult.PERMITTED not in results:
        request._raise_access_denied()


FIXES = (deploys_are_checked_against_what_they_touch,)
