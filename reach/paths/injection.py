"""ECS injects secrets and parameters into a container when its task starts, with the execution role.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html
"""

from __future__ import annotations

from collections.abc import Iterator

from reach.hops import Hop, Path, Phase, checked
from reach.model.environment import Environment
from reach.model.services import Injected, Service, Store
from reach.paths.caller import Call, call, once, role_hop


def read_injected(environment: Environment, service: Service) -> Iterator[Path]:
    """Yields one path for each injected variable."""
    for container in service.containers or ():
        for one in container.injected:
            store = store_of(environment, one)
            kind = "secret" if _is_secret(one) else "parameter"
            yield Path(
                service=service.key,
                does=f"read {kind} {store.name if store else one.source} as {one.variable}",
                phase=Phase.START,
                rule=f"{kind}-not-injected",
                ends=(service.key, "Secrets Manager" if kind == "secret" else "Parameter Store"),
                target=store.name if store else one.source,
                hops=once(_hops(environment, service, one, store, kind)),
            )


def store_of(environment: Environment, one: Injected) -> Store | None:
    """Returns the secret or parameter that is injected; None if it is not among the facts."""
    kind = "secret" if _is_secret(one) else "parameter"
    stores = environment.stores_of(kind)
    return next((store for store in stores if one.source in (store.arn, store.name, store.value)), None)


def _is_secret(one: Injected) -> bool:
    return one.source.startswith("arn:") and ":secretsmanager:" in one.source


def _hops(environment: Environment, service: Service, one: Injected, store: Store | None, kind: str) -> Iterator[Hop]:
    role = service.execution_role
    yield role_hop(environment, service, role, purpose="execution role")
    absent = store is None and kind in environment.whole
    yield checked(
        f"{kind} {store.name if store else one.source}",
        True if store else (False if absent else None),
        detail=f"{kind} {one.source} does not exist",
        cure=f"a {kind} of that name, for example in [{kind}s]",
        unknown=f"{kind} {one.source} is not in the settings: it may exist",
    )
    policy = store.policy if store else ""
    if kind == "secret":
        what = Call(
            service="secretsmanager",
            actions=("secretsmanager:GetSecretValue",),
            resource=store.arn if store else one.source,
            policy=policy,
        )
    else:
        what = Call(
            service="ssm", actions=("ssm:GetParameters",), resource=store.arn if store else _arn(environment, one)
        )
    yield from call(environment, service, role=role, what=what)
    if store and store.key:
        yield from _decrypt(environment, service, store)


def _arn(environment: Environment, one: Injected) -> str:
    """Returns the ARN of a parameter that is given by name."""
    if one.source.startswith("arn:"):
        return one.source
    return f"arn:aws:ssm:{environment.region}:{environment.account}:parameter/{one.source.lstrip('/')}"


def _decrypt(environment: Environment, service: Service, store: Store) -> Iterator[Hop]:
    """Yields the hop that the role may decrypt with the customer-managed key; the service calls KMS, not the task."""
    key = next((one for one in environment.stores_of("key") if store.key in (one.arn, one.name, one.value)), None)
    arn = key.arn if key else store.key
    what = Call(service="secretsmanager", actions=("kms:Decrypt",), resource=arn, policy=key.policy if key else None)
    hops = call(environment, service, role=service.execution_role, what=what)
    yield from hops[-1:] if service.execution_role in environment.roles else ()
