"""A service pulls its images: from ECR of its region, through a pull-through cache, or from the internet.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reach.hops import Hop, Path, Phase, checked, undecided
from reach.model.environment import Environment
from reach.model.images import ECR_IMAGE, split
from reach.model.services import Container, Service, Store
from reach.network.aws_service import HTTPS
from reach.network.internet import reach_internet
from reach.paths.caller import Call, call, interfaces, once, role_hop

_PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_IMPORT = ("ecr:BatchImportUpstreamImage", "ecr:CreateRepository")


@dataclass(frozen=True, kw_only=True)
class _Image:
    """An image in a private registry of ECR."""

    account: str
    region: str
    repository: str
    tag: str

    @property
    def arn(self) -> str:
        return f"arn:aws:ecr:{self.region}:{self.account}:repository/{self.repository}"


def pull(environment: Environment, service: Service) -> Iterator[Path]:
    """Yields one path for each image of the service."""
    for container in service.containers or ():
        yield Path(
            service=service.key,
            does=f"pull {container.image}",
            phase=Phase.START,
            rule="image-not-pulled",
            ends=(service.key, f"registry {split(container.image)[0]}"),
            target=private["repository"] if (private := ECR_IMAGE.fullmatch(container.image)) else "",
            hops=once(_hops(environment, service, container)),
        )


def _hops(environment: Environment, service: Service, container: Container) -> Iterator[Hop]:
    private = ECR_IMAGE.fullmatch(container.image)
    if private is None:
        yield from _from_the_internet(environment, service, port=HTTPS)
        return
    image = _Image(
        account=private["account"],
        region=private["region"],
        repository=private["repository"],
        tag=private["tag"] or ("" if private["digest"] else "latest"),
    )
    if image.region != environment.region:  # the endpoints of ECR lead to the registry of their own region only
        yield from _from_the_internet(environment, service, port=HTTPS)
        return
    yield from _from_ecr(environment, service, image)


def _from_the_internet(environment: Environment, service: Service, *, port: int) -> Iterator[Hop]:
    cure = f"services.{service.key}.image = an image in [images], pushed there once, or a route to a NAT gateway"
    for each in interfaces(service):
        yield from reach_internet(environment.network, each, port=port, cure=cure)


def _from_ecr(environment: Environment, service: Service, image: _Image) -> Iterator[Hop]:
    role = service.execution_role
    yield role_hop(environment, service, role, purpose="execution role")
    login = Call(service="ecr.api", actions=("ecr:GetAuthorizationToken",), resource="*")
    yield from call(environment, service, role=role, what=login)
    repository = next((one for one in environment.stores_of("repository") if one.arn == image.arn), None)
    yield from _stored(environment, image, repository)
    for action in _PULL:
        policy = repository.policy if repository else (None if image.account != environment.account else "")
        what = Call(service="ecr.dkr", actions=(action,), resource=image.arn, policy=policy)
        yield from call(environment, service, role=role, what=what)
    if cached := _cached(environment, image):
        yield from _first_pull(environment, service, image, repository, upstream=cached)
    yield from _layers(environment, service)


def _layers(environment: Environment, service: Service) -> Iterator[Hop]:
    """Yields the hops to the bucket of ECR's layers, which belongs to AWS: the role needs no permission on it."""
    bucket = f"arn:aws:s3:::prod-{environment.region}-starport-layer-bucket/*"
    what = Call(service="s3", actions=("s3:GetObject",), resource=bucket, policy=_ANYBODY)
    yield from call(environment, service, role=service.execution_role, what=what)


_ANYBODY = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}'


def _stored(environment: Environment, image: _Image, repository: Store | None) -> Iterator[Hop]:
    """Yields the hop that repository and tag exist, unless a cache makes them."""
    if image.account != environment.account or _cached(environment, image):
        return
    absent = repository is None and "repository" in environment.whole
    yield checked(
        f"repository {image.repository}",
        True if repository else (False if absent else None),
        detail=f"repository {image.repository} does not exist",
        cure=f"a repository {image.repository}, for example in [images], and a push to it",
        unknown=f"repository {image.repository} is not in the settings: it may exist",
    )
    if repository and repository.tags is not None and image.tag:
        yield checked(
            f"tag {image.tag} in {image.repository}",
            image.tag in repository.tags,
            detail=f"repository {image.repository} has no tag {image.tag}",
            cure=f"push {image.repository}:{image.tag}, or name a tag that is there",
        )


def _cached(environment: Environment, image: _Image) -> str:
    """Returns the upstream registry of the cache rule that the repository falls under; empty if there is none."""
    rules = environment.cache_rules if image.account == environment.account else ()
    return next((rule.upstream for rule in rules if image.repository.startswith(f"{rule.prefix}/")), "")


def _first_pull(
    environment: Environment, service: Service, image: _Image, repository: Store | None, *, upstream: str
) -> Iterator[Hop]:
    """Yields the hops of the first pull through a cache, which fetches the image from upstream.

    The first pull needs a way to the internet, later ones do not; somebody may make it from outside of the VPC.
    """
    if repository and repository.tags is not None and image.tag in repository.tags:
        return
    for action in _IMPORT:
        what = Call(service="ecr.api", actions=(action,), resource=image.arn)
        yield from call(environment, service, role=service.execution_role, what=what)
    ways = [hop for each in interfaces(service) for hop in reach_internet(environment.network, each, port=443, cure="")]
    if any(hop.state != "passes" for hop in ways):
        detail = (
            f"the first pull from {upstream} needs a way to the internet: make it once from outside of the VPC, "
            f"docker pull {image.account}.dkr.ecr.{image.region}.amazonaws.com/{image.repository}:{image.tag}"
        )
        yield undecided(f"first pull of {image.repository}", detail)
