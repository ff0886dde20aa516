"""Non-secret configuration in SSM. In: `[parameters]`, `[stripe]`. Out: ARNs to inject."""

from collections.abc import Mapping

from constructs import Construct

from modules import arns
from modules.addresses import Resource, addressed
from modules.bindings import ssm_parameter
from modules.iam_documents import Statement, allow
from modules.parameters.settings import ParameterSettings, StripeSettings
from modules.setting_map import tagged_by, tags_of
from settings.account import AwsSettings
from terraform.literal import literal


class Parameters(Construct):
    """Every parameter of the environment; a value that a resource has comes from `sources`."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Mapping[str, ParameterSettings],
        stripe: StripeSettings,
        sources: Mapping[str, str],
        aws: AwsSettings,
    ) -> None:
        super().__init__(scope, id_)
        self._arns = {key: arns.parameter(parameter.name, aws=aws) for key, parameter in settings.items()}
        self.by_key = {key: self._kept(key, parameter, sources=sources) for key, parameter in settings.items()}
        for plan, price in stripe.known.items():
            fed_by = {f"{stripe.where}.prices.{plan}": "value"}
            self._price(stripe, f"price_{plan}", f"{stripe.price_prefix}{plan}", value=price, fed_by=fed_by)
            self._price(stripe, f"plan_of_{plan}", f"{stripe.plan_prefix}{price}", value=plan)

    def arn(self, key: str) -> str:
        """Returns the ARN of the parameter with this key of `[parameters]`."""
        return self._arns[key]

    def _kept(self, key: str, settings: ParameterSettings, *, sources: Mapping[str, str]) -> Resource:
        made = ssm_parameter.SsmParameter(
            self,
            key,
            name=settings.name,
            type="String",
            value=sources[settings.source] if settings.source else literal(settings.value or ""),
            description=literal(settings.description),
            tags=tags_of(settings.tags),
        )
        own = {} if settings.source else {f"{settings.where}.value": "value"}
        described = {f"{settings.where}.name": "name", f"{settings.where}.description": "description"}
        return addressed(made, fed_by=own | described | tagged_by(settings))

    def _price(
        self, stripe: StripeSettings, key: str, name: str, *, value: str, fed_by: Mapping[str, str] | None = None
    ) -> None:
        described = literal(stripe.descriptions.get(key))
        made = ssm_parameter.SsmParameter(
            self, f"stripe_{key}", name=name, type="String", value=value, description=described
        )
        addressed(made, fed_by={**(fed_by or {}), f"{stripe.where}.descriptions.{key}": "description"})


def read_namespace(sid: str, *, aws: AwsSettings, namespace: str) -> Statement:
    """Returns the statement that lets a task read every parameter below `namespace`."""
    arn = f"arn:aws:ssm:{aws.region}:{aws.account_id}:parameter{namespace}/*"
    return allow(sid, actions=["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"], resources=[arn])
